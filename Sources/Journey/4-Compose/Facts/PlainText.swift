import Domain

/// Turns what a person typed into text that cannot disturb the lines around it.
enum PlainText {
    /// `text` on one line: control characters and line ends become spaces, runs of spaces become one, invisible characters go;
    /// beyond `limit` characters it ends in an ellipsis.
    static func line(_ text: String, limit: Int = 120) -> String {
        shortened(isPlain(text) ? text : cleaned(text), to: limit)
    }

    /// `text` cut to `limit` characters, the last of them an ellipsis where anything was cut.
    static func shortened(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        // In ASCII a character is a byte, and counting bytes is a step instead of a walk.
        let end =
            text.hasNoByte { $0 & 0x80 }
            ? text.utf8.index(text.startIndex, offsetBy: limit) : text.index(text.startIndex, offsetBy: limit, limitedBy: text.endIndex)
        guard let end, end < text.endIndex else { return text }
        var kept = text[..<text.index(before: end)]
        while kept.last == " " { kept.removeLast() }
        // Not `kept + "…"`: between two types that is the generic operator, which counts and copies by character.
        return String(kept) + "…"
    }

    /// `line(text)` without a full stop at its end, to stand inside a sentence of ours.
    static func phrase(_ text: String, limit: Int = 120) -> String {
        let line = line(text, limit: limit)
        return line.hasSuffix(".") && !line.hasSuffix("..") ? String(line.dropLast()) : line
    }

    /// `text` without the full stops of ours that follow what already ends a sentence: what people typed, an abbreviation, a question.
    static func ended(_ text: String) -> String {
        guard !text.hasNoPair({ ($1 == 0x2E ? 1 : 0) & (isEnd($0)) }) else { return text }
        var result = ""
        var marks = ""
        for character in text {
            if ".!?…".contains(character) {
                marks.append(character)
            } else {
                result += character.isWhitespace || "\")”".contains(character) ? endedOnce(marks) : marks[...]
                marks = ""
                result.append(character)
            }
        }
        return result + endedOnce(marks)
    }

    /// Of a full stop, of other marks, or of an ellipsis the last byte.
    private static func isEnd(_ byte: UInt8) -> UInt8 {
        (byte == 0x2E ? 1 : 0) | (byte == 0x21 ? 1 : 0) | (byte == 0x3F ? 1 : 0) | (byte == 0xA6 ? 1 : 0)
    }

    /// `..` is an abbreviation's and ours, `....` an ellipsis and ours; `...` stays.
    private static func endedOnce(_ marks: String) -> Substring {
        guard marks.count > 1, marks.hasSuffix("."), marks != "..." else { return marks[...] }
        return marks.dropLast()
    }

    /// True of what nearly all names are: printable ASCII with single spaces inside.
    private static func isPlain(_ text: String) -> Bool {
        text.hasNoByte { $0 &- 0x20 > 0x5E ? 1 : 0 } && text.utf8.first != 0x20 && text.utf8.last != 0x20
            && text.hasNoPair { ($0 | $1) == 0x20 ? 1 : 0 }
    }

    private static func cleaned(_ text: String) -> String {
        if text.hasNoByte({ $0 & 0x80 }) { return cleanedASCII(text) }
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

    /// The same by bytes: in ASCII every control character is a space and none is invisible.
    private static func cleanedASCII(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var pendingSpace = false
        for byte in text.utf8 {
            if byte <= 0x20 || byte == 0x7F {
                pendingSpace = !bytes.isEmpty
            } else {
                if pendingSpace { bytes.append(0x20) }
                pendingSpace = false
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
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
