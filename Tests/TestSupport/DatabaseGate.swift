package import Storage

/// Holds transactions of a PostgreSQL's sessions between two of their statements until it is opened.
package struct DatabaseGate: Sendable {
    private let database: TemporaryDatabase
    private let keeping: Task<Void, any Error>
    private static let key = 7_400_001

    /// Stands in a commit where it is to wait.
    package let pass = SQL("SELECT pg_advisory_xact_lock_shared(\(DatabaseGate.key))").unhurried()

    /// Gives `body` a shut gate, and opens it at the end.
    package static func with(_ database: TemporaryDatabase, _ body: (DatabaseGate) async throws -> Void) async throws {
        let store = try database.opened()
        let gate = DatabaseGate(
            database: database,
            keeping: Task { _ = try await store.commit([SQL("SELECT pg_advisory_xact_lock(\(key))"), SQL("SELECT pg_sleep(600)").unhurried()]) })
        try await eventually("the gate is shut") { try await gate.count("wait_event = 'PgSleep'") == 1 }
        do {
            try await body(gate)
        } catch {
            try await gate.open()
            throw error
        }
        try await gate.open()
    }

    /// How many transactions wait before it.
    package func held() async throws -> Int64 { try await count("wait_event_type = 'Lock' AND wait_event = 'advisory'") }

    /// How many wait for a row that another transaction has changed.
    package func waitingForRows() async throws -> Int64 { try await count("wait_event_type = 'Lock' AND wait_event IN ('transactionid', 'tuple')") }

    package func open() async throws {
        let keeper = "FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
        try await database.store.commit(SQL("SELECT pg_cancel_backend(pid) \(keeper)"))
        _ = await keeping.result
    }

    private func count(_ condition: String) async throws -> Int64 {
        try await database.store.read(SQL("SELECT COUNT(*) FROM pg_stat_activity WHERE \(condition) AND datname = current_database()"))[0].integer(0)
    }
}
