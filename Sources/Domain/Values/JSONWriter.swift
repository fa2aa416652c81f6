/// Writes JSON (RFC 8259) straight into the bytes of a request or an answer.
///
/// Why not `JSONEncoder`: see docs/decisions/0004-json-writer.md.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    package init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

    package mutating func object(_ content: (inout JSONWriter) throws -> Void) rethrows {
        try nested(UInt8(ascii: "{"), UInt8(ascii: "}"), content)
    }

    package mutating func array(_ content: (inout JSONWriter) throws -> Void) rethrows {
        try nested(UInt8(ascii: "["), UInt8(ascii: "]"), content)
    }

    package mutating func key(_ name: String) {
        separate()
        quoted(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    package mutating func value(_ text: String) {
        separate()
        quoted(text)
    }

    package mutating func value(_ number: Int64) { raw(String(number)) }
    package mutating func value(_ flag: Bool) { raw(flag ? "true" : "false") }
    package mutating func null() { raw("null") }

    /// Text that is JSON already, such as a list kept in a column.
    package mutating func raw(_ json: String) {
        separate()
        bytes.append(contentsOf: json.utf8)
    }

    package mutating func field(_ name: String, _ text: String) { key(name); value(text) }
    package mutating func field(_ name: String, _ number: Int64) { key(name); value(number) }
    package mutating func field(_ name: String, _ flag: Bool) { key(name); value(flag) }
    package mutating func field(_ name: String, _ text: String?) { key(name); if let text { value(text) } else { null() } }
    package mutating func field(_ name: String, _ number: Int64?) { key(name); if let number { value(number) } else { null() } }

    /// Date and time in UTC without a zone, as the brief's clients expect it.
    package mutating func field(_ name: String, wallClock time: Timestamp) {
        key(name)
        separate()
        bytes.append(UInt8(ascii: "\""))
        DigitText.write(time.writeWallClock) { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func nested(_ open: UInt8, _ close: UInt8, _ content: (inout JSONWriter) throws -> Void) rethrows {
        separate()
        bytes.append(open)
        needsComma = false
        try content(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func quoted(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { Self.escape($0, into: &bytes) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Copies whole runs between the few bytes that need an escape.
    private static func escape(_ text: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) {
        var start = 0
        while let index = nextEscape(in: text, from: start) {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            bytes.append(contentsOf: escape(text[index]).utf8)
            start = index + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }

    private static func nextEscape(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        while index + 8 <= text.count {
            let word = UnsafeRawPointer(text.baseAddress! + index).loadUnaligned(as: UInt64.self)
            if holdsEscape(word) { break }
            index += 8
        }
        return text[index...].firstIndex { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
    }

    /// Whether one of eight bytes is a control character, a quotation mark or a backslash: the tests `hasless` and `haszero`
    /// of Sean Eron Anderson, "Bit Twiddling Hacks".
    private static func holdsEscape(_ word: UInt64) -> Bool {
        let each: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (each &* UInt64(UInt8(ascii: "\"")))
        let backslashes = word ^ (each &* UInt64(UInt8(ascii: "\\")))
        let hits = (word &- each &* 0x20) & ~word | (quotes &- each) & ~quotes | (backslashes &- each) & ~backslashes
        return hits & (each << 7) != 0
    }

    private static func escape(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "\""): "\\\""
        case UInt8(ascii: "\\"): "\\\\"
        case UInt8(ascii: "\n"): "\\n"
        case UInt8(ascii: "\r"): "\\r"
        case UInt8(ascii: "\t"): "\\t"
        default: "\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }
}
