/// Percentages: `20%`, `20 percent`, `twenty per cent`, and `half price`, which is one too.
struct PercentageReader: ClaimReader {
    var beginnings: Beginnings { Self.spoken.beginnings.union(Beginnings(kinds: [.number])) }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        if let (percent, end) = Self.spoken.first(at: index, in: text) {
            return Reading(text.claim(.discount, index..<end, .percent([percent])), end: end)
        }
        guard let number = text.number(index), !number.values.isEmpty, let end = unitEnd(after: index, text) else { return nil }
        return Reading(text.claim(.percentage, index..<end, .percent(number.values)), end: end)
    }

    private func unitEnd(after index: Int, _ text: ReadText) -> Int? {
        if text.sign(index + 1) == "%" || ["percent", "pct"].contains(text.word(index + 1)) { return index + 2 }
        if text.word(index + 1) == "per", text.word(index + 2) == "cent" { return index + 3 }
        return text.word(index + 1) == "percentage" && text.word(index + 2) == "points" ? index + 3 : nil
    }

    private static let spoken = PhraseBook<Int64>([
        (50_000, Phrase("half price|off")), (50_000, Phrase("half the|our|its price|cost")), (33_333, Phrase("a third off|less|cheaper")),
        (25_000, Phrase("a quarter off|less|cheaper")), (50_000, Phrase("by a|one half")), (33_333, Phrase("by a|one third")),
        (25_000, Phrase("by a|one quarter")), (20_000, Phrase("by a|one fifth")), (20_000, Phrase("a fifth off|less|cheaper")),
        (10_000, Phrase("by a|one tenth")), (10_000, Phrase("a tenth off|less|cheaper")), (50_000, Phrase("pay|pays only|just? half")),
        (50_000, Phrase("at|for half the? price|cost")),
    ])
}
