import CSQLiteSettings
package import Domain
import GRDB

/// The embedded database: one file in WAL mode, several readers, one writer that commits in groups.
package final class SQLiteStore: Store {
    private let readers: SQLiteReaders
    private let longReads = LongReads()
    private let writer: GroupCommit
    private let writing: SQLiteConnection

    /// Opens or creates the database file; the folder must exist.
    ///
    /// - Throws: `NoDatabaseFile`, or `StoreError.unavailable` with what to mend.
    package init(path: String, busyTimeoutSeconds: Double = 2) throws {
        _ = Self.withoutMemoryStatistics
        do {
            writing = SQLiteConnection(try DatabaseQueue(path: path, configuration: Self.writerConfiguration(busyTimeoutSeconds)))
            // A commit that was acknowledged is on the disk, whatever happens to the power next. Said once the file is open:
            // as it turns the log on, GRDB sets NORMAL over whatever the configuration has prepared.
            try writing.queue.inDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            readers = try SQLiteReaders(path: path)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw NoDatabaseFile()
        } catch {
            throw StoreError(error)
        }
        writer = GroupCommit(writer: writing)
    }

    /// With them each allocation takes a lock of the whole process, for which several readers wait.
    private static let withoutMemoryStatistics = crm_sqlite_without_memory_statistics()

    package func factsVersion(of person: Person) -> SQL? { SQLiteFactsVersion.statement }
    /// A number is taken in the transaction of its row, and one transaction writes at a time.
    package var numbersFollowCommits: Bool { true }

    private static func writerConfiguration(_ busyTimeoutSeconds: Double) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeoutSeconds)
        configuration.foreignKeysEnabled = true
        configuration.journalMode = .wal
        configuration.prepareDatabase { database in
            // What was deleted is overwritten, not only left out.
            try database.execute(sql: "PRAGMA secure_delete = ON")
            database.add(function: AddressHash.function)
            database.add(function: SQLiteReaders.foldCase)
            // Room for the pages that are written again and again, and fewer copies of them from the log into the file.
            try database.execute(sql: "PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000")
        }
        return configuration
    }

    package var dialect: Dialect { .sqlite }

    /// Reads on the caller's own thread: a read from the page cache takes microseconds and in WAL mode waits for no
    /// writer, while a hop to another thread and back costs several times as much CPU. Questions about very many rows make it.
    package func read(_ statements: [SQL]) async throws -> [[Row]] {
        do {
            guard statements.contains(where: \.isLong) else { return try readers.read(statements) }
            return try await longReads.run { [readers] in try readers.read(statements) }
        } catch {
            throw StoreError(error)
        }
    }

    package func readAheadOfCommit(_ statements: [SQL]) async throws -> [[Row]] { try await writer.commit(statements) }

    package func commit(_ statements: [SQL]) async throws -> [[Row]] {
        let audited = AuditedStatements(statements, dialect)
        return audited.own(try await writer.commit(audited.statements))
    }

    /// Ends all reads and writes in hand, then closes the file.
    package func close() throws {
        readers.close()
        try writing.close()
    }

    /// Closes the file with all that was written in it, so that it can be moved by itself: nothing is left to a log beside it.
    ///
    /// - Throws: `StoreError.unavailable` where others have the file open; it is closed all the same.
    package func closeWhole() throws {
        readers.close()
        do {
            defer { try? writing.close() }
            _ = try writing.queue.inDatabase { try $0.checkpoint(.truncate) }
        } catch {
            throw StoreError(error)
        }
    }
}

/// Something else was written into the file. SQLite says so itself: whoever looked into a file that it has open, and closed it again,
/// would take from the process the locks on it.
package struct NoDatabaseFile: Error {}

extension SQLiteReaders {
    fileprivate func read(_ statements: [SQL]) throws -> [[Row]] {
        try withReader { session in
            // One statement sees one state of the database by itself.
            guard statements.count > 1 else { return [try session.run(statements[0])] }
            return try session.inSnapshot { try statements.map { try session.run($0) } }
        }
    }
}

extension SQLiteSession {
    fileprivate func inSnapshot<Result>(_ work: () throws -> Result) throws -> Result {
        try run(SQL("BEGIN DEFERRED"))
        defer { _ = try? run(SQL("COMMIT")) }
        return try work()
    }
}
