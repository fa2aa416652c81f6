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
        guard folded.utf8.last == UInt8(ascii: "s") else { return folded }
        let bare = folded.hasSuffix("'s") ? folded.dropLast(2) : folded[...]
        guard bare.count > 3, bare.hasSuffix("s"), !bare.hasSuffix("ss") else { return String(bare) }
        return String(bare.dropLast(bare.hasSuffix("ies") ? 3 : 1)) + (bare.hasSuffix("ies") ? "y" : "")
    }
}
