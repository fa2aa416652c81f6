/// A part of a statement, and the values of its placeholders.
package struct SQLFragment: Sendable, Equatable {
    package var text: String
    package var bindings: SQLBindings
}

/// The values of placeholders that are numbered from `first` on.
package struct SQLBindings: Sendable, Equatable {
    package let first: Int
    package private(set) var values: [SQLValue] = []

    package init(startingAt first: Int = 1) { self.first = first }

    /// The number of the placeholder that may follow.
    package var next: Int { first + values.count }

    /// The placeholder of the value.
    package mutating func bind(_ value: SQLValue) -> String {
        values.append(value)
        return "$\(next - 1)"
    }

    /// Values whose placeholders are in the statement already.
    mutating func append(_ more: [SQLValue]) { values += more }
}
