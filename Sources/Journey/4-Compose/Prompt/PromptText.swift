import Domain

/// Cleans what people typed for a prompt: what a person can't see, a model must not read either.
enum PromptText {
    /// One line without control or invisible characters.
    static func line(_ text: String, limit: Int) -> String {
        PlainText.line(block(text, limit: limit * 2), limit: limit)
    }

    /// Keeps line ends; drops every other control character and all invisible ones; at most `limit` characters.
    static func block(_ text: String, limit: Int) -> String {
        if isPlain(text) { return PlainText.shortened(text, to: limit) }
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit * 4) where scalar == "\n" || isVisible(scalar) { kept.append(scalar) }
        return PlainText.shortened(String(kept), to: limit)
    }

    /// Nearly every text is printable ASCII, of which nothing has to go.
    private static func isPlain(_ text: String) -> Bool {
        text.hasNoByte { ($0 &- 0x20 > 0x5E ? 1 : 0) & ($0 == UInt8(ascii: "\n") ? 0 : 1) & ($0 == UInt8(ascii: "\t") ? 0 : 1) }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F || scalar == "\t" }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
        default: return !scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}
