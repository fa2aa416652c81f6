/// The words without which a text reports no deed (`ReportedDeed`), looked for among its bytes: most answers have none of them, and
/// cutting one into its words takes much longer.
enum DeedWords {
    /// Whether a text must be read to know. A word is letters of ASCII that follow each other; an apostrophe ends one, whichever it
    /// is: "I've" are two.
    static func mayReport(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var (before, word) = (LastLetters(), LastLetters())
            for byte in bytes {
                if PlainByte.isLetter(byte) {
                    word.append(byte)
                } else if !word.isEmpty {
                    if reports(word, after: before) { return true }
                    (before, word) = (word, LastLetters())
                }
            }
            return reports(word, after: before)
        }
    }

    private static func reports(_ word: LastLetters, after before: LastLetters) -> Bool {
        telling.contains(word) || before == I && afterI.contains(word) || before == all && word == set
    }

    private static let I = LastLetters("i"), all = LastLetters("all"), set = LastLetters("set")
    private static let telling = ["done", "sent", "been", "successfully"].map(LastLetters.init)
    private static let afterI = Set(
        (["ve", "have", "now", "just", "already", "also"] + ReportedDeed.verbs.split(separator: "|").map(String.init)).map(LastLetters.init))
}

/// The last eight letters of a word in lower case, by which it is told from others: enough to know which texts need not be read.
private struct LastLetters: Hashable {
    private var letters: UInt64 = 0

    init() {}

    /// - Parameter word: letters of ASCII only.
    init(_ word: String) { for byte in word.utf8 { append(byte) } }

    var isEmpty: Bool { letters == 0 }
    mutating func append(_ letter: UInt8) { letters = letters << 8 | UInt64(letter | 0x20) }
}
