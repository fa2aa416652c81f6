/// Text in lines of 76 characters at most, in ASCII (RFC 2045, section 6.7).
enum QuotedPrintable {
    private static let longestLine = 76

    /// - Parameter text: with `\n` or `\r\n` between its lines.
    static func encode(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map { line(String($0)) }.joined(separator: "\r\n")
    }

    private static func line(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var lines: [String] = []
        var line = ""
        for (index, byte) in bytes.enumerated() {
            let piece = self.piece(byte, isLast: index == bytes.count - 1)
            // A place is left for the sign that the line goes on.
            if line.utf8.count + piece.utf8.count > longestLine - 1 {
                lines.append(line + "=")
                line = ""
            }
            line += piece
        }
        return (lines + [line]).joined(separator: "\r\n")
    }

    /// A blank at a line's end could be lost on the way.
    private static func piece(_ byte: UInt8, isLast: Bool) -> String {
        let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
        let isPlain = (33...126).contains(byte) && byte != UInt8(ascii: "=") || isBlank && !isLast
        if isPlain { return String(UnicodeScalar(byte)) }
        let digits = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "=0\(digits)" : "=\(digits)"
    }
}
