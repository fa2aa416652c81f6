import GRDB

/// The embedded database: one file in WAL mode, many readers, one writer that commits in groups.
package final class SQLiteStore: Store {
    private let pool: DatabasePool
    private let writer: GroupCommit

    /// Opens or creates the database file; the folder must exist.
    ///
    /// - Throws: `StoreError.unavailable` with what to mend.
    package init(path: String, busyTimeoutSeconds: Double = 2) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeoutSeconds)
        configuration.maximumReaderCount = 4
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            // A commit that was acknowledged is on the disk, whatever happens to the power next.
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
        } catch {
            throw StoreError(error)
        }
        writer = GroupCommit(pool: pool)
    }

    package var dialect: Dialect { .sqlite }

    package func read(_ statements: [SQL]) async throws -> [[Row]] {
        do {
            if statements.count == 1 {
                // One statement sees one state of the database by itself.
                return [try await pool.unsafeRead { try $0.run(statements[0]) }]
            }
            return try await pool.read { database in try statements.map { try database.run($0) } }
        } catch {
            throw error is CancellationError ? error : StoreError(error)
        }
    }

    package func commit(_ statements: [SQL]) async throws -> [[Row]] {
        try await writer.commit(statements)
    }

    /// Ends all reads and writes in hand, then closes the file.
    package func close() throws {
        try pool.close()
    }
}
