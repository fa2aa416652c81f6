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
        var name = name
        name.withUTF8 { quoted($0, isName: true) }
    }

    package mutating func value(_ text: String) {
        var text = text
        text.withUTF8 { value(utf8: $0) }
    }

    /// Valid UTF-8.
    package mutating func value(utf8 text: UnsafeBufferPointer<UInt8>) { quoted(text, isName: false) }

    package mutating func value(_ number: Int64) {
        separate()
        DigitText.append(to: &bytes) { $0.append(number, width: 1) }
    }

    package mutating func value(_ flag: Bool) { raw(flag ? "true" : "false") }
    package mutating func null() { raw("null") }

    /// Text that is JSON already, such as a list kept in a column.
    package mutating func raw(_ json: String) {
        separate()
        bytes.append(contentsOf: json.utf8)
    }

    /// The same of its bytes.
    package mutating func raw(utf8 json: UnsafeBufferPointer<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
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
        DigitText.append(to: &bytes) {
            $0.append("\"")
            time.writeWallClock(to: &$0)
            $0.append("\"")
        }
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

    /// Nearly all text needs no escape: it is written at once with what stands around it, since each append asks whether the array is
    /// this writer's own and has room.
    private mutating func quoted(_ text: UnsafeBufferPointer<UInt8>, isName: Bool) {
        let (plain, comma) = (JSONEscape.first(in: text, from: 0), needsComma)
        needsComma = !isName
        bytes.append(addingCapacity: plain + 4) { room in
            if comma { room.append(UInt8(ascii: ",")) }
            room.append(UInt8(ascii: "\""))
            room.append(UnsafeBufferPointer(rebasing: text[..<plain]))
            if plain == text.count { room.endText(isName: isName) }
        }
        if plain < text.count { escaped(text, from: plain, isName: isName) }
    }

    /// The rest of a text whose byte at `start` needs an escape: whole runs are copied between those that do.
    private mutating func escaped(_ text: UnsafeBufferPointer<UInt8>, from start: Int, isName: Bool) {
        var place = start
        while place < text.count {
            let end = JSONEscape.first(in: text, from: place + 1)
            bytes.append(addingCapacity: JSONEscape.mostBytes + end - place) { room in
                JSONEscape.append(text[place], to: &room)
                room.append(UnsafeBufferPointer(rebasing: text[(place + 1)..<end]))
            }
            place = end
        }
        bytes.append(addingCapacity: 2) { $0.endText(isName: isName) }
    }
}

extension OutputSpan<UInt8> {
    @inline(__always)
    fileprivate mutating func endText(isName: Bool) {
        append(UInt8(ascii: "\""))
        if isName { append(UInt8(ascii: ":")) }
    }

    @inline(__always)
    fileprivate mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        guard let start = text.baseAddress else { return }
        withUnsafeMutableBufferPointer { room, count in
            precondition(room.count - count >= text.count)
            room.baseAddress?.advanced(by: count).initialize(from: start, count: text.count)
            count += text.count
        }
    }
}
