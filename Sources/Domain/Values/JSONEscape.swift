/// The bytes that JSON (RFC 8259, section 7) does not take between quotation marks as they are: control characters, the quotation mark
/// and the backslash.
enum JSONEscape {
    /// As many as one byte becomes.
    static let mostBytes = 6

    /// The place of the first byte that needs an escape; the end of the text where none does.
    ///
    /// Blocks are looked at whole, without a branch for each byte: such a loop the compiler turns into vector instructions.
    static func first(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let bytes = text.baseAddress else { return 0 }
        var index = start
        while index &+ block <= text.count {
            var found: UInt8 = 0
            for offset in 0..<block { found |= isNeeded(bytes[index &+ offset]) }
            if found != 0 { break }
            index &+= block
        }
        while index &+ word <= text.count, !holdsOne(bytes + index) { index &+= word }
        // The last word may overlap the one before.
        if index &+ word > text.count, word <= text.count, !holdsOne(bytes + text.count - word) { return text.count }
        while index < text.count, isNeeded(bytes[index]) == 0 { index &+= 1 }
        return index
    }

    private static let block = 32
    private static let word = 8

    /// 1 for a byte that needs an escape, else 0.
    private static func isNeeded(_ byte: UInt8) -> UInt8 {
        (byte < 0x20 ? 1 : 0) | (byte == UInt8(ascii: "\"") ? 1 : 0) | (byte == UInt8(ascii: "\\") ? 1 : 0)
    }

    /// Whether one of eight bytes needs an escape: the tests `hasless` and `haszero` of Sean Eron Anderson, "Bit Twiddling Hacks".
    private static func holdsOne(_ bytes: UnsafePointer<UInt8>) -> Bool {
        let word = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
        let each: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (each &* UInt64(UInt8(ascii: "\"")))
        let backslashes = word ^ (each &* UInt64(UInt8(ascii: "\\")))
        let hits = (word &- each &* 0x20) & ~word | (quotes &- each) & ~quotes | (backslashes &- each) & ~backslashes
        return hits & (each << 7) != 0
    }

    static func append(_ byte: UInt8, to room: inout OutputSpan<UInt8>) {
        room.append(UInt8(ascii: "\\"))
        guard let letter = letter(byte) else {
            room.append(UInt8(ascii: "u"))
            for digit in [0, 0, byte >> 4, byte & 0xf] { room.append(hexadecimal(digit)) }
            return
        }
        room.append(letter)
    }

    /// What stands for it behind a backslash; nil where only its number does.
    private static func letter(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
        case UInt8(ascii: "\n"): UInt8(ascii: "n")
        case UInt8(ascii: "\r"): UInt8(ascii: "r")
        case UInt8(ascii: "\t"): UInt8(ascii: "t")
        default: nil
        }
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 { digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10 }
}
