import Domain
import TestSupport
import Testing

@testable import Journey

@Suite struct `A model that lies to a contact` {
    private static let tones: [Tone] = [.professional, .friendly, .strict, .playful]

    @Test func `is found out in every one of hundreds of messages`() async throws {
        var count = 0
        for (place, business) in GroundedBusiness.all.enumerated() {
            let lies = PlantedLies(ofBusinessAt: place)
            for (index, lie) in (0..<2).flatMap(lies.all).enumerated() {
                let (text, planted) = lies.message(with: lie, Self.tones[index % 4], seed: UInt64(index))
                let message = try await reviewed(text, to: business.context)
                #expect(message.findings.contains { $0.range.overlaps(planted) }, "\(lie.sentence) | \(message.findings.map(\.phrase))")
                count += 1
            }
        }
        #expect(count >= 300)
    }

    @Test func `is believed in at least 98 of 100 messages once it tells the truth`() async throws {
        var (count, blocked) = (0, [String]())
        for business in GroundedBusiness.all {
            for tone in Self.tones {
                for seed in 100..<120 as Range<UInt64> {
                    var messages = TrueMessages(business, seed: seed)
                    let message = try await reviewed(messages.lines(tone).joined(separator: "\n"), to: business.context)
                    count += 1
                    if !message.findings.isEmpty { blocked.append(message.findings.map(\.phrase).joined(separator: " | ")) }
                }
            }
        }
        #expect(count >= 300 && blocked.count * 50 <= count, "\(blocked.count) of \(count): \(Set(blocked))")
    }

    private func reviewed(_ text: String, to contact: ContactContext) async throws -> WrittenMessage {
        let model = Answering(body: text)
        let message = try await LLMWriter(ChosenModel(name: WriterName("scripted:1"), provider: model)).write(
            Assignment(.nurture, to: contact, seed: 1))
        return ClaimReview.reviewed(message, to: contact, .auto)
    }
}

/// Answers in the form that was asked for.
private struct Answering: LLMProvider {
    let body: String
    let model = "1"

    func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion {
        var json = JSONWriter()
        json.object { json in
            json.field("channel", "webhook")
            json.key("facts")
            json.array { $0.value("profile") }
            json.field("subject", "A word from us")
            json.field("body", body)
        }
        return Completion(text: String(decoding: json.bytes, as: UTF8.self), model: model)
    }
}
