import Domain

/// Builds the statements that read what belongs to each of a list of rows of one workspace, such as people or contacts: however
/// many they are, one statement for each kind.
///
/// SQLite looks up each of a list of ids by an index, in its order where only the first rows count. PostgreSQL may rather walk
/// through all rows of the workspace and compare each with the list, so there each id is asked for by itself, within the statement.
struct Selection {
    /// The workspace, then the ids.
    let arguments: [SQLValue]
    /// The column that holds the id in the rows that are read.
    private let column: String
    private let isOne: Bool

    /// Each id counts once. The list is padded to a power of two with the id that no row has, so that few distinct statements are prepared.
    init(_ workspace: WorkspaceID, by column: String, _ ids: [Int64]) {
        var known: Set<Int64> = []
        var padded = ids.filter { known.insert($0).inserted }
        isOne = padded.count == 1
        if padded.isEmpty { padded = [0] }
        while padded.count & (padded.count - 1) != 0 { padded.append(0) }
        arguments = [.workspace(workspace)] + padded.map(SQLValue.integer)
        self.column = column
    }

    /// - Parameters:
    ///   - further: values after those of the selection.
    ///   - ending: the order and the limit of all rows together, by the names of their columns.
    ///   - text: the statement without that, from how an id is compared with those chosen, such as `= $2`.
    func statement(_ further: [SQLValue] = [], isDistinct: Bool = false, ending: String = "", _ text: (_ chosen: String) -> String) -> SQL {
        let select = isDistinct ? "SELECT DISTINCT" : "SELECT"
        guard !isOne else { return SQL("\(select) \(text("= $2")) \(ending)", arguments + further) }
        var statement = SQL("\(select) \(text("IN (\(placeholders(2...max(2, arguments.count))))")) \(ending)", arguments + further)
        statement.postgresText = "\(select) found.* FROM \(chosenRows) CROSS JOIN LATERAL (SELECT \(text("= chosen.id")) OFFSET 0) AS found \(ending)"
        return statement
    }

    private var chosenRows: String { "(\(values)) AS chosen (id)" }

    private var values: String {
        let others = arguments.count < 3 ? "" : (3...arguments.count).map { ", ($\($0))" }.joined()
        return "VALUES (CAST($2 AS BIGINT))\(others)"
    }

    /// All rows; `columns` is to begin with the id.
    func all(_ columns: String, from table: String, key: String? = nil) -> SQL {
        let key = key ?? column
        return statement(ending: "ORDER BY \(key)") { "\(columns) FROM \(table) WHERE workspace_id = $1 AND \(key) \($0)" }
    }

    /// The first `limit` rows of each in the given order; the id comes first.
    ///
    /// - Parameters:
    ///   - index: a word of `DialectWords` for the index to go by; empty for whichever the database takes.
    ///   - scope: the condition that keeps to the workspace `$1`.
    ///   - only: a condition without values, so that an index of such rows can serve.
    ///   - condition: one that ends where its value is to follow.
    ///   - held: how many rows of each another statement has read in any case; those of whom there are no more are left out.
    func top(
        _ limit: Int, _ columns: String, from table: String, by index: String = "", in scope: String = "workspace_id = $1", only: String? = nil,
        where condition: String = "", _ value: SQLValue? = nil, order: String, beyond held: Int? = nil
    ) -> SQL {
        let arguments = arguments + (value.map { [$0] } ?? [])
        let filter = (only.map { " AND \($0)" } ?? "") + (value == nil ? "" : " AND \(condition) $\(arguments.count)")
        func first(_ chosen: String) -> String { "FROM \(table)\(index) WHERE \(scope) AND \(column) \(chosen)\(filter)" }
        func hasMore(_ chosen: String, _ word: String) -> String {
            guard let held else { return "" }
            return " \(word) EXISTS (SELECT 1 FROM \(table) more WHERE more.workspace_id = $1 AND more.\(column) \(chosen) LIMIT 1 OFFSET \(held))"
        }
        guard !isOne else {
            return SQL("SELECT \(column), \(columns) \(first("= $2"))\(hasMore("= $2", "AND")) ORDER BY \(order) LIMIT \(limit)", arguments)
        }
        // Rows numbered by a window would all be read, as many as there are of each.
        var statement = SQL(
            """
            WITH chosen (sought) AS (\(values)) SELECT \(column), \(columns) FROM chosen CROSS JOIN \(table)
            ON \(table).id IN (SELECT id \(first("= chosen.sought")) ORDER BY \(order) LIMIT \(limit))\(hasMore("= chosen.sought", "WHERE"))
            ORDER BY \(column), \(order)
            """, arguments)
        statement.postgresText =
            """
            SELECT found.* FROM \(chosenRows) CROSS JOIN LATERAL (
                SELECT \(column), \(columns), ROW_NUMBER() OVER (ORDER BY \(order)) AS place \(first("= chosen.id")) ORDER BY \(order) LIMIT \(limit)
            ) AS found\(hasMore("= chosen.id", "WHERE")) ORDER BY chosen.id, place
            """
        return statement
    }
}
