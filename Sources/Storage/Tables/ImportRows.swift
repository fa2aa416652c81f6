package import Domain

/// Finds and writes many rows of one table at once, for imports.
///
/// Lists are cut and padded so that few distinct statements are prepared, and no statement binds more values than
/// SQLite's 32,766.
package struct ImportRows: Sendable {
    package let table: Table
    package let workspace: WorkspaceID
    /// What a row stores besides id and stamps, in the order of `Stored.values`.
    package let columns: [Field]

    private static let longestList = 1024
    private static let longestWrite = 128

    package init(table: Table, workspace: WorkspaceID) {
        self.table = table
        self.workspace = workspace
        columns = table.fields.filter { $0.expression == nil }
    }

    package struct Stored: Sendable, Equatable {
        package var id: Int64
        package var version: Int64
        package var values: [SQLValue]

        package init(id: Int64, version: Int64, values: [SQLValue]) {
            self.id = id
            self.version = version
            self.values = values
        }
    }

    /// Somebody else changed or removed a row between its look-up and its change.
    package struct RowsMoved: Error, Equatable {}

    package func stored(_ row: Row) -> Stored {
        Stored(id: row.integer(0), version: row.integer(1), values: Array(row.values.dropFirst(2)))
    }

    // MARK: Finding

    package func having(externalIDs: [String]) -> [SQL] {
        Self.cut(externalIDs).map { find([List("external_id", $0.map(SQLValue.text))]) }
    }

    /// Whatever the case of the addresses.
    package func having(emails: [String]) -> [SQL] {
        Self.cut(emails).map { find([List("email_key", $0.map(SQLValue.text))]) }
    }

    package func having(skus: [String]) -> [SQL] {
        Self.cut(skus).map { find([List("sku", $0.map(SQLValue.text))]) }
    }

    /// Rows whose columns have one of the values of each list, which is more than those with one of the keys: a list
    /// for each column is what an index can serve. A last value of null stands for no value.
    ///
    /// - Parameter keys: for each row sought, its values in `names`.
    package func having(_ names: [String], _ keys: [[SQLValue]], where condition: String? = nil) -> [SQL] {
        let open = keys.filter { $0.last == .null }, whole = keys.filter { $0.last != .null }
        let last = names.last ?? ""
        return Self.cut(whole).map { find(lists(names, $0), where: condition) }
            + Self.cut(open).map {
                find(lists(names.dropLast(), $0), where: [condition, "\(last) IS NULL"].compactMap(\.self).joined(separator: " AND "))
            }
    }

    /// For each user and name among those sought: the user, the name, the first and the last id of the rows that have both.
    ///
    /// - Parameter keys: for each row sought, its user and its name.
    package func namesakes(_ keys: [[SQLValue]]) -> [SQL] {
        Self.cut(keys).map {
            select("user_id, name, MIN(id), MAX(id)", lists(["user_id", "name"], $0), ending: "GROUP BY user_id, name ORDER BY user_id, name")
        }
    }

    private struct List {
        var column: String
        var values: [SQLValue]

        /// Each value once, then the last one again up to a power of two.
        init(_ column: String, _ all: some Sequence<SQLValue>) {
            self.column = column
            values = Array(Set(all))
            while values.count & (values.count - 1) != 0 { values.append(values[values.count - 1]) }
        }
    }

    private func lists(_ names: [String], _ keys: ArraySlice<[SQLValue]>) -> [List] {
        names.enumerated().map { place, name in List(name, keys.lazy.map { $0[place] }) }
    }

    private func find(_ lists: [List], where condition: String? = nil) -> SQL {
        select((["id", "version"] + columns.map(\.name)).joined(separator: ", "), lists, where: condition, ending: "ORDER BY +id")
    }

    private func select(_ names: String, _ lists: [List], where condition: String? = nil, ending: String) -> SQL {
        var arguments: [SQLValue] = [.workspace(workspace)]
        var conditions = ["workspace_id = $1"] + (condition.map { [$0] } ?? [])
        for list in lists {
            conditions.append("\(list.column) IN (\(placeholders((arguments.count + 1)...(arguments.count + list.values.count))))")
            arguments += list.values
        }
        return SQL("SELECT \(names) FROM \(table.name) WHERE \(conditions.joined(separator: " AND ")) \(ending)", arguments)
    }

    private static func cut<Value>(_ values: [Value]) -> [ArraySlice<Value>] {
        stride(from: 0, to: values.count, by: longestList).map { values[$0..<min(values.count, $0 + longestList)] }
    }

    // MARK: Writing

    package func insert(_ rows: [[SQLValue]], now: Timestamp) -> [SQL] {
        let names = ["workspace_id"] + columns.map(\.name) + ["created_at", "updated_at", "version"]
        return batches(rows) { batch in
            let values = batch.flatMap { [.workspace(workspace)] + $0 + [.time(now), .time(now), .integer(1)] }
            return SQL(
                "INSERT INTO \(table.name) (\(names.joined(separator: ", "))) VALUES \(tuples(batch.count, width: names.count, from: 1))", values)
        }
    }

    /// A sample row that a file changes is the user's own from then on.
    ///
    /// - Throws: on commit, `RowsMoved` where a row no longer has its version.
    package func update(_ rows: [Stored], now: Timestamp) -> [SQL] {
        let given = columns.enumerated().filter { $1.name != Field.sample.name }.map { "\($1.name) = given.column\($0 + 3)" }
        let changes = given + ["updated_at = $2", "version = version + 1", "sample = 0"]
        return batches(rows) { batch in
            let values: [SQLValue] = [.workspace(workspace), .time(now)] + batch.flatMap { [.integer($0.id), .integer($0.version)] + $0.values }
            return SQL(
                """
                UPDATE \(table.name) SET \(changes.joined(separator: ", ")) \
                FROM (VALUES \(typedTuples(batch.count))) AS given \
                WHERE workspace_id = $1 AND id = given.column1 AND version = given.column2
                """, values
            ).expecting(rows: batch.count...batch.count, orThrow: RowsMoved())
        }
    }

    /// Lets go of what no two rows share, where it passes from one row to another in the same commit.
    package func release(_ column: String, of rows: [Stored]) -> [SQL] {
        rows.map {
            SQL("UPDATE \(table.name) SET \(column) = NULL WHERE workspace_id = $1 AND id = $2", [.workspace(workspace), .integer($0.id)])
        }
    }

    /// As many rows as possible in statements of 128, 64, …, 1 rows.
    private func batches<Value>(_ rows: [Value], _ statement: (ArraySlice<Value>) -> SQL) -> [SQL] {
        var statements: [SQL] = []
        var rest = rows[...]
        var size = Self.longestWrite
        while !rest.isEmpty {
            while size > rest.count { size /= 2 }
            statements.append(statement(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return statements
    }

    /// From the first tuple PostgreSQL learns the types of columns in which every value may be null.
    private func typedTuples(_ count: Int) -> String {
        let types = ["BIGINT", "BIGINT"] + columns.map { $0.isNumber ? "BIGINT" : "TEXT" }
        let first = types.enumerated().map { "CAST($\($0 + 3) AS \($1))" }.joined(separator: ", ")
        return count == 1 ? "(\(first))" : "(\(first)), \(tuples(count - 1, width: types.count, from: 3 + types.count))"
    }

    private func tuples(_ count: Int, width: Int, from first: Int) -> String {
        (0..<count).map { "(\(placeholders((first + $0 * width)...(first + ($0 + 1) * width - 1))))" }.joined(separator: ", ")
    }
}
