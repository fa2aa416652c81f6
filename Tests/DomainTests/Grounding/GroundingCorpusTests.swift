import Domain
import TestSupport
import Testing

@Suite struct `Whether facts carry what a message says` {
    private static let tones: [Tone] = [.professional, .friendly, .strict, .playful]

    @Test func `hundreds of false claims are all blocked, each with its own words marked`() {
        var counts: [String: Int] = [:]
        for (place, business) in GroundedBusiness.all.enumerated() {
            let sheet = business.sheet
            let lies = PlantedLies(ofBusinessAt: place)
            for seed in 0..<4 {
                for (index, lie) in lies.all(seed: seed).enumerated() {
                    let tone = Self.tones[(seed + index) % 4]
                    let (text, planted) = lies.message(with: lie, tone, seed: UInt64(seed * 100 + index))
                    let findings = ClaimCheck.uncarried(in: text, facts: sheet)
                    #expect(findings.contains { $0.range.overlaps(planted) }, "\(lie.kind): \(lie.sentence) | \(findings.map(\.phrase))")
                    counts[lie.kind, default: 0] += 1
                }
            }
        }
        print(
            "false claims planted:", counts.values.reduce(0, +),
            counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
        #expect(counts.values.reduce(0, +) >= 300 && counts.values.allSatisfy { $0 >= 16 })
    }

    @Test func `of hundreds of true messages in all tones at most two in a hundred are blocked`() {
        var (total, blocked) = (0, [String]())
        for business in GroundedBusiness.all {
            let sheet = business.sheet
            for tone in Self.tones {
                for seed in 0..<25 as Range<UInt64> {
                    var messages = TrueMessages(business, seed: seed)
                    let findings = ClaimCheck.uncarried(in: messages.lines(tone).joined(separator: "\n"), facts: sheet)
                    total += 1
                    if !findings.isEmpty { blocked.append(findings.map(\.phrase).joined(separator: " | ")) }
                }
            }
        }
        print("true messages: \(total), blocked: \(blocked.count)")
        #expect(total >= 300 && blocked.count * 50 <= total, "\(Set(blocked))")
    }
}
