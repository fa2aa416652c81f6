/// A word in its compared spelling, with a number by which sets of words tell at once that they do not hold it: each word of a
/// text is looked up in a dozen of them, and most words are in none.
struct FoldedWord: Equatable, Sendable {
    let text: String
    let key: UInt64
    /// Its first four bytes, the first one lowest; zeros where it has less.
    let head: UInt32
    let isASCII: Bool

    init(_ text: String) {
        var text = text
        self = text.withUTF8 { [text] in FoldedWord(text, $0) }
    }

    /// - Parameter bytes: the text's UTF-8.
    init(_ text: String, _ bytes: UnsafeBufferPointer<UInt8>) {
        self.text = text
        var key = UInt64(bytes.count)
        var marks: UInt64 = 0
        for place in stride(from: 0, to: bytes.count - 8, by: 8) { Self.mix(Self.piece(bytes, at: place, as: UInt64.self), &key, &marks) }
        Self.mix(Self.last(of: bytes), &key, &marks)
        self.key = key | 1
        isASCII = marks & 0x8080_8080_8080_8080 == 0
        head = Self.head(of: bytes)
    }

    /// Its first byte.
    var initial: UInt8 { UInt8(truncatingIfNeeded: head) }

    /// Other letters than those of ASCII can be the same in other bytes.
    static func == (left: FoldedWord, right: FoldedWord) -> Bool {
        left.key == right.key ? left.text == right.text : !left.isASCII && !right.isASCII && left.text == right.text
    }

    /// Of eight bytes at a time, the last of which may be among those before; never zero. Texts made so that their words collide
    /// only cost comparisons of words.
    private static func mix(_ piece: UInt64, _ key: inout UInt64, _ marks: inout UInt64) {
        key = ((key << 5 | key >> 59) ^ piece) &* 0x9E37_79B9_7F4A_7C15
        marks |= piece
    }

    /// The last eight bytes; of fewer all, some of them twice.
    private static func last(of bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        switch bytes.count {
        case 0: 0
        case 1..<4: UInt64(bytes[0]) << 16 | UInt64(bytes[bytes.count / 2]) << 8 | UInt64(bytes[bytes.count - 1])
        case 4..<8: UInt64(piece(bytes, at: 0, as: UInt32.self)) << 32 | UInt64(piece(bytes, at: bytes.count - 4, as: UInt32.self))
        default: piece(bytes, at: bytes.count - 8, as: UInt64.self)
        }
    }

    private static func head(of bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        if bytes.count >= 4 { return UInt32(littleEndian: piece(bytes, at: 0, as: UInt32.self)) }
        var head: UInt32 = 0
        for place in bytes.indices { head |= UInt32(bytes[place]) << UInt32(8 * place) }
        return head
    }

    private static func piece<Piece: FixedWidthInteger & BitwiseCopyable>(
        _ bytes: UnsafeBufferPointer<UInt8>, at place: Int, as type: Piece.Type
    ) -> Piece {
        precondition(place >= 0 && place + MemoryLayout<Piece>.size <= bytes.count)
        return UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: place, as: type)
    }
}
