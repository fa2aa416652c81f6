import Domain
import GRDB
import Synchronization

extension Database {
    /// Runs one statement through the connection's cache of prepared statements.
    func run(_ statement: SQL) throws -> [Storage.Row] {
        let prepared = try cachedStatement(sql: NumberedPlaceholders.translate(statement.text))
        try prepared.setArguments(StatementArguments(statement.arguments.map(\.databaseValue)))
        let width = prepared.columnCount
        guard width > 0 else {
            try prepared.execute()
            return []
        }
        var rows: [Storage.Row] = []
        let cursor = try GRDB.Row.fetchCursor(prepared)
        while let row = try cursor.next() {
            rows.append(Storage.Row((0..<width).map { SQLValue(row[$0] as DatabaseValue) }))
        }
        return rows
    }
}

extension SQLValue {
    var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .real(let value): value.databaseValue
        case .text(let value): value.databaseValue
        }
    }

    init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let value): self = .integer(value)
        case .double(let value): self = .real(value)
        case .string(let value): self = .text(value)
        case .blob(let data): self = .text(String(decoding: data, as: UTF8.self))
        }
    }
}

/// SQLite numbers `?1` by its digit but `$1` by its first appearance; PostgreSQL's `$1` means the former.
enum NumberedPlaceholders {
    private static let translated = Mutex<[String: String]>([:])

    static func translate(_ text: String) -> String {
        translated.withLock { known in
            if let found = known[text] { return found }
            let result = text.replacing("$", with: "?")
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
