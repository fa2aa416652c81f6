/// A text as the claim readers see it.
struct ReadText: Sendable {
    let tokens: [TextToken]
    /// The day from which "tomorrow" and "next week" count.
    let today: LocalDate
    private let bytes: [UInt8]

    init(_ text: String, today: LocalDate) {
        tokens = TextTokenizer.tokens(of: text)
        bytes = Array(text.utf8)
        self.today = today
    }

    subscript(index: Int) -> TextToken? { tokens.indices.contains(index) ? tokens[index] : nil }

    /// The word at `index` in lower case; empty where none is.
    func word(_ index: Int) -> String { isA(.word, index) ? tokens[index].folded : "" }

    /// The same to look up in sets; nil where none is.
    func folded(_ index: Int) -> FoldedWord? { isA(.word, index) ? tokens[index].word : nil }

    /// The sign at `index`; empty where none is.
    func sign(_ index: Int) -> String { isA(.sign, index) ? tokens[index].text : "" }

    func number(_ index: Int) -> TextToken? { isA(.number, index) ? tokens[index] : nil }

    /// Whether a word with a capital letter stands there.
    func isCapitalised(_ index: Int) -> Bool { isA(.word, index) && tokens[index].isCapitalised }

    /// Whether a hyphen there joins what stands beside it.
    func isHyphen(at index: Int) -> Bool {
        has(sign: Self.hyphen, at: index) && tokens.indices.contains(index + 1) && !tokens[index + 1].followsSpace
    }

    private func isA(_ kind: TextToken.Kind, _ index: Int) -> Bool { tokens.indices.contains(index) && tokens[index].kind == kind }

    func claim(_ kind: Claim.Kind, _ places: Range<Int>, _ value: ClaimValue) -> Claim {
        let range = tokens[places.lowerBound].range.lowerBound..<tokens[places.upperBound - 1].range.upperBound
        return Claim(kind: kind, phrase: String(decoding: bytes[range], as: UTF8.self), range: range, places: places, value: value)
    }

    /// The tokens of the sentence around `index`.
    func sentence(at index: Int) -> Range<Int> {
        var start = index
        let first = max(0, index - Self.longestLook)
        while start > first, !tokens[start].beginsSentence { start -= 1 }
        var end = index + 1
        let last = min(tokens.count, index + Self.longestLook)
        while end < last, !tokens[end].beginsSentence { end += 1 }
        return start..<end
    }

    /// The same between the commas, dashes and brackets next to it.
    func clause(at index: Int) -> Range<Int> {
        let sentence = sentence(at: index)
        let start = sentence[..<index].last { isBreak($0) }.map { $0 + 1 } ?? sentence.lowerBound
        let end = sentence[index...].first { isBreak($0) } ?? sentence.upperBound
        return start..<max(end, index + 1)
    }

    /// Whether the full stop at `index` closes a sentence, rather than a short form such as that of a month.
    func endsSentence(at index: Int) -> Bool { sign(index) == "." && self[index + 1]?.beginsSentence == true && number(index + 1) == nil }

    func isQuestion(at index: Int) -> Bool { sign(sentence(at: index).upperBound - 1) == "?" }

    /// Whether one of the words stands there.
    func has(_ words: WordSet, at index: Int) -> Bool { isA(.word, index) && words.contains(tokens[index].word) }
    func has(sign signs: WordSet, at index: Int) -> Bool { isA(.sign, index) && signs.contains(tokens[index].word) }
    func has(_ words: WordSet, in places: Range<Int>) -> Bool { places.contains { has(words, at: $0) } }

    /// How far a sentence is looked at to either side, in tokens. Without an end a whole text would be one, and each of its
    /// claims would look through all of it.
    private static let longestLook = 200

    private func isBreak(_ index: Int) -> Bool {
        has(sign: Self.hyphen, at: index) ? tokens[index].followsSpace : has(sign: Self.breaks, at: index)
    }

    private static let hyphen: WordSet = ["-"]
    private static let breaks: WordSet = [",", ";", "(", ")", "\u{2013}", "\u{2014}"]
}

extension Range<Int> {
    fileprivate subscript(places: PartialRangeUpTo<Int>) -> Range<Int> { clamped(to: lowerBound..<Swift.max(places.upperBound, lowerBound)) }
    fileprivate subscript(places: PartialRangeFrom<Int>) -> Range<Int> { clamped(to: Swift.min(places.lowerBound, upperBound)..<upperBound) }
}
