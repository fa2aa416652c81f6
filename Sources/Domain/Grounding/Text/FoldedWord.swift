/// A word in its compared spelling, with a number by which sets of words tell at once that they do not hold it: each word of a
/// text is looked up in a dozen of them, and most words are in none.
struct FoldedWord: Sendable {
    let text: String
    let key: UInt64

    init(_ text: String) {
        self.text = text
        var copy = text
        key = copy.withUTF8(Self.key)
    }

    /// Of eight bytes at a time, never zero. Texts made so that their words collide only cost comparisons of words.
    private static func key(of bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var key = UInt64(bytes.count)
        var place = 0
        while place < bytes.count {
            var piece: UInt64 = 0
            if place + 8 <= bytes.count {
                piece = UnsafeRawPointer(bytes.baseAddress!).loadUnaligned(fromByteOffset: place, as: UInt64.self)
            } else {
                for byte in bytes[place...] { piece = piece << 8 | UInt64(byte) }
            }
            key = (key << 5 | key >> 59) ^ piece
            key &*= 0x9E37_79B9_7F4A_7C15
            place += 8
        }
        return key | 1
    }
}
