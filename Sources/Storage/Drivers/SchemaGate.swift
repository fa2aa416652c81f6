package import Domain
import Synchronization

/// A database that takes no work until it has been opened: a server starts while its database is away, and what comes
/// in meanwhile is refused at once instead of meeting a schema that is not there yet.
package final class SchemaGate: Store {
    /// What is behind the gate, for whoever prepares it.
    package let store: any Store
    private let hasOpened = Atomic<Bool>(false)
    private let obstacle = Mutex("The database has not been reached since the start, or is being migrated.")

    package init(_ store: any Store) { self.store = store }

    package var isOpen: Bool { hasOpened.load(ordering: .acquiring) }

    /// Says what those who are refused are told from now on.
    package func keepClosed(because reason: String) { obstacle.withLock { $0 = reason } }

    package func open() { hasOpened.store(true, ordering: .releasing) }

    package var dialect: Dialect { store.dialect }
    package func factsVersion(of person: Person) -> SQL? { store.factsVersion(of: person) }
    package func historyVersion(of person: Person, limit: Int64) -> SQL? { store.historyVersion(of: person, limit: limit) }
    package var numbersFollowCommits: Bool { store.numbersFollowCommits }

    package func read(_ statements: [SQL]) async throws -> [[Row]] {
        try check()
        return try await store.read(statements)
    }

    package func readAheadOfCommit(_ statements: [SQL]) async throws -> [[Row]] {
        try check()
        return try await store.readAheadOfCommit(statements)
    }

    package func commit(_ statements: [SQL]) async throws -> [[Row]] {
        try check()
        return try await store.commit(statements)
    }

    package func notify(_ topic: String) async { await store.notify(topic) }

    package func listen(
        _ topics: [String], onSignal: @escaping @Sendable (_ topic: String) -> Void, onTrouble: @escaping @Sendable (_ reason: String) -> Void
    ) {
        store.listen(topics, onSignal: onSignal, onTrouble: onTrouble)
    }

    private func check() throws {
        guard isOpen else {
            throw StoreError.unavailable(reason: obstacle.withLock { $0 })
        }
    }
}
