/// Names that the records hold: of products, of the contact, of the sender and the business.
struct KnownNames: Sendable {
    /// The words of each, the longest first.
    private let names: [[FoldedWord]]
    /// Of the first byte of each name's first word, one bit of its last six: most words of a text begin with others.
    private let initials: UInt64

    init(_ names: [String]) { self.init(words: Self.words(of: names)) }

    /// - Parameter names: the words of each, none of them without any.
    init(words names: [[FoldedWord]]) {
        self.names = names.sorted { $0.count > $1.count }
        initials = names.reduce(0) { $0 | Self.bit($1[0]) }
    }

    static func words(of names: [String]) -> [[FoldedWord]] {
        names.map { TextTokenizer.tokens(of: $0).map(\.word) }.filter { !$0.isEmpty }
    }

    private static func bit(_ word: FoldedWord) -> UInt64 { 1 << UInt64(word.initial & 63) }

    /// Where the name ends that begins at `index`; nil for none.
    func end(in text: ReadText, from index: Int) -> Int? {
        guard text.tokens.indices.contains(index), initials & Self.bit(text.tokens[index].word) != 0 else { return nil }
        let word = text.tokens[index].word
        if let first = names.firstIndex(where: { $0[0] == word }) { return end(in: text, from: index, names: names[first...], first: word) }
        guard word.text.utf8.last == UInt8(ascii: "s") else { return nil }
        return end(in: text, from: index, names: names[...], first: FoldedWord(TextToken.stem(word.text)))
    }

    private func end(in text: ReadText, from index: Int, names: ArraySlice<[FoldedWord]>, first: FoldedWord) -> Int? {
        for name in names where name[0] == first {
            if let end = end(of: name, in: text, from: index) { return end }
        }
        return nil
    }

    /// The last word may stand in the plural or with a possessive ending.
    private func end(of name: [FoldedWord], in text: ReadText, from index: Int) -> Int? {
        guard index + name.count <= text.tokens.count else { return nil }
        for (offset, word) in name.enumerated() {
            let isLast = offset == name.count - 1
            guard text.tokens[index + offset].word == word || isLast && text.tokens[index + offset].stem == TextToken.stem(word.text)
            else { return nil }
        }
        return index + name.count
    }
}
