import Foundation
import GRDB
import GRDBSQLite

/// Keeps a number in the database that differs whenever something has changed that messages draw on, so that what was read
/// once need not be read again.
///
/// It stands in the file's header, where `PRAGMA user_version` reads it without touching a table, and goes up in the
/// transaction of the change itself: every process that writes to the file keeps it, and no reader sees the one without the other.
///
/// Sendable: its variables are used by the connection's hook and by `GroupCommit`, which both run on the connection's serial queue.
final class SQLiteFactsVersion: @unchecked Sendable {
    /// As SQLite tells them.
    private static let tables = ["workspaces", "users", "business_profiles", "contacts", "deals", "tasks", "targets"].map { Array($0.utf8CString) }
    private static let messages = Array("communications".utf8CString)
    static let statement = SQL("PRAGMA user_version")
    private var isOutdated = false
    /// Whether the statement in hand changes nothing of messages that a fact is made of; see `SQL.sparingFacts`.
    var isSpared = false

    /// Watches every row that the connection changes.
    init(_ database: Database) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_update_hook(
            database.sqliteConnection,
            { me, change, _, table, _ in
                guard let me, let table else { return }
                Unmanaged<SQLiteFactsVersion>.fromOpaque(me).takeUnretainedValue().changed(table, isNew: change == SQLITE_INSERT)
            }, me)
    }

    /// Of messages those that come are none: whoever remembers facts and messages asks for them (`PersonContexts.contacts`, `messages(after:of:)`).
    private func changed(_ table: UnsafePointer<CChar>, isNew: Bool) {
        guard !isOutdated else { return }
        isOutdated =
            strcmp(table, Self.messages) == 0 ? !isNew && !isSpared : Self.tables.contains { strcmp(table, $0) == 0 }
    }

    /// The last statement of a transaction that changed facts.
    func raise(in session: SQLiteSession) throws {
        guard isOutdated else { return }
        isOutdated = false
        let version = try session.run(Self.statement)[0].integer(0)
        try session.run(SQL("PRAGMA user_version = \(version == Int64(Int32.max) ? 0 : version + 1)").oneOff())
    }
}
