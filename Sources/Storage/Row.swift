package import Domain

/// One row of an answer, by position.
package struct Row: Sendable {
    /// Of all rows of the answer.
    private let answer: AnswerValues
    private let start: Int
    package let width: Int

    package init(_ values: [SQLValue]) {
        var answer = AnswerBuilder()
        for value in values { answer.append(value) }
        self.init(answer.finished(), start: 0, width: values.count)
    }

    init(_ answer: AnswerValues, start: Int, width: Int) {
        (self.answer, self.start, self.width) = (answer, start, width)
    }

    package var values: [SQLValue] { (0..<width).map { self[$0] } }

    package subscript(_ index: Int) -> SQLValue {
        switch cell(index) {
        case .null: .null
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .text(let place): .text(answer.text(place))
        }
    }

    /// Zero where the column is null.
    package func integer(_ index: Int) -> Int64 { optionalInteger(index) ?? 0 }
    /// Empty where the column is null.
    package func text(_ index: Int) -> String { optionalText(index) ?? "" }
    package func time(_ index: Int) -> Timestamp { Timestamp(milliseconds: integer(index)) }
    package func date(_ index: Int) -> LocalDate? { withText(index) { LocalDate(utf8: $0) } ?? nil }

    package func optionalInteger(_ index: Int) -> Int64? {
        guard case .integer(let value) = cell(index) else { return nil }
        return value
    }

    package func optionalText(_ index: Int) -> String? {
        guard case .text(let place) = cell(index) else { return nil }
        return answer.text(place)
    }

    /// Lends the UTF-8 of a text with no string made of it; nil for what is no text.
    func withText<Result>(_ index: Int, _ use: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        guard case .text(let place) = cell(index) else { return nil }
        return answer.withText(place, use)
    }

    fileprivate var answerSize: Int { answer.textSize }

    private func cell(_ index: Int) -> AnswerValues.Cell {
        precondition((0..<width).contains(index), "The row has no column \(index).")
        return answer.cells[start + index]
    }
}

extension [Row] {
    /// About how many bytes the rows of one answer take as JSON: their text, and what stands around each value.
    package var jsonSize: Int { (first?.answerSize ?? 0) + count * (first?.width ?? 0) * 32 }
}

extension Row: Equatable {
    package static func == (left: Row, right: Row) -> Bool { left.values == right.values }
}
