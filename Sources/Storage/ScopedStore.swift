import Domain

/// A store whose statements are all within one scope, whatever their caller's is.
struct ScopedStore: Store {
    private let store: any Store
    private let scope: WorkspaceScope

    init(_ store: any Store, scope: WorkspaceScope) {
        self.store = store
        self.scope = scope
    }

    func read(_ statements: [SQL]) async throws -> [[Row]] {
        try await WorkspaceScope.$current.withValue(scope) { try await store.read(statements) }
    }

    func readAheadOfCommit(_ statements: [SQL]) async throws -> [[Row]] {
        try await WorkspaceScope.$current.withValue(scope) { try await store.readAheadOfCommit(statements) }
    }

    func commit(_ statements: [SQL]) async throws -> [[Row]] {
        try await WorkspaceScope.$current.withValue(scope) { try await store.commit(statements) }
    }

    var dialect: Dialect { store.dialect }
    func factsVersion(of person: Person) -> SQL? { store.factsVersion(of: person) }
    func historyVersion(of person: Person, limit: Int64) -> SQL? { store.historyVersion(of: person, limit: limit) }
    var numbersFollowCommits: Bool { store.numbersFollowCommits }
    func notify(_ topic: String) async { await store.notify(topic) }

    func listen(
        _ topics: [String], onSignal: @escaping @Sendable (_ topic: String) -> Void, onTrouble: @escaping @Sendable (_ reason: String) -> Void
    ) {
        store.listen(topics, onSignal: onSignal, onTrouble: onTrouble)
    }
}
