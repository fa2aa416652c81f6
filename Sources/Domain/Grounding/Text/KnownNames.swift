/// Names that the records hold: of products, of the contact, of the sender and the business.
struct KnownNames: Sendable {
    /// By their first word, the longest first.
    private let byFirst: [String: [[String]]]
    /// Whether one of those words has that first byte: most words of a text begin with others.
    private let hasInitial: [Bool]

    init(_ names: [String]) {
        let words = names.map { name in TextTokenizer.tokens(of: name).map(\.folded) }.filter { !$0.isEmpty }
        byFirst = Dictionary(grouping: words) { $0[0] }.mapValues { $0.sorted { $0.count > $1.count } }
        var hasInitial = Array(repeating: false, count: 256)
        for initial in words.compactMap({ $0[0].utf8.first }) { hasInitial[Int(initial)] = true }
        self.hasInitial = hasInitial
    }

    /// Where the name ends that begins at `index`; nil for none.
    func end(in text: ReadText, from index: Int) -> Int? {
        guard text.tokens.indices.contains(index), let initial = text.tokens[index].folded.utf8.first, hasInitial[Int(initial)],
            let names = byFirst[text.tokens[index].folded] ?? byFirst[text.tokens[index].stem]
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
