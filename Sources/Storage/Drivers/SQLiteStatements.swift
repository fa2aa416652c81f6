import GRDB

/// The statements that one connection has prepared, by their text.
///
/// Sendable: whoever has the connection in hand has its statements, and nobody else.
final class SQLiteStatements: @unchecked Sendable {
    /// Statements are built from a fixed set of parts; lists of filters are the only variety.
    private static let most = 4096
    private var known: [StatementText: Statement] = [:]

    func prepared(_ statement: SQL, in database: Database) throws -> Statement {
        if statement.isOneOff { return try Self.prepare(statement, in: database) }
        let text = StatementText(statement.text)
        if let found = known[text] { return found }
        let made = try Self.prepare(statement, in: database)
        if known.count >= Self.most { known.removeAll() }
        known[text] = made
        return made
    }

    /// A connection closes once they are gone.
    func forget() { known.removeAll() }

    private static func prepare(_ statement: SQL, in database: Database) throws -> Statement {
        let text = NumberedPlaceholders.translated(statement.text)
        return try database.makeStatement(sql: statement.insertsOne ? text.replacing(/\s+RETURNING id$/, with: "") : text)
    }
}

/// SQLite numbers `?1` by its digit but `$1` by its first appearance; PostgreSQL's `$1` means the former.
enum NumberedPlaceholders {
    static func translated(_ text: String) -> String { RowLocks.sql(text, for: .sqlite).replacing("$", with: "?") }
}
