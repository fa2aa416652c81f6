package import Storage
import Synchronization

/// A database that is gone after so many commits, as for a process that ends there.
package final class CutStore: Store {
    private let store: any Store
    private let left: Mutex<Int>

    package init(_ store: any Store, after commits: Int) {
        self.store = store
        left = Mutex(commits)
    }

    package var dialect: Dialect { store.dialect }
    package func read(_ statements: [SQL]) async throws -> [[Row]] { try await store.read(statements) }

    package func commit(_ statements: [SQL]) async throws -> [[Row]] {
        let isOver = left.withLock { left in
            defer { left -= 1 }
            return left <= 0
        }
        guard !isOver else { throw StoreError.unavailable(reason: "The process has ended.") }
        return try await store.commit(statements)
    }
}
