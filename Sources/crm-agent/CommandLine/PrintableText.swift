import Domain

extension String {
    /// Without what steers a terminal or turns the order of letters around: people, files and models may have written that.
    var printable: String {
        guard unicodeScalars.contains(where: \.steersTerminal) else { return self }
        let scalars = replacing("\r\n", with: "\n").unicodeScalars
        return String(UnicodeScalarView(scalars.map { $0.steersTerminal ? "\u{FFFD}" : $0 }))
    }

    /// With a space for each line break: a row of a list.
    var onOneLine: String {
        contains(where: \.isNewline) ? split(whereSeparator: \.isNewline).joined(separator: " ") : self
    }
}

extension Unicode.Scalar {
    /// On a terminal a carriage return overwrites the line.
    fileprivate var steersTerminal: Bool { steers || self == "\r" }
}
