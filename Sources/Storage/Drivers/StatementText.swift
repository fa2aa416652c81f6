/// A statement's text as a key.
///
/// Texts run to thousands of bytes and nearly all differ in length: a few of their bytes are hashed, and all compared.
struct StatementText: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { bytes in
            hasher.combine(bytes.count)
            var sample: UInt64 = 0
            for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 8)) { sample = sample &<< 7 ^ UInt64(bytes[place]) }
            hasher.combine(sample)
        }
    }
}
