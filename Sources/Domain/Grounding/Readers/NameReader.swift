/// Names of products, people, companies and places: capitalised where no rule of English asks for it, or in quotation marks.
struct NameReader: ClaimReader {
    var beginnings: Beginnings { Beginnings(words: Self.quotes, isCapitalised: true) }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        if let quoted = quoted(index, text) { return quoted }
        guard text.isCapitalised(index) else { return nil }
        let end = runEnd(index, text)
        var start = index
        while start < end, text.folded(start).map(OrdinaryWords.mayBeCapitalised) == true { start += 1 }
        guard start < end else { return Reading(nil, end: end) }
        let opens = text.tokens[start].beginsSentence
        guard !opens || end > start + 1 || standsOut(start, text) else { return nil }
        let words = (start..<end).compactMap { text[$0] }.filter { $0.kind != .sign }.map(\.stem)
        let mayDropFirst = opens && words.count > 1
        return Reading(text.claim(.name, start..<end, .name(words, mayDropFirst: mayDropFirst)), end: end)
    }

    /// Capitalised words that follow each other, with the small ones inside names.
    private func runEnd(_ index: Int, _ text: ReadText) -> Int {
        var end = index + 1
        while end < text.tokens.count, !text.tokens[end].beginsSentence {
            if text.isCapitalised(end), !isCurrency(end, text), CalendarWords.weekday(text[end]) == nil, !isMonth(end, text) {
                end += 1
            } else if Self.joins.contains(text.tokens[end].word), text.isCapitalised(end + 1), !text.tokens[end + 1].beginsSentence,
                !isMonth(end + 1, text)
            {
                end += 2
            } else {
                break
            }
        }
        return end
    }

    /// "For EUR 15"
    private func isCurrency(_ index: Int, _ text: ReadText) -> Bool { Currency.codes(text[index]) != nil && text.number(index + 1) != nil }

    /// "In June", and no "Ms June Carter".
    private func isMonth(_ index: Int, _ text: ReadText) -> Bool {
        CalendarWords.month(text[index]) != nil && text.has(DateReader.leads, at: index - 1)
    }

    /// A single word at the beginning of a sentence that can only be a name.
    private func standsOut(_ index: Int, _ text: ReadText) -> Bool {
        guard let token = text[index] else { return false }
        let hasInnerMark = token.text.dropFirst().contains { $0.isUppercase || $0.isNumber }
        // Such as a signature; but a line may be one adverb, with which a letter ends.
        let isAlone = token.beginsLine && (text[index + 1]?.beginsLine ?? true) && !token.folded.hasSuffix("ly")
        guard !hasInnerMark, !isAlone else { return true }
        return (text.has(Self.verbs, at: index + 1) || speaks(index, text)) && !OrdinaryWords.begins(token.word)
    }

    /// "Robert says hello", "Robert from our kitchen says hello": only people do.
    private func speaks(_ index: Int, _ text: ReadText) -> Bool {
        if text.has(Self.speaking, at: index + 1) { return true }
        guard text.has(Self.origins, at: index + 1) else { return false }
        return (index + 3..<index + 6).contains { text.has(Self.speaking, at: $0) }
    }

    /// Words in quotation marks that are called a product.
    private func quoted(_ index: Int, _ text: ReadText) -> Reading? {
        guard isQuote(index, text), text.has(Self.leads, at: index - 1) else {
            return nil
        }
        let words = (index + 1..<index + 7).prefix { text[$0]?.kind == .word || text[$0]?.kind == .number }
        guard let last = words.last, isQuote(last + 1, text) else { return nil }
        let stems = words.compactMap { text[$0]?.stem }
        return Reading(text.claim(.name, index + 1..<last + 1, .name(stems, mayDropFirst: false)), end: last + 2)
    }

    private func isQuote(_ index: Int, _ text: ReadText) -> Bool { text.has(sign: Self.quotes, at: index) }

    private static let joins: WordSet = ["of", "de", "von", "van", "&", "-"]
    private static let quotes: WordSet = ["\"", "\u{201C}", "\u{201D}", "\u{201E}", "'", "\u{2018}", "\u{2019}", "\u{AB}", "\u{BB}"]
    private static let leads: WordSet = ["our", "the", "new", "product", "called", "named"]
    private static let origins: WordSet = ["from", "in", "at", "of"]
    private static let speaking: WordSet = [
        "says", "sends", "said", "sent", "told", "tells", "asked", "asks", "wishes", "thinks", "recommends", "suggests", "wrote", "writes", "swears",
    ]
    private static let verbs: WordSet = [
        "is", "was", "has", "costs", "comes", "includes", "offers", "gives", "saves", "helps", "runs", "works", "starts", "would", "could", "can",
        "may", "might",
        "will", "does", "replaces", "connects", "ships", "fits", "suits", "lets", "adds", "brings",
    ]
}
