import Storage
import Synchronization

/// A database that counts its reads and commits, some of which fail; and those that it refuses by itself.
final class CountingStore: Store {
    private let store: any Store
    private let failing: Range<Int>
    private let failure: StoreError
    let commits = Atomic(0)
    private let refusals = Atomic(0)
    private let readCount = Atomic(0)
    var refused: Int { refusals.load(ordering: .relaxed) }
    var reads: Int { readCount.load(ordering: .relaxed) }

    /// - Parameters:
    ///   - failures: how many commits fail, one after the other.
    ///   - successes: how many succeed before them.
    init(_ store: any Store, failures: Int = 0, after successes: Int = 0, of failure: StoreError = .unavailable(reason: "Away.")) {
        self.store = store
        failing = successes..<successes + failures
        self.failure = failure
    }

    var dialect: Dialect { store.dialect }

    func read(_ statements: [SQL]) async throws -> [[Row]] {
        readCount.wrappingAdd(1, ordering: .relaxed)
        return try await store.read(statements)
    }

    func commit(_ statements: [SQL]) async throws -> [[Row]] {
        let number = commits.wrappingAdd(1, ordering: .relaxed).oldValue
        guard !failing.contains(number) else { throw failure }
        do { return try await store.commit(statements) } catch {
            refusals.wrappingAdd(1, ordering: .relaxed)
            throw error
        }
    }
}
