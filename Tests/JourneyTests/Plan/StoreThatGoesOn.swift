import Storage
import Synchronization

/// A database on which something else happens right after the first commit.
final class StoreThatGoesOn: Store {
    private let store: any Store
    private let next: Mutex<(@Sendable () async throws -> Void)?>

    init(_ store: any Store, next: @escaping @Sendable () async throws -> Void) {
        self.store = store
        self.next = Mutex(next)
    }

    var hasGoneOn: Bool { next.withLock { $0 == nil } }
    var dialect: Dialect { store.dialect }

    func read(_ statements: [SQL]) async throws -> [[Row]] { try await store.read(statements) }

    func commit(_ statements: [SQL]) async throws -> [[Row]] {
        let rows = try await store.commit(statements)
        let now = next.withLock { next in
            defer { next = nil }
            return next
        }
        try await now?()
        return rows
    }
}
