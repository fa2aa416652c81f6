/// Every other number in figures, and larger ones in words, with what is counted: `12 seats`.
struct QuantityReader: ClaimReader {
    var beginnings: Beginnings { Beginnings(kinds: [.number]) }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        guard let number = text.number(index) else { return nil }
        if isNumbering(index, text) || isTalk(index, text) { return Reading(nil, end: index + 1) }
        if number.isSpelled, (number.values.first ?? 0) <= 12_000, !isTerm(index, text) { return nil }
        let places = index..<unitEnd(index, text)
        // Figures that are no number, such as those of a version.
        guard !number.values.isEmpty else { return Reading(text.claim(.quantity, index..<index + 1, .text(number.text)), end: index + 1) }
        let value = ClaimValue.count(scaled(number, index, text), unit: unit(places, text))
        return Reading(text.claim(.quantity, places, value), end: places.upperBound)
    }

    private func scaled(_ number: TextToken, _ index: Int, _ text: ReadText) -> [Int64] {
        text.word(index + 1) == "k" && text[index + 1]?.followsSpace == false ? number.values.map { $0 &* 1000 } : number.values
    }

    private func unitEnd(_ index: Int, _ text: ReadText) -> Int {
        let place = text.sign(index + 1) == "-" && text[index + 1]?.followsSpace == false ? index + 2 : index + 1
        let word = text.word(place)
        return word.isEmpty || Self.functionWords.contains(word) ? index + 1 : place + 1
    }

    private func unit(_ places: Range<Int>, _ text: ReadText) -> String {
        places.count == 1 ? "" : Self.same[TextToken.stem(text.word(places.upperBound - 1))] ?? TextToken.stem(text.word(places.upperBound - 1))
    }

    /// `1.` or `2)` at the beginning of a line.
    private func isNumbering(_ index: Int, _ text: ReadText) -> Bool {
        text[index]?.beginsLine == true && [".", ")"].contains(text.sign(index + 1)) && text[index + 1]?.followsSpace == false
    }

    /// How long something takes or lasts, which counts in words too: `delivery takes three days`.
    private func isTerm(_ index: Int, _ text: ReadText) -> Bool {
        Self.periods.contains(TextToken.stem(text.word(unitEnd(index, text) - 1))) && text.has(Self.terms, in: text.sentence(at: index))
    }

    /// How long a talk would take is a wish and states nothing: `a 15-minute call`.
    private func isTalk(_ index: Int, _ text: ReadText) -> Bool {
        let end = unitEnd(index, text)
        guard TextToken.stem(text.word(end - 1)) == "minute" else { return false }
        return text.has(Self.talks, in: end..<end + 3) || text.isQuestion(at: index)
    }

    private static let talks: WordSet = ["call", "chat", "talk", "conversation", "meeting", "your", "time", "look"]
    private static let periods: WordSet = ["hour", "day", "week", "month", "year", "working", "business"]
    private static let terms: WordSet = [
        "delivery", "deliver", "delivered", "ship", "shipping", "takes", "lasts", "trial", "contract", "warranty", "free", "installation", "life",
        "valid", "keeps", "within", "setup",
        "notice",
    ]
    private static let functionWords: WordSet = [
        "a", "about", "also", "an", "and", "are", "as", "at", "be", "but", "by", "can", "for", "from", "has", "have", "if", "in", "instead", "is",
        "it", "more",
        "of", "on", "only", "or", "our", "per", "so", "still", "than", "that", "the", "then", "there", "to", "until", "was", "we", "were", "what",
        "when", "which",
        "while", "who", "will", "with", "would", "you", "your",
    ]
    private static let same = ["h": "hour", "hr": "hour", "min": "minute", "yr": "year", "pc": "piece", "pcs": "piece", "license": "licence"]
}
