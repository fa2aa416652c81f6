import Synchronization

/// Rows that are bound to a statement: a common table of values for it to join, or lists of values by key (`statement`).
///
/// The list is padded with rows of zeros and empty texts to one of a few lengths, so that few distinct statements are
/// prepared. For the same reason no value may be null: a null has another type.
struct ValueRows {
    /// The type of a column, in the words of a cast.
    enum Kind: String {
        case integer = "BIGINT"
        case text = "TEXT"
    }

    /// Of the whole statement: its own, then those of the rows.
    let arguments: [SQLValue]
    private let columns: KeyValuePairs<String, Kind>
    private let first: Int
    /// How many there are, padding included.
    private let count: Int

    /// - Parameter own: the arguments that the statement has before these.
    init(_ columns: KeyValuePairs<String, Kind>, _ rows: [[SQLValue]], after own: [SQLValue]) {
        self.init(columns, rows, own, from: own.count + 1)
    }

    /// For a statement that keeps its own arguments elsewhere: `arguments` are those of the rows.
    ///
    /// - Parameter first: the number of the first of them.
    init(_ columns: KeyValuePairs<String, Kind>, _ rows: [[SQLValue]], from first: Int) {
        self.init(columns, rows, [], from: first)
    }

    private init(_ columns: KeyValuePairs<String, Kind>, _ rows: [[SQLValue]], _ own: [SQLValue], from first: Int) {
        self.columns = columns
        self.first = first
        count = Self.length(for: rows.count)
        var arguments = own
        arguments.reserveCapacity(own.count + count * columns.count)
        for row in rows { arguments.append(contentsOf: row) }
        let padding: [SQLValue] = columns.map { $0.value == .integer ? .integer(0) : .text("") }
        for _ in rows.count..<count { arguments.append(contentsOf: padding) }
        self.arguments = arguments
    }

    /// How many rows statements are about, so that few are prepared.
    static let usualLengths = [1, 4, 16, 64]

    /// One of the usual lengths, or a multiple of 128.
    static func length(for count: Int) -> Int {
        usualLengths.first { $0 >= count } ?? (count + 127) / 128 * 128
    }

    /// A list for `IN`, the last value repeated up to the same lengths; not for an empty one.
    static func padded(_ values: [SQLValue]) -> [SQLValue] {
        values + Array(repeating: values[values.count - 1], count: length(for: values.count) - values.count)
    }

    /// A statement that changes or reads rows of a table, each by values of its own: on SQLite it joins them under `name`.
    ///
    /// PostgreSQL may rather go through the whole table and compare each row with the values: it takes a condition such as a run's
    /// state for so rare that one row is left. There the values are lists, and the table's rows are looked up by the list of keys.
    ///
    /// - Parameter key: the table's column that is equal to the column `id` of these rows, with the table's name or alias. No two rows
    ///   have the same.
    func statement(_ name: String, by key: String, _ text: (Terms) -> String) -> SQL {
        let joined = Terms(rows: name, areMatched: "\(key) = \(name).id", values: columns.map { ($0.key, "\(name).\($0.key)") })
        let keys = number(of: "id")
        let listed = Terms(
            rows: "(SELECT 1) AS \(name)", areMatched: "\(key) = ANY(\(keys))",
            values: columns.map { ($0.key, "(\(number(of: $0.key)))[array_position(\(keys), \(key))]") })
        var statement = SQL("WITH \(definition(of: name)) \(text(joined))", arguments)
        statement.postgresText = text(listed)
        (statement.unlisted, statement.listedColumns) = (first - 1, columns.map(\.value))
        return statement
    }

    /// What a statement calls its rows of values.
    struct Terms {
        /// What stands after `FROM`.
        let rows: String
        /// The condition that finds the table's rows.
        let areMatched: String
        fileprivate let values: [(column: String, term: String)]

        /// The value for a row of the table.
        subscript(_ column: String) -> String {
            guard let value = values.first(where: { $0.column == column }) else { preconditionFailure("The rows have no column \(column).") }
            return value.term
        }
    }

    private func number(of column: String) -> String {
        guard let place = columns.firstIndex(where: { $0.key == column }) else { preconditionFailure("The rows have no column \(column).") }
        return "$\(first + place)"
    }

    /// `name (columns) AS (VALUES …)`, to follow `WITH`.
    func definition(of name: String) -> String {
        // PostgreSQL takes the types of all rows from the first.
        let typed = columns.enumerated().map { "CAST($\(first + $0) AS \($1.value.rawValue))" }.joined(separator: ", ")
        let others = Self.placeholderRows(width: columns.count, count: count - 1, from: first + columns.count)
        return "\(name) (\(columns.map(\.key).joined(separator: ", "))) AS (VALUES (\(typed))\(others))"
    }

    private struct Shape: Hashable {
        var width: Int
        var count: Int
        var first: Int
    }

    /// Of few lengths, and dear to make: thousands of small texts.
    private static let madeRows = Mutex<[Shape: String]>([:])

    private static func placeholderRows(width: Int, count: Int, from first: Int) -> String {
        let shape = Shape(width: width, count: count, first: first)
        return madeRows.withLock { known in
            if let rows = known[shape] { return rows }
            let rows = stride(from: first, to: first + width * count, by: width).map { ", (\(placeholders($0...$0 + width - 1)))" }.joined()
            if known.count > 256 { known.removeAll() }
            known[shape] = rows
            return rows
        }
    }
}
