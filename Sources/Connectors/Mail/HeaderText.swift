import Foundation

/// Text in a message's header (RFC 5322), in encoded words where it isn't plain ASCII (RFC 2047).
enum HeaderText {
    /// So that a word, and the name of the field before the first one, fit into 76 characters.
    private static let bytesInWord = 39
    private static let longestPlain = 60

    /// A subject, or the like.
    static func unstructured(_ text: String) -> String { isPlain(text) ? text : encoded(text) }

    /// The name before an address.
    static func phrase(_ text: String) -> String {
        guard isPlain(text) else { return encoded(text) }
        return "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count <= longestPlain && text.utf8.allSatisfy { (32...126).contains($0) } && !text.contains("=?")
    }

    /// Each word holds whole characters, as they may be read one by one.
    private static func encoded(_ text: String) -> String {
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            if word.utf8.count + UTF8.width(scalar) > bytesInWord {
                words.append(word)
                word = ""
            }
            word.unicodeScalars.append(scalar)
        }
        return (words + [word]).map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }
}
