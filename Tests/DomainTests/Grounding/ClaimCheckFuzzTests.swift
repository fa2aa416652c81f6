import Domain
import TestSupport
import Testing

@Suite struct `The claim check on any text` {
    /// What contacts and models may write: nothing of it may stop the process, or take long.
    @Test(arguments: 0..<20) func `comes to an end, whatever words, figures and signs stand together`(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        for _ in 0..<100 {
            let text = (0..<Int.random(in: 1...60, using: &random)).map { _ in
                (Self.pieces.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? " " : "")
            }.joined()
            let facts = FactSheet([Fact(id: "note", text: text)], today: LocalDate(year: 2026, month: 3, day: 2))
            _ = ClaimCheck.uncarried(in: text, facts: facts)
        }
    }

    private static let pieces = [
        "hundred", "thousand", "million", "two", "ninety", "and", "-", "9223372036854775807", "99999999999999999999999", "1,2,3.4,5", "0.0.0", "€",
        "$",
        "%", "per", "month", "off", "half", "free", "in", "days", "weeks", "years", "ago", "by", "Friday", "31", "February", "2026", "3/4/2026",
        "12:99",
        "pm", "next", "last", "tomorrow", "https://", "a.b", "@", "+49", "street", "Road", "guarantee", "we", "will", "\u{202E}", "👨‍👩‍👧", "\u{0301}",
        "ß",
        "\n", "\"", "“", "”", "(", ")", "—", "1e309", "½", "٣", "１２",
    ]
}
