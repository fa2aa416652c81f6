/// Reads a JSON document (RFC 8259) from its bytes, strictly: no trailing commas, no other values than JSON's own.
///
/// Why not `JSONDecoder`: see docs/decisions/0004-json-writer.md.
package struct JSONReader {
    /// The bytes are no JSON document in UTF-8, or one that nests too deeply or holds a number beyond all measure.
    package struct Fault: Error, Equatable {
        /// How many bytes stand before the fault.
        package var offset: Int
    }

    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0
    private static let deepest = 500

    /// - Throws: `Fault`.
    package static func value(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> JSONValue {
        var reader = JSONReader(bytes: bytes.assumingMemoryBound(to: UInt8.self))
        // A byte order mark, as some programs put it at the beginning.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.index = 3 }
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.next == nil else { throw reader.fault }
        return value
    }

    /// - Throws: `Fault`.
    package static func value(_ text: String) throws(Fault) -> JSONValue {
        var text = text
        let result = text.withUTF8 { bytes in Result { () throws(Fault) in try value(UnsafeRawBufferPointer(bytes)) } }
        return try result.get()
    }

    /// The members of the object that the text is; nil where it is none.
    package static func object(_ text: String) -> [String: JSONValue]? {
        guard case .object(let members)? = try? value(text) else { return nil }
        return members
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var fault: Fault { Fault(offset: index) }
    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func value(depth: Int) throws(Fault) -> JSONValue {
        skipSpace()
        switch next {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    /// Of two members of one name the first counts.
    private mutating func object(depth: Int) throws(Fault) -> [String: JSONValue] {
        // What is read most has several; of small objects inside there may be very many.
        var members = [String: JSONValue](minimumCapacity: depth == 0 ? 8 : 0)
        try list(until: UInt8(ascii: "}"), depth: depth) { reader throws(Fault) in
            reader.skipSpace()
            let name = try reader.string()
            reader.skipSpace()
            guard reader.take(UInt8(ascii: ":")) else { throw reader.fault }
            let value = try reader.value(depth: depth + 1)
            if let earlier = members.updateValue(value, forKey: name) { members[name] = earlier }
        }
        return members
    }

    private mutating func array(depth: Int) throws(Fault) -> [JSONValue] {
        var items: [JSONValue] = []
        try list(until: UInt8(ascii: "]"), depth: depth) { reader throws(Fault) in items.append(try reader.value(depth: depth + 1)) }
        return items
    }

    private mutating func list(until end: UInt8, depth: Int, _ item: (inout JSONReader) throws(Fault) -> Void) throws(Fault) {
        guard depth < Self.deepest else { throw fault }
        index += 1
        skipSpace()
        if take(end) { return }
        while true {
            try item(&self)
            skipSpace()
            if take(end) { return }
            guard take(UInt8(ascii: ",")) else { throw fault }
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Fault) -> JSONValue {
        let end = index + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw fault }
        for place in index..<end where bytes[place] != word.utf8Start[place - index] { throw fault }
        index = end
        return value
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }
}

// MARK: - Numbers

extension JSONReader {
    private mutating func number() throws(Fault) -> JSONValue {
        let start = index
        _ = take(UInt8(ascii: "-"))
        let isZero = next == UInt8(ascii: "0")
        guard digits() > 0, !isZero || index - start <= (bytes[start] == UInt8(ascii: "-") ? 2 : 1) else { throw fault }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            guard digits() > 0 else { throw fault }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw fault }
        }
        if isWhole, index - start <= Self.shortDigits { return .integer(shortInteger(from: start)) }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw fault }
        return Int64(exactly: number).map(JSONValue.integer) ?? .number(number)
    }

    /// With a sign or without, so many are a number that 64 bits hold.
    private static let shortDigits = 18

    /// The digits up to where the reader stands, a minus sign before them perhaps.
    private func shortInteger(from start: Int) -> Int64 {
        let isNegative = bytes[start] == UInt8(ascii: "-")
        let magnitude = bytes[(isNegative ? start + 1 : start)..<index].reduce(Int64(0)) { $0 * 10 + Int64($1 & 0xF) }
        return isNegative ? -magnitude : magnitude
    }

    /// How many there are.
    private mutating func digits() -> Int {
        let start = index
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        return index - start
    }
}
