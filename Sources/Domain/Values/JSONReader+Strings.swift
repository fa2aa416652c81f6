extension JSONReader {
    mutating func string() throws(Fault) -> String {
        guard take(UInt8(ascii: "\"")) else { throw fault }
        let start = index
        skipPlain()
        if next == UInt8(ascii: "\"") {
            defer { index += 1 }
            return try text(UnsafeBufferPointer(rebasing: bytes[start..<index]))
        }
        return try stringWithEscapes(from: start)
    }

    /// Up to what ends a string or stands for something else.
    private mutating func skipPlain() { index = JSONEscape.first(in: bytes, from: index) }

    private mutating func stringWithEscapes(from start: Int) throws(Fault) -> String {
        var kept: [UInt8] = []
        kept.reserveCapacity(2 * (index - start) + 64)
        var start = start
        while true {
            skipPlain()
            kept.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
            if take(UInt8(ascii: "\"")) { return try kept.withUnsafeBufferPointer { bytes throws(Fault) in try text(bytes) } }
            guard take(UInt8(ascii: "\\")) else { throw fault }
            try escaped(to: &kept)
            start = index
        }
    }

    private func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(Fault) -> String {
        guard let text = try? UTF8Span(validating: bytes.span) else { throw fault }
        return String(copying: text)
    }

    /// Appends what stands for the character after a backslash, in UTF-8.
    private mutating func escaped(to kept: inout [UInt8]) throws(Fault) {
        guard let byte = next else { throw fault }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): kept.append(byte)
        case UInt8(ascii: "b"): kept.append(0x08)
        case UInt8(ascii: "f"): kept.append(0x0C)
        case UInt8(ascii: "n"): kept.append(0x0A)
        case UInt8(ascii: "r"): kept.append(0x0D)
        case UInt8(ascii: "t"): kept.append(0x09)
        case UInt8(ascii: "u"): kept.append(contentsOf: UTF8.encode(try scalar())!)
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
