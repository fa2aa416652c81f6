import Foundation

/// Base32 without padding (RFC 4648, section 6), as authenticator apps take secrets.
enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    static func encode(_ bytes: Data) -> String {
        var (text, rest, bits) = ("", 0, 0)
        for byte in bytes {
            (rest, bits) = (rest << 8 | Int(byte), bits + 8)
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[rest >> bits & 31])
            }
            rest &= (1 << bits) - 1
        }
        if bits > 0 { text.append(alphabet[rest << (5 - bits) & 31]) }
        return text
    }

    /// Nil for what is no Base32.
    static func decode(_ text: String) -> Data? {
        var (bytes, rest, bits) = (Data(), 0, 0)
        for sign in text.uppercased() {
            guard let value = alphabet.firstIndex(of: sign) else { return nil }
            (rest, bits) = (rest << 5 | value, bits + 5)
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(rest >> bits & 255))
            rest &= (1 << bits) - 1
        }
        return bytes
    }
}
