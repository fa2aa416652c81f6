extension StringProtocol {
    /// In lower case in every script, a sigma at the end of a word like any other: what `fold_case` makes of it on both databases.
    package var caseFolded: String { lowercased().replacing("\u{3C2}", with: "\u{3C3}") }

    /// The letters A to Z in lower case, and nothing else changed.
    package var withLowercaseASCII: String {
        String(decoding: utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
