import CPostgres

/// The values of one statement in the form libpq takes them, in memory that is used again for the next.
///
/// Numbers go as binary with their type, so that none is taken for another; text goes as text and PostgreSQL infers its
/// type from where it stands, as it does for null.
struct PostgresParameters {
    private(set) var types: [Oid] = []
    private var bytes: [UInt8] = []
    private var offsets: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    private var pointers: [UnsafePointer<CChar>?] = []

    /// Text must not contain U+0000, where libpq would end it silently: `PostgresStore` has seen to that.
    mutating func set(_ statement: SQL) {
        types.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        guard statement.listedColumns.isEmpty else { return append(listing: statement) }
        guard statement.callers > 0, let form = statement.joint else {
            for value in statement.arguments { append(value) }
            return
        }
        for (index, kind) in form.arguments.enumerated() {
            append(list: statement.arguments[index * statement.callers..<(index + 1) * statement.callers], of: kind)
        }
    }

    /// Rows that follow each other, as a list for each of their columns.
    private mutating func append(listing statement: SQL) {
        for value in statement.arguments.prefix(statement.unlisted) { append(value) }
        for (column, kind) in statement.listedColumns.enumerated() {
            let places = stride(from: statement.unlisted + column, to: statement.arguments.count, by: statement.listedColumns.count)
            append(list: places.map { statement.arguments[$0] }, of: kind)
        }
    }

    private mutating func append(_ value: SQLValue) {
        let start = bytes.count
        switch value {
        case .null: add(type: 0, offset: -1, format: 0)
        case .integer(let number):
            append(bigEndian: UInt64(bitPattern: number))
            add(type: CRM_TYPE_INT8, offset: start, format: 1)
        case .real(let number):
            append(bigEndian: number.bitPattern)
            add(type: CRM_TYPE_FLOAT8, offset: start, format: 1)
        case .text(let text):
            bytes.append(contentsOf: text.utf8)
            bytes.append(0)
            add(type: 0, offset: start, format: 0)
        }
    }

    /// A list of one dimension in binary, as `array_recv` reads it.
    private mutating func append(list values: some Collection<SQLValue>, of kind: ValueRows.Kind) {
        let start = bytes.count
        append(bigEndian: UInt32(1))
        append(bigEndian: UInt32(values.contains(.null) ? 1 : 0))
        append(bigEndian: kind == .integer ? CRM_TYPE_INT8 : CRM_TYPE_TEXT)
        append(bigEndian: UInt32(values.count))
        append(bigEndian: UInt32(1))  // what the first is counted as
        for value in values { append(element: value) }
        add(type: kind == .integer ? CRM_TYPE_INT8_LIST : CRM_TYPE_TEXT_LIST, offset: start, format: 1)
    }

    private mutating func append(element value: SQLValue) {
        switch value {
        case .null: append(bigEndian: UInt32.max)
        case .integer(let number):
            append(bigEndian: UInt32(8))
            append(bigEndian: UInt64(bitPattern: number))
        case .real(let number):
            append(bigEndian: UInt32(8))
            append(bigEndian: number.bitPattern)
        case .text(let text):
            append(bigEndian: UInt32(text.utf8.count))
            bytes.append(contentsOf: text.utf8)
        }
    }

    private mutating func add(type: Oid, offset: Int, format: Int32) {
        types.append(type)
        offsets.append(offset)
        lengths.append(offset < 0 ? 0 : Int32(bytes.count - offset))
        formats.append(format)
    }

    private mutating func append(bigEndian number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Lends values, lengths and formats to a sending function of libpq.
    mutating func lend(_ send: (UnsafePointer<UnsafePointer<CChar>?>?, [Int32], [Int32]) -> Int32) -> Int32 {
        bytes.withUnsafeBytes { bytes in
            let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            pointers.removeAll(keepingCapacity: true)
            for offset in offsets { pointers.append(offset < 0 ? nil : base.map { $0 + offset }) }
            return pointers.withUnsafeBufferPointer { send($0.baseAddress, lengths, formats) }
        }
    }
}

/// The rows of a result, whose values come as text.
func postgresRows(_ result: OpaquePointer) -> [Row] {
    let width = PQnfields(result), count = PQntuples(result)
    guard count > 0 else { return [] }
    let kinds = (0..<width).map { ColumnKind(PQftype(result, $0)) }
    // What the result takes is more than its text, and known without a look at each value.
    var answer = AnswerBuilder(reserving: Int(width) * Int(count), bytes: PQresultMemorySize(result))
    for row in 0..<count {
        for column in 0..<width { answer.append(result, row, column, kinds[Int(column)]) }
    }
    return answer.rows(width: Int(width))
}

private enum ColumnKind {
    case wholeNumber
    case flag
    /// What SUM makes of whole numbers.
    case numeric
    case realNumber
    case text

    init(_ type: Oid) {
        switch type {
        case CRM_TYPE_INT8, CRM_TYPE_INT4, CRM_TYPE_INT2, CRM_TYPE_OID: self = .wholeNumber
        case CRM_TYPE_BOOL: self = .flag
        case CRM_TYPE_NUMERIC: self = .numeric
        case CRM_TYPE_FLOAT8, CRM_TYPE_FLOAT4: self = .realNumber
        default: self = .text
        }
    }
}

extension AnswerBuilder {
    fileprivate mutating func append(_ result: OpaquePointer, _ row: Int32, _ column: Int32, _ kind: ColumnKind) {
        let bytes = UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
        // Null has no length either.
        if bytes.isEmpty, PQgetisnull(result, row, column) == 1 { return appendNull() }
        switch kind {
        case .wholeNumber: append(wholeNumber(bytes) ?? 0)
        case .flag: append(bytes.first == UInt8(ascii: "t") ? 1 as Int64 : 0)
        case .numeric: if let number = wholeNumber(bytes) { append(number) } else { append(realNumber(bytes)) }
        case .realNumber: append(realNumber(bytes))
        case .text: append(utf8: bytes.assumingMemoryBound(to: UInt8.self))
        }
    }
}

private func realNumber(_ bytes: UnsafeRawBufferPointer) -> Double { Double(String(decoding: bytes, as: UTF8.self)) ?? .nan }

/// Nil for anything but an optional sign and digits that fit.
private func wholeNumber(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    let isNegative = bytes.first == UInt8(ascii: "-")
    let start = isNegative ? 1 : 0
    // As many fit into 64 bits without a sign.
    guard bytes.count - start <= 19 else { return nil }
    var number: UInt64 = 0
    for place in start..<bytes.count {
        let digit = bytes[place] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        number = number &* 10 &+ UInt64(digit)
    }
    return isNegative ? Int64(exactly: -Int128(number)) : Int64(exactly: number)
}
