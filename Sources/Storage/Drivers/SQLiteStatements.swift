import GRDB

/// The statements that one connection has prepared, by their text.
///
/// Sendable: whoever has the connection in hand has its statements, and nobody else.
final class SQLiteStatements: @unchecked Sendable {
    private struct Key: Hashable {
        var text: StatementText
        var isWithoutReturning: Bool
    }

    /// Statements are built from a fixed set of parts; lists of filters are the only variety.
    private static let most = 4096
    private var known: [Key: Statement] = [:]
    private var isClosing = false

    func prepared(_ statement: SQL, in database: Database) throws -> Statement {
        if statement.isOneOff { return try database.makeStatement(sql: Self.text(of: statement)) }
        let key = Key(text: StatementText(statement.text), isWithoutReturning: Self.isWithoutReturning(statement))
        if let found = known[key] { return found }
        // Told by it that the statement is to last, SQLite takes its memory elsewhere than for those that come and go.
        let made = try database.cachedStatement(sql: Self.text(of: statement))
        if known.count >= Self.most { known.removeAll() }
        if !isClosing { known[key] = made }
        return made
    }

    /// A connection closes once they are gone.
    func forget() {
        isClosing = true
        known.removeAll()
    }

    private static func text(of statement: SQL) -> String {
        let text = NumberedPlaceholders.translated(statement.text)
        return isWithoutReturning(statement) ? text.replacing(/\s+RETURNING [a-z_, ]+$/, with: "") : text
    }

    private static func isWithoutReturning(_ statement: SQL) -> Bool { statement.returnsNumbers || statement.insertedRow != nil }
}

/// SQLite numbers `?1` by its digit but `$1` by its first appearance; PostgreSQL's `$1` means the former.
///
/// One that is next in turn becomes a bare `?`, which has that number by itself: SQLite keeps those with digits in a list and walks
/// through it for each of them, which for thousands takes as long as all the rest of preparing a statement.
enum NumberedPlaceholders {
    static func translated(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var highest = 0
        var rest = DialectWords.sql(text, for: .sqlite).utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "$") else {
                bytes.append(byte)
                continue
            }
            bytes.append(UInt8(ascii: "?"))
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            let number = digits.reduce(0) { $0 &* 10 &+ Int($1 & 0xF) }
            if number == highest + 1 { rest = rest[digits.endIndex...] }
            highest = max(highest, number)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
