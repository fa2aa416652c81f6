/// Makes one spelling of a word's capitals and apostrophes. Letters of ASCII, which nearly all are, are not looked up.
enum FoldedText {
    /// In lower case, with straight apostrophes.
    ///
    /// - Parameter bytes: the text's UTF-8.
    static func of(_ text: String, _ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.allSatisfy({ $0 < 0x80 }) else { return text.lowercased().replacing("\u{2019}", with: "'") }
        return bytes.contains(where: isCapital) ? text.lowercased() : text
    }

    /// Whether the first letter is a capital one.
    static func isCapitalised(_ text: String, _ bytes: ArraySlice<UInt8>) -> Bool {
        // What follows may be a mark on the first letter.
        bytes.prefix(2).allSatisfy { $0 < 0x80 } ? bytes.first.map(isCapital) ?? false : text.first?.isUppercase == true
    }

    static func isCapital(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "A") < 26 }
}
