import Domain
import Foundation

extension FuzzTarget {
    /// The reader of every body, cursor and answer: what it takes is written as JSON that it, and others, read as the same.
    static let json = FuzzTarget(
        "json", longest: 1 << 20,
        words: [
            "{", "}", "[", "]", ":", ",", "null", "true", "false", "\"\"", "\\u0000", "\\ud83d\\ude00", "\\udc00", "-0", "1e308", "0.1",
            "9223372036854775808",
        ]
    ) { bytes in
        guard let value = try? bytes.withUnsafeBytes(JSONReader.value) else { return }
        var json = JSONWriter()
        json.value(value)
        let written = json.bytes
        let again = try written.withUnsafeBytes(JSONReader.value)
        try hold(again == value, "what is written is read as the same")
        guard written.count < 4096, nesting(written) < 100 else { return }
        _ = try JSONSerialization.jsonObject(with: Data(written), options: .fragmentsAllowed)
    }

    /// How many brackets stand open at most, those in texts among them.
    private static func nesting(_ bytes: [UInt8]) -> Int { bytes.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") } }
}
