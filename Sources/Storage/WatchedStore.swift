package import Domain

/// A store that tells whose history has grown, and whose drafts have come or gone, once that is committed, whatever committed it.
///
/// The statements say so themselves (`SQL.addingToHistory`, `SQL.changingDrafts`), so no caller can forget it.
package final class WatchedStore: Store {
    private let store: any Store
    private let onHistory: @Sendable (Set<Person>) -> Void
    private let onDrafts: @Sendable (Set<Person>) -> Void

    /// Both are called after each commit that concerns them, and must return at once.
    package init(
        _ store: any Store, onHistory: @escaping @Sendable (Set<Person>) -> Void, onDrafts: @escaping @Sendable (Set<Person>) -> Void
    ) {
        self.store = store
        self.onHistory = onHistory
        self.onDrafts = onDrafts
    }

    package func commit(_ statements: [SQL]) async throws -> [[Row]] {
        let rows = try await store.commit(statements)
        tell(of: statements)
        return rows
    }

    private func tell(of statements: [SQL]) {
        var grown: Set<Person> = [], redrafted: Set<Person> = []
        // By their places: most say nothing, and need not be copied for it.
        for index in statements.indices {
            grown.formUnion(statements[index].historyOf)
            redrafted.formUnion(statements[index].draftsOf)
        }
        if !grown.isEmpty { onHistory(grown) }
        if !redrafted.isEmpty { onDrafts(redrafted) }
    }

    package func read(_ statements: [SQL]) async throws -> [[Row]] { try await store.read(statements) }
    package func readAheadOfCommit(_ statements: [SQL]) async throws -> [[Row]] { try await store.readAheadOfCommit(statements) }
    package var dialect: Dialect { store.dialect }
    package func factsVersion(of person: Person) -> SQL? { store.factsVersion(of: person) }
    package func historyVersion(of person: Person, limit: Int64) -> SQL? { store.historyVersion(of: person, limit: limit) }
    package var numbersFollowCommits: Bool { store.numbersFollowCommits }
    package func notify(_ topic: String) async { await store.notify(topic) }

    package func listen(
        _ topics: [String], onSignal: @escaping @Sendable (_ topic: String) -> Void, onTrouble: @escaping @Sendable (_ reason: String) -> Void
    ) {
        store.listen(topics, onSignal: onSignal, onTrouble: onTrouble)
    }
}
