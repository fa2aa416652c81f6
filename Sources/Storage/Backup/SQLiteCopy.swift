import GRDB

/// Copies of an SQLite database that others go on using.
package enum SQLiteCopy {
    /// How many pages are copied between two looks.
    private static let pagesPerStep: Int32 = 2000

    /// Copies the database as it is at one moment, into one file that needs no log beside it.
    ///
    /// A reader of the log keeps its state while others write, so they wait for nothing; without that every write would begin
    /// the copy anew.
    /// - Throws: `StoreError`.
    package static func make(of path: String, at copy: String) throws {
        do {
            var reading = Configuration()
            reading.busyMode = .timeout(5)
            let source = try DatabaseQueue(path: path, configuration: reading)
            defer { try? source.close() }
            let target = try DatabaseQueue(path: copy)
            try source.inDatabase { database in
                try database.execute(sql: "BEGIN")
                defer { try? database.execute(sql: "COMMIT") }
                _ = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM sqlite_master")
                try target.inDatabase { try database.backup(to: $0, pagesPerStep: pagesPerStep) }
            }
            try target.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try target.close()
        } catch {
            throw StoreError(error)
        }
    }

    /// - Throws: `StoreError`, also where it is no database.
    package static func contents(of path: String) throws -> DatabaseContents {
        try open(path) { database in
            let names = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
            let tables = try names.map { name in
                (name, try Int64.fetchOne(database, sql: "SELECT COUNT(*) FROM \(name.quotedDatabaseIdentifier)") ?? 0)
            }
            let schema = names.contains("schema_migrations") ? try Int64.fetchOne(database, sql: "SELECT MAX(version) FROM schema_migrations") : nil
            return DatabaseContents(schema: schema ?? 0, tables: Dictionary(uniqueKeysWithValues: tables))
        }
    }

    /// What the database's own check of all its pages, indexes and references finds; nil for nothing.
    ///
    /// - Throws: `StoreError`.
    package static func fault(in path: String) throws -> String? {
        try open(path) { database in
            let found = try String.fetchAll(database, sql: "PRAGMA integrity_check(1)")
            if found != ["ok"] { return found.first }
            return try GRDB.Row.fetchOne(database, sql: "PRAGMA foreign_key_check").map {
                "A row of \($0[0] as String) refers to one that does not exist."
            }
        }
    }

    private static func open<Result>(_ path: String, _ work: (Database) throws -> Result) throws -> Result {
        do {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            return try queue.inDatabase { database in
                database.add(function: SQLiteReaders.foldCase)
                return try work(database)
            }
        } catch {
            throw StoreError(error)
        }
    }
}
