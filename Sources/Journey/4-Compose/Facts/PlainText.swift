/// Turns what a person typed into text that cannot disturb the lines around it.
enum PlainText {
    /// `text` on one line: control characters and line ends become spaces, runs of spaces become one, invisible characters go;
    /// beyond `limit` characters it ends in an ellipsis.
    static func line(_ text: String, limit: Int = 120) -> String {
        shortened(isPlain(text) ? text : cleaned(text), to: limit)
    }

    /// `text` cut to `limit` characters, the last of them an ellipsis where anything was cut.
    static func shortened(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit, let end = text.index(text.startIndex, offsetBy: limit, limitedBy: text.endIndex), end < text.endIndex
        else { return text }
        var kept = text[..<text.index(before: end)]
        while kept.last == " " { kept.removeLast() }
        return kept + "…"
    }

    /// `line(text)` without a full stop at its end, to stand inside a sentence of ours.
    static func phrase(_ text: String, limit: Int = 120) -> String {
        let line = line(text, limit: limit)
        return line.hasSuffix(".") && !line.hasSuffix("..") ? String(line.dropLast()) : line
    }

    /// True of what nearly all names are: printable ASCII with single spaces inside.
    private static func isPlain(_ text: String) -> Bool {
        var previous = UInt8(ascii: " ")
        for byte in text.utf8 {
            guard byte >= 0x20, byte < 0x7F, byte != 0x20 || previous != 0x20 else { return false }
            previous = byte
        }
        return previous != 0x20
    }

    private static func cleaned(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var pendingSpace = false
        for scalar in text.unicodeScalars where !isInvisible(scalar) {
            if isSpace(scalar) {
                pendingSpace = !scalars.isEmpty
            } else {
                if pendingSpace { scalars.append(" ") }
                pendingSpace = false
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar.properties.isWhitespace
    }

    /// Joiners and variation selectors stay: scripts and emoji need them.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200C, 0x200D, 0xFE0E, 0xFE0F: false
        default: scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.generalCategory == .format
        }
    }
}
