/// The words without which a text reports no deed (`ReportedDeed`), looked for among its bytes: most answers have none of them, and
/// cutting one into its words takes much longer.
enum DeedWords {
    /// Whether a text must be read to know.
    static func mayReport(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var before = Before.another
            var start = 0
            while let word = nextWord(in: bytes, from: start) {
                start = word.upperBound
                let piece = UnsafeBufferPointer(rebasing: bytes[word])
                if reports(piece, before) { return true }
                before = Before(piece)
            }
            return false
        }
    }

    /// What stands before a word.
    private enum Before {
        case I, all, another

        init(_ word: UnsafeBufferPointer<UInt8>) {
            self = word.count == 1 && word[0] | 0x20 == UInt8(ascii: "i") ? .I : word.count == 3 && folded(word) == "all" ? .all : .another
        }
    }

    private static func reports(_ word: UnsafeBufferPointer<UInt8>, _ before: Before) -> Bool {
        switch before {
        case .I: afterI.contains(folded(word)) || telling.contains(folded(word))
        case .all where word.count == 3: folded(word) == "set"
        case .all, .another: lengths.contains(word.count) && telling.contains(folded(word))
        }
    }

    /// Letters of ASCII that follow each other. An apostrophe ends a word, whichever it is: "I've" are two.
    private static func nextWord(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        var first = start
        while first < bytes.count, !PlainByte.isLetter(bytes[first]) { first += 1 }
        var end = first
        while end < bytes.count, PlainByte.isLetter(bytes[end]) { end += 1 }
        return first < end ? first..<end : nil
    }

    private static func folded(_ word: UnsafeBufferPointer<UInt8>) -> String { String(decoding: word, as: UTF8.self).lowercased() }

    private static let telling: WordSet = ["done", "sent", "been", "successfully"]
    private static let lengths = telling.words.map(\.utf8.count)
    private static let afterI = WordSet(["ve", "have", "now", "just", "already", "also"] + ReportedDeed.verbs.split(separator: "|").map(String.init))
}
