/// The versions of a row that its caller knows: a change is to happen while the row still is one of them.
package struct SeenVersions: Equatable, Sendable, ExpressibleByIntegerLiteral {
    private let numbers: [Int64]
    /// More than any client has seen of a row; each number of them is a statement of its own.
    package static let most = 16

    package init(_ numbers: [Int64]) { self.numbers = Set(numbers).sorted() }
    package init(_ number: Int64) { self.init([number]) }
    package init(integerLiteral number: Int64) { self.init(number) }

    package func contains(_ version: Int64) -> Bool { numbers.contains(version) }

    /// SQL that holds for a row of these, whose arguments are added to those of its statement.
    func condition(adding arguments: inout [SQLValue]) -> String {
        let first = arguments.count + 1
        arguments += numbers.map(SQLValue.integer)
        // No row has version 0: where there is none that counts, nothing is found.
        return numbers.isEmpty ? "version = 0" : "version IN (\(placeholders(first...arguments.count)))"
    }
}
