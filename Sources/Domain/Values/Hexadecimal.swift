extension Sequence<UInt8> {
    /// Two digits a byte, in small letters.
    package var hexadecimal: String { Array(self).withUnsafeBytes { $0.hexadecimal } }
}

extension UnsafeRawBufferPointer {
    /// The same of bytes as they lie in memory.
    package var hexadecimal: String {
        String(unsafeUninitializedCapacity: 2 * count) { text in
            for (place, byte) in enumerated() {
                text[2 * place] = digits[Int(byte >> 4)]
                text[2 * place + 1] = digits[Int(byte & 15)]
            }
            return 2 * count
        }
    }
}

private let digits = Array("0123456789abcdef".utf8)
