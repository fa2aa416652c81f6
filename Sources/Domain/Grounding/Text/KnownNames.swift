/// Names that the records hold: of products, of the contact, of the sender and the business.
struct KnownNames: Sendable {
    /// By their first word, the longest first.
    private let byFirst: [String: [[String]]]
    /// The first bytes of those words: most words of a text begin with others.
    private let initials: Set<UInt8>

    init(_ names: [String]) {
        let words = names.map { name in TextTokenizer.tokens(of: name).map(\.folded) }.filter { !$0.isEmpty }
        byFirst = Dictionary(grouping: words) { $0[0] }.mapValues { $0.sorted { $0.count > $1.count } }
        initials = Set(words.compactMap { $0[0].utf8.first })
    }

    /// Where the name ends that begins at `index`; nil for none.
    func end(in text: ReadText, from index: Int) -> Int? {
        guard let first = text[index], first.folded.utf8.first.map(initials.contains) == true,
            let names = byFirst[first.folded] ?? byFirst[first.stem]
        else { return nil }
        return names.lazy.compactMap { end(of: $0, in: text, from: index) }.first
    }

    /// The last word may stand in the plural or with a possessive ending.
    private func end(of name: [String], in text: ReadText, from index: Int) -> Int? {
        for (offset, word) in name.enumerated() {
            guard let token = text[index + offset] else { return nil }
            let isLast = offset == name.count - 1
            guard token.folded == word || isLast && token.stem == TextToken.stem(word) else { return nil }
        }
        return index + name.count
    }
}
