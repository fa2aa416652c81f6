import Domain

/// Builds the statements that read what belongs to each of a list of rows of one workspace, such as people or contacts: however
/// many they are, one statement for each kind.
struct Selection {
    /// The workspace, then the ids.
    let arguments: [SQLValue]
    /// The rest of a comparison with the ids: `= $2` or `IN (…)`.
    let chosen: String
    /// The column that holds the id in the rows that are read.
    private let column: String
    private let isOne: Bool

    /// The list is padded to a power of two with its last entry, so that few distinct statements are prepared.
    init(_ workspace: WorkspaceID, by column: String, _ ids: [Int64]) {
        var padded = ids
        while padded.count & (padded.count - 1) != 0, let last = ids.last { padded.append(last) }
        arguments = [.workspace(workspace)] + padded.map(SQLValue.integer)
        self.column = column
        isOne = ids.count == 1
        chosen = isOne ? "= $2" : "IN (\(placeholders(2...max(2, padded.count + 1))))"
    }

    func statement(_ text: String, _ arguments: [SQLValue]) -> SQL {
        let statement = SQL(text, arguments)
        return isOne ? statement : statement.plannedAnew()
    }

    /// All rows; `columns` is to begin with the id.
    func all(_ columns: String, from table: String, key: String? = nil) -> SQL {
        let key = key ?? column
        return statement("SELECT \(columns) FROM \(table) WHERE workspace_id = $1 AND \(key) \(chosen) ORDER BY \(key)", arguments)
    }

    /// The first `limit` rows of each in the given order; the id comes first.
    ///
    /// - Parameters:
    ///   - only: a condition without values, so that an index of such rows can serve.
    ///   - condition: one that ends where its value is to follow.
    func top(
        _ limit: Int, _ columns: String, from table: String, only: String? = nil, where condition: String = "", _ value: SQLValue? = nil,
        order: String
    ) -> SQL {
        let arguments = arguments + (value.map { [$0] } ?? [])
        let filter = (only.map { " AND \($0)" } ?? "") + (value == nil ? "" : " AND \(condition) $\(arguments.count)")
        let source = "FROM \(table) WHERE workspace_id = $1 AND \(column) \(chosen)\(filter)"
        if isOne { return SQL("SELECT \(column), \(columns) \(source) ORDER BY \(order) LIMIT \(limit)", arguments) }
        return statement(
            """
            SELECT \(column), \(columns) FROM (
                SELECT \(column), \(columns), ROW_NUMBER() OVER (PARTITION BY \(column) ORDER BY \(order)) AS place \(source)) AS ranked
            WHERE place <= \(limit) ORDER BY \(column), place
            """, arguments)
    }
}
