/// Names that the records hold: of products, of the contact, of the sender and the business.
struct KnownNames: Sendable {
    /// The words of each, the longest first.
    private let names: [[String]]
    /// Of the first byte of each name's first word, one bit of its last six: most words of a text begin with others.
    private let initials: UInt64

    init(_ names: [String]) {
        self.names = names.map { name in TextTokenizer.tokens(of: name).map(\.folded) }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
        initials = self.names.reduce(0) { $0 | Self.bit($1[0]) }
    }

    private static func bit(_ word: String) -> UInt64 { word.utf8.first.map { 1 << UInt64($0 & 63) } ?? 0 }

    /// Where the name ends that begins at `index`; nil for none.
    func end(in text: ReadText, from index: Int) -> Int? {
        guard text.tokens.indices.contains(index), initials & Self.bit(text.tokens[index].folded) != 0 else { return nil }
        let word = text.tokens[index].folded
        if let first = names.firstIndex(where: { $0[0] == word }) { return end(in: text, from: index, names: names[first...], first: word) }
        guard word.utf8.last == UInt8(ascii: "s") else { return nil }
        return end(in: text, from: index, names: names[...], first: TextToken.stem(word))
    }

    private func end(in text: ReadText, from index: Int, names: ArraySlice<[String]>, first: String) -> Int? {
        for name in names where name[0] == first {
            if let end = end(of: name, in: text, from: index) { return end }
        }
        return nil
    }

    /// The last word may stand in the plural or with a possessive ending.
    private func end(of name: [String], in text: ReadText, from index: Int) -> Int? {
        guard index + name.count <= text.tokens.count else { return nil }
        for (offset, word) in name.enumerated() {
            let isLast = offset == name.count - 1
            guard text.tokens[index + offset].folded == word || isLast && text.tokens[index + offset].stem == TextToken.stem(word)
            else { return nil }
        }
        return index + name.count
    }
}
