/// The values of all rows of an answer, one after the other.
///
/// All text stands in one run of bytes, valid UTF-8, of which strings are made where somebody wants one: most of it is copied into an
/// answer as it is.
final class AnswerValues: Sendable {
    enum Cell: Sendable {
        case null
        case integer(Int64)
        case real(Double)
        case text(Place)
    }

    /// Where a text stands among the bytes. An answer of four gigabytes of text is none that a memory could hold.
    struct Place: Sendable {
        let start: UInt32
        let count: UInt32
    }

    let cells: [Cell]
    private let bytes: [UInt8]

    /// How many bytes all texts are together.
    var textSize: Int { bytes.count }

    fileprivate init(cells: [Cell], bytes: [UInt8]) { (self.cells, self.bytes) = (cells, bytes) }

    func text(_ place: Place) -> String { withText(place) { String(decoding: $0, as: UTF8.self) } }

    func withText<Result>(_ place: Place, _ use: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { use(UnsafeBufferPointer(rebasing: $0[Int(place.start)..<Int(place.start) + Int(place.count)])) }
    }
}

/// Collects what a statement answers, value by value.
struct AnswerBuilder {
    private var cells: [AnswerValues.Cell] = []
    private var bytes: [UInt8] = []
    /// Whether a text begins with what can only go on with a character.
    private var beginsInside = false

    /// - Parameter size: how many bytes of text there may be.
    init(reserving count: Int = 0, bytes size: Int = 0) {
        cells.reserveCapacity(count)
        bytes.reserveCapacity(size)
    }

    mutating func appendNull() { cells.append(.null) }
    mutating func append(_ number: Int64) { cells.append(.integer(number)) }
    mutating func append(_ number: Double) { cells.append(.real(number)) }

    /// What is no UTF-8 in it is replaced by U+FFFD, as `String` does.
    mutating func append(utf8 text: UnsafeBufferPointer<UInt8>) {
        if let first = text.first, UTF8.isContinuation(first) { beginsInside = true }
        cells.append(.text(.init(start: UInt32(bytes.count), count: UInt32(text.count))))
        bytes.append(contentsOf: text)
    }

    mutating func append(_ value: SQLValue) {
        switch value {
        case .null: appendNull()
        case .integer(let number): append(number)
        case .real(let number): append(number)
        case .text(var text): text.withUTF8 { append(utf8: $0) }
        }
    }

    consuming func finished() -> AnswerValues {
        isValid ? AnswerValues(cells: cells, bytes: bytes) : repaired().finished()
    }

    /// Texts of which each begins a character are all valid where they are so together.
    private var isValid: Bool { !beginsInside && (try? UTF8Span(validating: bytes.span)) != nil }

    private func repaired() -> AnswerBuilder {
        let damaged = AnswerValues(cells: cells, bytes: bytes)
        var answer = AnswerBuilder(reserving: cells.count, bytes: bytes.count)
        for cell in cells {
            guard case .text(let place) = cell else { answer.cells.append(cell); continue }
            answer.append(.text(damaged.text(place)))
        }
        return answer
    }

    /// The rows of as many values each.
    consuming func rows(width: Int) -> [Row] {
        let answer = finished()
        return stride(from: 0, to: answer.cells.count, by: max(1, width)).map { Row(answer, start: $0, width: width) }
    }
}
