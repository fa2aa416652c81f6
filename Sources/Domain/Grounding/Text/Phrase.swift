/// A pattern of words: `will|shall be? deliver*` matches "shall deliver" and "will be delivered". A hyphen may stand between words.
struct Phrase: Sendable {
    private struct Part: Sendable {
        let whole: Set<String>
        let beginnings: [String]
        let isOptional: Bool
    }

    private let parts: [Part]

    init(_ pattern: String) {
        parts = pattern.split(separator: " ").map { part in
            let isOptional = part.hasSuffix("?")
            let words = (isOptional ? part.dropLast() : part).split(separator: "|").map(String.init)
            return Part(
                whole: Set(words.filter { !$0.hasSuffix("*") }), beginnings: words.filter { $0.hasSuffix("*") }.map { String($0.dropLast()) },
                isOptional: isOptional)
        }
        precondition(parts.first?.isOptional == false, "\(pattern) begins with words that may be missing")
    }

    /// The words with which it begins: its first part never is one that may be missing.
    var beginnings: Beginnings { Beginnings(words: parts[0].whole, prefixes: parts[0].beginnings) }

    /// Where the phrase ends that begins at `index`; nil for none.
    func end(in text: ReadText, from index: Int) -> Int? {
        var place = index
        for part in parts {
            var next = place
            if place > index, text.sign(next) == "-", text[next + 1]?.followsSpace == false { next += 1 }
            if text.tokens.indices.contains(next), matches(part, text.tokens[next]) { place = next + 1 } else if !part.isOptional { return nil }
        }
        return place > index ? place : nil
    }

    private func matches(_ part: Part, _ token: borrowing TextToken) -> Bool {
        if part.whole.contains(token.folded) { return true }
        guard token.kind != .sign, !part.beginnings.isEmpty else { return false }
        let folded = token.folded
        return part.beginnings.contains { folded.hasPrefix($0) }
    }
}
