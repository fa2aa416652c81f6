/// A piece of a text.
struct TextToken: Sendable {
    enum Kind: Int, Sendable, CaseIterable { case word, number, sign, link, email, phone }

    var kind: Kind
    var text: String
    /// In lower case, with straight apostrophes.
    var word: FoldedWord
    /// In bytes of the text's UTF-8.
    var range: Range<Int>
    var followsSpace = false
    /// The first of its sentence, its line or what follows a colon.
    var beginsSentence = false
    var beginsLine = false
    /// Every value that a number may have, in thousandths.
    var values: [Int64] = []
    /// A number in words.
    var isSpelled = false
    /// A word that begins with a capital letter.
    var isCapitalised = false

    /// A whole number in figures, such as a day or a year; nil for any other.
    var plainNumber: Int64? { kind == .number && !isSpelled && text.utf8.allSatisfy { $0 >= 0x30 && $0 < 0x3A } ? Int64(text) : nil }
    /// The text of `word`.
    var folded: String { word.text }
    /// Without a possessive or plural ending.
    var stem: String { Self.stem(folded) }

    static func stem(_ folded: String) -> String {
        var bare = folded.utf8[...]
        guard bare.last == UInt8(ascii: "s") else { return folded }
        if bare.ends(with: "'s") { bare = bare.dropLast(2) }
        guard bare.last == UInt8(ascii: "s"), !bare.ends(with: "ss"), bare.isLong else { return String(Substring(bare)) }
        return bare.ends(with: "ies") ? String(Substring(bare.dropLast(3))) + "y" : String(Substring(bare.dropLast()))
    }
}

extension Substring.UTF8View {
    /// Whether it has more than three characters, which in ASCII are bytes.
    fileprivate var isLong: Bool { count > 3 && (allSatisfy { $0 < 0x80 } || Substring(self).dropFirst(3).first != nil) }

    fileprivate func ends(with ending: StaticString) -> Bool {
        suffix(ending.utf8CodeUnitCount).elementsEqual(UnsafeBufferPointer(start: ending.utf8Start, count: ending.utf8CodeUnitCount))
    }
}
