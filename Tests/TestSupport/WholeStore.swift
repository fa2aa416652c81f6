package import Domain
package import Storage

/// A store that shows every workspace to a test that names none: most are about the statements' own conditions.
package struct WholeStore: Store {
    private let store: any Store

    package init(_ store: any Store) { self.store = store }

    package func read(_ statements: [SQL]) async throws -> [[Row]] { try await scoped { try await store.read(statements) } }
    package func readAheadOfCommit(_ statements: [SQL]) async throws -> [[Row]] { try await scoped { try await store.readAheadOfCommit(statements) } }
    package func commit(_ statements: [SQL]) async throws -> [[Row]] { try await scoped { try await store.commit(statements) } }
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

    private func scoped(_ work: () async throws -> [[Row]]) async throws -> [[Row]] {
        guard WorkspaceScope.current == .none else { return try await work() }
        return try await WorkspaceScope.$current.withValue(.everyWorkspace) { try await work() }
    }
}
