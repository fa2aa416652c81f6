/// What RFC 8259 forbids and `JSONDecoder` lets pass.
enum JSONStrictness {
    /// Whether a comma stands before a closing bracket, outside of strings.
    static func hasTrailingComma(_ bytes: some Sequence<UInt8>) -> Bool {
        var isInString = false
        var isEscaped = false
        var isAfterComma = false
        for byte in bytes {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else {
                    isInString = byte != UInt8(ascii: "\"")
                }
                continue
            }
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): continue
            case UInt8(ascii: "}"), UInt8(ascii: "]"): if isAfterComma { return true }
            default: isInString = byte == UInt8(ascii: "\"")
            }
            isAfterComma = byte == UInt8(ascii: ",")
        }
        return false
    }
}
