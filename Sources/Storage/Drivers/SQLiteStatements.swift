import Domain
import GRDB
import GRDBSQLite
import Synchronization

extension Database {
    /// Runs one statement through the connection's cache of prepared statements.
    ///
    /// Binds and steps by SQLite's own functions: for a read by key, rows as GRDB builds them cost more than the query.
    @discardableResult
    func run(_ statement: SQL) throws -> [Storage.Row] { try outcome(of: statement).rows }

    /// The rows that the statement returns, and how many it has returned or changed.
    func outcome(of statement: SQL) throws -> (rows: [Storage.Row], touched: Int) {
        let owner = try prepared(statement)
        return try withExtendedLifetime(owner) { try step(owner.sqliteStatement, statement) }
    }

    private func prepared(_ statement: SQL) throws -> Statement {
        if statement.isOneOff { return try makeStatement(sql: NumberedPlaceholders.translated(statement.text)) }
        return try cachedStatement(sql: NumberedPlaceholders.translate(statement.text))
    }

    private func step(_ prepared: OpaquePointer?, _ statement: SQL) throws -> (rows: [Storage.Row], touched: Int) {
        defer { sqlite3_reset(prepared) }
        sqlite3_reset(prepared)
        for (index, value) in statement.arguments.enumerated() {
            try check(value.bind(to: prepared, at: Int32(index + 1)), statement)
        }
        let width = sqlite3_column_count(prepared)
        var values: [SQLValue] = []
        while true {
            let code = sqlite3_step(prepared)
            guard code == SQLITE_ROW else {
                try check(code == SQLITE_DONE ? SQLITE_OK : code, statement)
                let rows = Storage.Row.rows(values, width: Int(width))
                // After a statement that only reads, the count of changes is still that of an earlier write.
                return (rows, width > 0 ? rows.count : Int(sqlite3_changes(sqliteConnection)))
            }
            for column in 0..<width { values.append(SQLValue(column: column, of: prepared)) }
        }
    }

    private func check(_ code: Int32, _ statement: SQL) throws {
        guard code != SQLITE_OK else { return }
        let extended = sqlite3_extended_errcode(sqliteConnection)
        throw DatabaseError(
            resultCode: ResultCode(rawValue: extended & 0xff == code & 0xff ? extended : code),
            message: String(cString: sqlite3_errmsg(sqliteConnection)),
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

    fileprivate init(column: Int32, of statement: OpaquePointer?) {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: self = .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: self = .real(sqlite3_column_double(statement, column))
        case SQLITE_NULL: self = .null
        default:
            let bytes = UnsafeRawBufferPointer(start: sqlite3_column_text(statement, column), count: Int(sqlite3_column_bytes(statement, column)))
            self = .text(String(decoding: bytes, as: UTF8.self))
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

/// SQLite numbers `?1` by its digit but `$1` by its first appearance; PostgreSQL's `$1` means the former.
enum NumberedPlaceholders {
    private static let translated = Mutex<[String: String]>([:])

    static func translated(_ text: String) -> String { RowLocks.sql(text, for: .sqlite).replacing("$", with: "?") }

    static func translate(_ text: String) -> String {
        translated.withLock { known in
            if let found = known[text] { return found }
            let result = translated(text)
            // Statements are built from a fixed set of parts; lists of filters are the only variety.
            if known.count > 4096 { known.removeAll() }
            known[text] = result
            return result
        }
    }
}

extension StoreError {
    /// Maps SQLite's result codes (https://www.sqlite.org/rescode.html) to what a caller can do.
    init(_ error: any Error) {
        guard let error = error as? DatabaseError else {
            self = error as? StoreError ?? .failed(reason: "\(error)")
            return
        }
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self = .unavailable(reason: "The database is locked by another program.")
        case .SQLITE_FULL:
            self = .unavailable(reason: "The disk of the database is full.")
        case .SQLITE_READONLY, .SQLITE_PERM:
            self = .unavailable(reason: "The database is read-only.")
        case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_NOMEM, .SQLITE_PROTOCOL:
            self = .unavailable(reason: "The database file cannot be used: \(error.message ?? "input/output error").")
        case .SQLITE_CONSTRAINT:
            self = .init(constraint: error)
        default:
            self = .failed(reason: error.message ?? "SQLite error \(error.resultCode.rawValue)")
        }
    }

    private init(constraint error: DatabaseError) {
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY:
            self = .duplicate(columns: error.message ?? "")
        case .SQLITE_CONSTRAINT_FOREIGNKEY:
            self = .brokenReference
        default:
            self = .failed(reason: error.message ?? "a constraint does not hold")
        }
    }
}
