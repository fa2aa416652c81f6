/// A pattern of words: `will|shall be? deliver*` matches "shall deliver" and "will be delivered". A hyphen may stand between words.
struct Phrase: Sendable {
    private struct Part: Sendable {
        let whole: WordSet
        let prefixes: [String]
        let isOptional: Bool

        func matches(_ index: Int, _ text: ReadText) -> Bool {
            guard text.tokens.indices.contains(index) else { return false }
            if whole.contains(text.tokens[index].word) { return true }
            guard !prefixes.isEmpty, text.tokens[index].kind != .sign else { return false }
            let word = text.tokens[index].folded
            return prefixes.contains { word.hasPrefix($0) }
        }
    }

    private let parts: [Part]

    init(_ pattern: String) {
        parts = pattern.split(separator: " ").map { part in
            let isOptional = part.hasSuffix("?")
            let words = (isOptional ? part.dropLast() : part).split(separator: "|").map(String.init)
            return Part(
                whole: WordSet(words.filter { !$0.hasSuffix("*") }),
                prefixes: words.filter { $0.hasSuffix("*") }.map { String($0.dropLast()) },
                isOptional: isOptional)
        }
        precondition(parts.first?.isOptional == false, "\(pattern) begins with words that may be missing")
    }

    /// The words with which it begins: its first part never is one that may be missing.
    var beginnings: Beginnings { Beginnings(words: parts[0].whole, prefixes: parts[0].prefixes) }

    /// Where the phrase ends with whose first part the word at `index` is known to match; nil where the rest does not follow.
    func end(in text: ReadText, after index: Int) -> Int? {
        var place = index + 1
        for number in parts.indices.dropFirst() {
            let next = text.isHyphen(at: place) ? place + 1 : place
            if parts[number].matches(next, text) { place = next + 1 } else if !parts[number].isOptional { return nil }
        }
        return place
    }
}
