import Domain
import GRDB
import GRDBSQLite

/// A connection in hand, and the statements it has prepared.
///
/// Binds and steps by SQLite's own functions: for a read by key, rows as GRDB builds them cost more than the query.
struct SQLiteSession {
    let database: Database
    let statements: SQLiteStatements

    @discardableResult
    func run(_ statement: SQL) throws -> [Storage.Row] { try outcome(of: statement).rows }

    /// The rows that the statement returns, and how many it has returned or changed.
    func outcome(of statement: SQL) throws -> (rows: [Storage.Row], touched: Int) {
        let prepared = try statements.prepared(statement, in: database)
        return try withExtendedLifetime(prepared) { try step(prepared.sqliteStatement, statement) }
    }

    private func step(_ prepared: OpaquePointer?, _ statement: SQL) throws -> (rows: [Storage.Row], touched: Int) {
        defer { sqlite3_reset(prepared) }
        sqlite3_reset(prepared)
        for index in statement.arguments.indices {
            try check(statement.arguments[index].bind(to: prepared, at: Int32(index + 1)), statement)
        }
        let width = sqlite3_column_count(prepared)
        var answer = AnswerBuilder(reserving: Int(width))
        while true {
            let code = sqlite3_step(prepared)
            guard code == SQLITE_ROW else {
                try check(code == SQLITE_DONE ? SQLITE_OK : code, statement)
                // After a statement that only reads, the count of changes is still that of an earlier write.
                if width == 0 { return try written(statement) }
                let rows = answer.rows(width: Int(width))
                return (rows, rows.count)
            }
            for column in 0..<width { answer.append(column: column, of: prepared) }
        }
    }

    private func written(_ statement: SQL) throws -> (rows: [Storage.Row], touched: Int) {
        let touched = Int(sqlite3_changes(database.sqliteConnection))
        guard touched > 0 else { return ([], touched) }
        let last = sqlite3_last_insert_rowid(database.sqliteConnection)
        if let question = statement.insertedRow { return (try run(SQL(question, [.integer(last)])), touched) }
        guard statement.returnsNumbers else { return ([], touched) }
        // One statement numbers its rows one after the other, since nobody else writes meanwhile.
        return ((last - Int64(touched) + 1...last).map { Storage.Row([.integer($0)]) }, touched)
    }

    private func check(_ code: Int32, _ statement: SQL) throws {
        guard code != SQLITE_OK else { return }
        let extended = sqlite3_extended_errcode(database.sqliteConnection)
        throw DatabaseError(
            resultCode: ResultCode(rawValue: extended & 0xff == code & 0xff ? extended : code),
            message: String(cString: sqlite3_errmsg(database.sqliteConnection)),
            sql: statement.text)
    }
}

extension SQLValue {
    fileprivate func bind(to statement: OpaquePointer?, at index: Int32) -> Int32 {
        switch self {
        case .null: return sqlite3_bind_null(statement, index)
        case .integer(let value): return sqlite3_bind_int64(statement, index, value)
        case .real(let value): return sqlite3_bind_double(statement, index, value)
        case .text(var value):
            return value.withUTF8 { bytes in
                // SQLITE_TRANSIENT: SQLite copies the text before this returns.
                bytes.withMemoryRebound(to: CChar.self) {
                    // A nil base address would bind NULL where the text is empty.
                    sqlite3_bind_text(statement, index, $0.baseAddress ?? UnsafePointer(emptyText), Int32($0.count), transient)
                }
            }
        }
    }
}

extension AnswerBuilder {
    fileprivate mutating func append(column: Int32, of statement: OpaquePointer?) {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: append(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: append(sqlite3_column_double(statement, column))
        case SQLITE_NULL: appendNull()
        default: append(utf8: UnsafeBufferPointer(start: sqlite3_column_text(statement, column), count: Int(sqlite3_column_bytes(statement, column))))
        }
    }
}

private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
private nonisolated(unsafe) let emptyText: UnsafeMutablePointer<CChar> = {
    // Never changed and never freed: the address of an empty C string.
    let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    pointer.initialize(to: 0)
    return pointer
}()
