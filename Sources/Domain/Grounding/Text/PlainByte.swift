/// What the bytes of ASCII are in a text.
enum PlainByte {
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }
    static func isLetterOrDigit(_ byte: UInt8) -> Bool { isLetter(byte) || byte &- UInt8(ascii: "0") < 10 }
    static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte &- 0x09 < 5 }
    /// Whether nothing else than a sign can begin with it.
    static func isSign(_ byte: UInt8) -> Bool {
        byte < 0x80 && !isLetterOrDigit(byte) && !isWhiteSpace(byte) && byte != UInt8(ascii: "+") && byte != UInt8(ascii: "(")
    }

    static func endsPiece(_ byte: UInt8) -> Bool { byte < 0x80 && PieceEnds.isEnd(Unicode.Scalar(byte)) }
    static func trails(_ byte: UInt8) -> Bool { PieceEnds.trails(Unicode.Scalar(byte)) }
}
