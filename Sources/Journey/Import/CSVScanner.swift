/// Finds the cells of one record (RFC 4180) in bytes; knows nothing of files.
///
/// More lenient than the standard where files of real programs are: a quote inside an unquoted cell is text, spaces
/// around a quoted cell are dropped, and a record may end in LF, CRLF or CR.
struct CSVScanner {
    enum Outcome {
        /// `end` is the first byte of the next record.
        case record(cells: [CSVRecord.Cell], end: Int, isASCII: Bool)
        /// The record goes on behind the last byte.
        case incomplete
        case fault(String)
    }

    static let unclosedQuote = "A quote is opened and not closed: close it, or double each quote that belongs to the text."

    var separator: UInt8
    /// Whether no bytes follow.
    var isAtEnd = false
    /// How many cells to expect.
    var width = 8

    func record(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Outcome {
        var cells: [CSVRecord.Cell] = []
        cells.reserveCapacity(width)
        var index = start
        while true {
            guard let cell = cell(in: bytes, at: &index, start: start) else {
                return index < bytes.count || isAtEnd ? .fault(Self.unclosedQuote) : .incomplete
            }
            cells.append(cell)
            guard index < bytes.count else {
                return isAtEnd ? ended(cells, bytes, start..<index) : .incomplete
            }
            if bytes[index] == separator {
                index += 1
                continue
            }
            if bytes[index] == .carriageReturn {
                guard index + 1 < bytes.count || isAtEnd else { return .incomplete }
                if index + 1 < bytes.count, bytes[index + 1] == .lineFeed { index += 1 }
            }
            return ended(cells, bytes, start..<(index + 1))
        }
    }

    private func ended(_ cells: [CSVRecord.Cell], _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Outcome {
        let bits = bytes[range].reduce(0 as UInt8) { $0 | $1 }
        return .record(cells: cells, end: range.upperBound, isASCII: bits < 0x80)
    }

    /// Leaves `index` at what ends the cell; nil where a quoted cell has no end.
    private func cell(in bytes: UnsafeBufferPointer<UInt8>, at index: inout Int, start: Int) -> CSVRecord.Cell? {
        var first = index
        while first < bytes.count, bytes[first] == .space { first += 1 }
        if first < bytes.count, bytes[first] == .quote { return quoted(in: bytes, at: &index, first: first + 1, start: start) }
        first = index
        while index < bytes.count, bytes[index] != separator, bytes[index] != .lineFeed, bytes[index] != .carriageReturn { index += 1 }
        return CSVRecord.Cell(start: Int32(first - start), end: Int32(index - start))
    }

    private func quoted(in bytes: UnsafeBufferPointer<UInt8>, at index: inout Int, first: Int, start: Int) -> CSVRecord.Cell? {
        var isEscaped = false
        index = first
        while index < bytes.count {
            guard bytes[index] == .quote else {
                index += 1
                continue
            }
            let end = index
            index += 1
            if index < bytes.count, bytes[index] == .quote {
                isEscaped = true
                index += 1
                continue
            }
            while index < bytes.count, bytes[index] == .space { index += 1 }
            let isClosed = index == bytes.count || bytes[index] == separator || bytes[index] == .lineFeed || bytes[index] == .carriageReturn
            return isClosed ? CSVRecord.Cell(start: Int32(first - start), end: Int32(end - start), isEscaped: isEscaped) : nil
        }
        return nil
    }
}

extension UInt8 {
    static let quote = UInt8(ascii: "\"")
    static let space = UInt8(ascii: " ")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")

    var isLineEnd: Bool { self == .lineFeed || self == .carriageReturn }
}
