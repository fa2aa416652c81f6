import GRDB

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
