/// One record of a CSV file: its cells, still as bytes, and the line it starts at.
struct CSVRecord: Sendable {
    /// Where a cell lies in the record's bytes, without its quotes.
    struct Cell: Sendable, Equatable {
        var start: Int32
        var end: Int32
        /// Whether quotes in it are doubled.
        var isEscaped = false
    }

    /// Counted from 1, as editors do; quoted newlines count too.
    let line: Int
    let bytes: [UInt8]
    let cells: [Cell]

    var texts: [String] { cells.indices.map(text) }

    /// Empty where the record has fewer cells. The reader has checked that the bytes are UTF-8.
    func text(_ index: Int) -> String {
        guard index < cells.count else { return "" }
        let cell = cells[index]
        let text = String(decoding: bytes[Int(cell.start)..<Int(cell.end)], as: UTF8.self)
        return cell.isEscaped ? text.replacing("\"\"", with: "\"") : text
    }

    func isEmpty(_ index: Int) -> Bool { index >= cells.count || cells[index].start == cells[index].end }
}

/// What the reader finds next: a record, or a line that is none.
enum CSVItem: Sendable {
    case record(CSVRecord)
    case fault(line: Int, reason: String)
}

/// A file that cannot be imported as a whole; nothing of it was stored.
package struct UnusableFile: Error, Equatable, Sendable {
    /// What is wrong and what to do.
    package var sentence: String

    package init(_ sentence: String) { self.sentence = sentence }
}
