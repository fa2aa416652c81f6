/// Writes JSON (RFC 8259) straight into the bytes of a request or an answer.
///
/// Why not `JSONEncoder`: see docs/decisions/0004-json-writer.md.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    /// What is to stand before the next value: a comma, or the bracket that it is the first in; 0 for nothing.
    private var pending: UInt8 = 0

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
        bytes.append(addingCapacity: DigitText.capacity) { room in DigitText.append(to: &room) { $0.append(number, width: 1) } }
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

    // MARK: Members

    // Their names are words of ours that need no escape; `key` takes any.

    package mutating func field(_ name: StaticString, _ text: String) {
        var text = text
        text.withUTF8 { field(name, utf8: $0) }
    }

    /// Valid UTF-8.
    package mutating func field(_ name: StaticString, utf8 text: UnsafeBufferPointer<UInt8>) {
        let plain = JSONEscape.first(in: text, from: 0)
        member(name, room: plain + 2) { $0.appendText(text, plain, isName: false) }
        if plain < text.count { escaped(text, from: plain, isName: false) }
    }

    package mutating func field(_ name: StaticString, _ number: Int64) {
        member(name, room: DigitText.capacity) { room in DigitText.append(to: &room) { $0.append(number, width: 1) } }
    }

    /// Date and time in UTC without a zone, as the brief's clients expect it.
    package mutating func field(_ name: StaticString, wallClock time: Timestamp) {
        member(name, room: DigitText.capacity) { room in
            DigitText.append(to: &room) {
                $0.append("\"")
                time.writeWallClock(to: &$0)
                $0.append("\"")
            }
        }
    }

    package mutating func field(_ name: StaticString, _ flag: Bool) { field(name, word: flag ? "true" : "false") }
    package mutating func field(_ name: StaticString, _ text: String?) { if let text { field(name, text) } else { field(name, word: "null") } }
    package mutating func field(_ name: StaticString, _ number: Int64?) { if let number { field(name, number) } else { field(name, word: "null") } }

    private mutating func field(_ name: StaticString, word: StaticString) {
        member(name, room: word.utf8CodeUnitCount) { room in word.withUTF8Buffer { room.append($0) } }
    }

    /// Written at once with what stands around it, since each append asks whether the array is this writer's own and has room.
    @inline(__always)
    private mutating func member(_ name: StaticString, room: Int, _ value: (inout OutputSpan<UInt8>) -> Void) {
        let before = pending
        pending = Self.comma
        name.withUTF8Buffer { name in
            assert(JSONEscape.first(in: name, from: 0) == name.count)
            bytes.append(addingCapacity: name.count + 4 + room) { room in
                if before != 0 { room.append(before) }
                room.appendText(name, name.count, isName: true)
                value(&room)
            }
        }
    }

    // MARK: Values

    private mutating func nested(_ open: UInt8, _ close: UInt8, _ content: (inout JSONWriter) throws -> Void) rethrows {
        separate()
        pending = open
        try content(&self)
        // Nothing stands in it.
        if pending == open { bytes.append(open) }
        bytes.append(close)
        pending = Self.comma
    }

    private mutating func separate() {
        if pending != 0 { bytes.append(pending) }
        pending = Self.comma
    }

    private static let comma = UInt8(ascii: ",")

    /// Nearly all text needs no escape.
    private mutating func quoted(_ text: UnsafeBufferPointer<UInt8>, isName: Bool) {
        let (plain, before) = (JSONEscape.first(in: text, from: 0), pending)
        pending = isName ? 0 : Self.comma
        bytes.append(addingCapacity: plain + 4) { room in
            if before != 0 { room.append(before) }
            room.appendText(text, plain, isName: isName)
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
    /// The beginning of a text up to its first byte that needs an escape; the whole where none does.
    @inline(__always)
    fileprivate mutating func appendText(_ text: UnsafeBufferPointer<UInt8>, _ plain: Int, isName: Bool) {
        append(UInt8(ascii: "\""))
        append(UnsafeBufferPointer(rebasing: text[..<plain]))
        if plain == text.count { endText(isName: isName) }
    }

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
