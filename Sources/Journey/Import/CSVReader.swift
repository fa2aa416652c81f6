/// Reads a CSV file (RFC 4180) record by record from chunks of bytes, in memory bounded by the longest record.
///
/// UTF-8 with or without a byte order mark; the separator is the one that a first line such as `sep=;` names, else that (comma,
/// semicolon or tab) which splits the header most often. Blank lines are left out. A line that is no record is an item of its own with a reason, and reading goes
/// on behind it. SwiftCSV, the usual package, keeps the whole text in memory, hence this reader: see
/// `docs/decisions/0003-csv-reader.md`.
struct CSVReader {
    static let longestRecord = 1 << 20

    private let source: () throws -> [UInt8]
    private var scanner = CSVScanner(separator: UInt8(ascii: ","))
    private var buffer: [UInt8] = []
    private var position = 0
    private var line = 1
    private var received = 0

    /// How far the reader is in the file.
    var bytesRead: Int { received - (buffer.count - position) }

    /// - Parameter source: gives the next bytes at each call, none at the end.
    /// - Throws: `UnusableFile` for UTF-16, and what `source` throws.
    init(source: @escaping () throws -> [UInt8]) throws {
        self.source = source
        while buffer.count < 3, try fill() {}
        if buffer.starts(with: [0xFE, 0xFF]) || buffer.starts(with: [0xFF, 0xFE]) {
            throw UnusableFile("The file is in UTF-16: save it as \"CSV UTF-8\".")
        }
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        try detectSeparator()
    }

    mutating func next() throws -> CSVItem? {
        while let outcome = try scan() {
            switch outcome {
            case .record(let cells, let end, let isASCII):
                let record = CSVRecord(line: line, bytes: Array(buffer[position..<end]), cells: cells)
                move(to: end)
                if isBlank(record) { continue }
                guard isASCII || String(validating: record.bytes, as: UTF8.self) != nil else {
                    return .fault(line: record.line, reason: "The row is not valid UTF-8: save the file as \"CSV UTF-8\".")
                }
                return .record(record)
            case .fault(let reason): return try faultyLine(reason)
            case .incomplete: return try faultyLine(CSVScanner.unclosedQuote)
            }
        }
        return nil
    }

    /// The next record, with as many chunks as it takes; nil at the end, `incomplete` for one that is too long.
    private mutating func scan() throws -> CSVScanner.Outcome? {
        if position == buffer.count, try !fill() { return nil }
        while true {
            let outcome = buffer.withUnsafeBufferPointer { scanner.record(in: $0, from: position) }
            guard case .incomplete = outcome, buffer.count - position < Self.longestRecord else { return outcome }
            try fill()
        }
    }

    /// False at the end of the file.
    @discardableResult
    private mutating func fill() throws -> Bool {
        let chunk = scanner.isAtEnd ? [] : try source()
        scanner.isAtEnd = chunk.isEmpty
        received += chunk.count
        buffer.removeFirst(position)
        position = 0
        buffer += chunk
        return !chunk.isEmpty
    }

    private mutating func detectSeparator() throws {
        try skipLineEnds()
        if let named = try passNamedSeparator() {
            scanner.separator = named
            try skipLineEnds()
            if case .record(let cells, _, _)? = try scan() { scanner.width = cells.count }
            return
        }
        var (best, most) = (scanner.separator, 0)
        for separator in [",", ";", "\t"] as [Unicode.Scalar] {
            scanner.separator = UInt8(ascii: separator)
            guard case .record(let cells, _, _)? = try scan(), cells.count > most else { continue }
            (best, most) = (scanner.separator, cells.count)
        }
        scanner.separator = best
        if most > 0 { scanner.width = most }
    }

    /// Passes a first line such as `sep=;`, by which spreadsheets tell each other the separator.
    private mutating func passNamedSeparator() throws -> UInt8? {
        let word = Array("sep=".utf8)
        while buffer.count - position < word.count + 2, try fill() {}
        let line = buffer[position...].prefix { !$0.isLineEnd }
        guard line.count == word.count + 1, line.prefix(word.count).map({ $0 | 0x20 }) == word.map({ $0 | 0x20 }), let separator = line.last else {
            return nil
        }
        move(to: line.endIndex)
        return separator
    }

    private mutating func skipLineEnds() throws {
        while true {
            // The second half of a line's end may be in the next chunk.
            while position + 1 >= buffer.count, try fill() {}
            guard position < buffer.count, buffer[position].isLineEnd else { return }
            move(to: position + 1)
        }
    }

    private mutating func move(to end: Int) {
        for index in position..<end where buffer[index] == .lineFeed || buffer[index] == .carriageReturn {
            let isHalf = buffer[index] == .carriageReturn && index + 1 < buffer.count && buffer[index + 1] == .lineFeed
            if !isHalf { line += 1 }
        }
        position = end
    }

    private mutating func faultyLine(_ reason: String) throws -> CSVItem {
        let item = CSVItem.fault(line: line, reason: reason)
        try skipLine()
        return item
    }

    /// Passes one line of a record that is none, however many chunks it has; what follows may be good again.
    private mutating func skipLine() throws {
        while true {
            let end = buffer[position...].firstIndex(where: \.isLineEnd) ?? buffer.count
            move(to: end)
            // The line, or the second half of its end, may go on in the next chunk.
            if end + 1 < buffer.count || scanner.isAtEnd { break }
            try fill()
        }
        let isPair = buffer[position...].starts(with: [.carriageReturn, .lineFeed])
        move(to: min(buffer.count, position + (isPair ? 2 : 1)))
    }

    private func isBlank(_ record: CSVRecord) -> Bool {
        record.cells.indices.allSatisfy(record.isEmpty) || record.bytes.allSatisfy { $0 <= .space || $0 == scanner.separator }
    }
}
