package import Domain

/// A store that tells whose history has grown once it is committed, whatever committed it.
///
/// The statements say so themselves (`SQL.addingToHistory`), so no caller can forget it.
package final class WatchedStore: Store {
    private let store: any Store
    private let onHistory: @Sendable (Set<Person>) -> Void

    /// - Parameter onHistory: called after each commit that added to somebody's history; must return at once.
    package init(_ store: any Store, onHistory: @escaping @Sendable (Set<Person>) -> Void) {
        self.store = store
        self.onHistory = onHistory
    }

    package func commit(_ statements: [SQL]) async throws -> [[Row]] {
        let rows = try await store.commit(statements)
        var people: Set<Person> = []
        for statement in statements { people.formUnion(statement.historyOf) }
        if !people.isEmpty { onHistory(people) }
        return rows
    }

    package func read(_ statements: [SQL]) async throws -> [[Row]] { try await store.read(statements) }
    package func readAheadOfCommit(_ statements: [SQL]) async throws -> [[Row]] { try await store.readAheadOfCommit(statements) }
    package var dialect: Dialect { store.dialect }
    package func factsVersion(of person: Person) -> SQL? { store.factsVersion(of: person) }
    package func notify(_ topic: String) async { await store.notify(topic) }

    package func listen(
        _ topics: [String], onSignal: @escaping @Sendable (_ topic: String) -> Void, onTrouble: @escaping @Sendable (_ reason: String) -> Void
    ) {
        store.listen(topics, onSignal: onSignal, onTrouble: onTrouble)
    }
}
