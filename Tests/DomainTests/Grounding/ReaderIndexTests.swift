import TestSupport
import Testing

@testable import Domain

@Suite struct `Which readers are asked at a word` {
    @Test func `each that finds a claim there, in hundreds of messages`() {
        var found: Set<Int> = []
        for text in Self.messages + Self.sentences {
            let text = ReadText(text, today: LocalDate(year: 2026, month: 3, day: 2))
            for index in text.tokens.indices {
                let asked = Set(ClaimReaders.byBeginning.places(at: index, in: text))
                for (place, reader) in ClaimReaders.all.enumerated() where reader.claim(at: index, in: text) != nil {
                    found.insert(place)
                    #expect(asked.contains(place), "\(reader) at \u{201C}\(text.tokens[index].text)\u{201D}")
                }
            }
        }
        #expect(found == Set(ClaimReaders.all.indices))
    }

    private static var messages: [String] {
        GroundedBusiness.all.indices.flatMap { place in
            let lies = PlantedLies(ofBusinessAt: place)
            return lies.all(seed: place).enumerated().map { index, lie in lies.message(with: lie, .professional, seed: UInt64(index)).0 }
        }
    }

    /// Beginnings that few messages have.
    private static let sentences = [
        "It costs US$ 50, A$20, 20 quid, 3 bucks, \u{20AC}5 or CHF 7 a head; zł 12 and 5 kr.",
        "Call at noon, half past ten, quarter to three or 10:30.",
        "Refunds, guaranteed: exclusively yours, with vouchers, coupons and rebates; we waive the fee.",
        "evil dot com, www.example.com, mill@example.com",
        "Come to Hauptstraße 5 or 221 Baker Street, the second of May, on the 12th, in March 2027, since 2024.",
        "Dear [Your name], {{name}}, {first_name} and ____, <b>see</b> **this** [link](https://mill.example) of [deal:12]; as an AI I cannot.",
        "24 / 7, 2 for 1, a third off, by one half",
        "Our \u{201C}Blue Box\u{201D}, the premium package, the end of next week, the weekend, last month, a week ago, in an hour, in two days.",
        "Élan and ÉCOLE will personally deliver on Tues, Sept 3rd, coming weekend, yesterday and the day after tomorrow; twenty-five seats.",
    ]
}
