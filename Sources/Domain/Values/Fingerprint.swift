/// Tells one text from another without keeping it: FNV-1a, 64 bits, in hexadecimal. Not for secrets.
package enum Fingerprint {
    package static func of(_ text: String) -> String {
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return "\(String(hash, radix: 16))-\(text.utf8.count)"
    }
}
