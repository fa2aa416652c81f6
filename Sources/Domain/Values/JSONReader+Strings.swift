extension JSONReader {
    mutating func string() throws(Fault) -> String {
        guard take(UInt8(ascii: "\"")) else { throw fault }
        let start = index
        skipPlain()
        if next == UInt8(ascii: "\"") {
            defer { index += 1 }
            return try text(UnsafeBufferPointer(rebasing: bytes[start..<index]))
        }
        return try stringWithEscapes(Array(bytes[start..<index]))
    }

    /// Up to what ends a string or stands for something else.
    private mutating func skipPlain() {
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { index += 1 }
    }

    private mutating func stringWithEscapes(_ beginning: [UInt8]) throws(Fault) -> String {
        var kept = beginning
        while let byte = next, byte >= 0x20 {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return try kept.withUnsafeBufferPointer { bytes throws(Fault) in try text(bytes) }
            case UInt8(ascii: "\\"): kept.append(contentsOf: try escaped())
            default:
                let start = index - 1
                skipPlain()
                kept.append(contentsOf: bytes[start..<index])
            }
        }
        throw fault
    }

    private func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(Fault) -> String {
        guard let text = try? UTF8Span(validating: bytes.span) else { throw fault }
        return String(copying: text)
    }

    /// What stands for the character after a backslash, in UTF-8.
    private mutating func escaped() throws(Fault) -> [UInt8] {
        guard let byte = next else { throw fault }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(try scalar()).utf8)
        default: throw fault
        }
    }

    /// The two halves of a surrogate pair are one.
    private mutating func scalar() throws(Fault) -> Unicode.Scalar {
        var code = try fourDigits()
        if (0xD800..<0xDC00).contains(code) {
            guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw fault }
            let low = try fourDigits()
            guard (0xDC00..<0xE000).contains(low) else { throw fault }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw fault }
        return scalar
    }

    private mutating func fourDigits() throws(Fault) -> UInt32 {
        guard index + 4 <= bytes.count else { throw fault }
        var code: UInt32 = 0
        for byte in bytes[index..<index + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw fault }
            code = code << 4 + UInt32(digit)
        }
        index += 4
        return code
    }
}
