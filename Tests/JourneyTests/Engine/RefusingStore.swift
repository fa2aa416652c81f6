import Domain
import Storage
import Synchronization

@testable import Journey

/// A database that refuses some statements, as one would in which a row breaks a rule.
final class RefusingStore: Store {
    private let store: any Store
    private let failure: StoreError
    private let refuses: @Sendable (SQL) -> Bool
    private let times: Mutex<Int>
    private let carriesOut: Bool

    /// - Parameters:
    ///   - times: how often.
    ///   - carriesOut: whether it does all the same what it says that it refuses, as where the answer is lost.
    init(
        _ store: any Store, _ failure: StoreError = .failed(reason: "Refused."), times: Int = .max, carriesOut: Bool = false,
        refuses: @escaping @Sendable (SQL) -> Bool
    ) {
        self.carriesOut = carriesOut
        self.store = store
        self.failure = failure
        self.refuses = refuses
        self.times = Mutex(times)
    }

    /// One that refuses what has these words and is about a row of this id.
    convenience init(_ store: any Store, _ words: String, about id: Int64) {
        self.init(store) { $0.text.contains(words) && $0.arguments.contains(.integer(id)) }
    }

    /// One that refuses what has these words and is about a workspace.
    convenience init(_ store: any Store, _ words: String, of workspace: WorkspaceID) {
        self.init(store) { $0.text.contains(words) && $0.arguments.first == .workspace(workspace) }
    }

    var dialect: Dialect { store.dialect }
    func factsVersion(of person: Person) -> SQL? { store.factsVersion(of: person) }
    func historyVersion(of person: Person, limit: Int64) -> SQL? { store.historyVersion(of: person, limit: limit) }
    var numbersFollowCommits: Bool { store.numbersFollowCommits }

    func read(_ statements: [SQL]) async throws -> [[Row]] {
        try judge(statements)
        return try await store.read(statements)
    }

    func commit(_ statements: [SQL]) async throws -> [[Row]] {
        do { try judge(statements) } catch {
            if carriesOut { _ = try await store.commit(statements) }
            throw error
        }
        return try await store.commit(statements)
    }

    private func judge(_ statements: [SQL]) throws {
        guard statements.contains(where: refuses) else { return }
        let isRefused = times.withLock { times in
            defer { times -= 1 }
            return times > 0
        }
        if isRefused { throw failure }
    }
}
