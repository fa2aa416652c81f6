import Domain
import Storage
import Synchronization

/// Stores outcomes: what arrives while one commit is under way shares the next, and a database that is away is waited for.
///
/// Only for statements that judge for themselves whether they still apply, and that change nothing when they run again:
/// a commit whose answer was lost is repeated.
final class OutcomeLog: Sendable {
    private struct Entry: Sendable {
        var statements: [SQL]
        var caller: CheckedContinuation<Turn, Never>
    }

    private enum Turn: Sendable {
        case stored([[Row]])
        /// The commit failed, perhaps because of another's statements.
        case alone
        /// Commit the group of all who wait.
        case lead
    }

    private struct State {
        var waiting: [Entry] = []
        var isCommitting = false
    }

    private let store: any Store
    private let clock: WallClock
    private let state = Mutex(State())
    private static let largestGroup = 128
    private static let pauses: [Duration] = [.milliseconds(50), .milliseconds(200), .milliseconds(500), .seconds(1)]

    init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    /// - Throws: `StoreError` for what will not work later either; `CancellationError` where the task is cancelled while the
    ///   database is away.
    func record(_ statements: [SQL]) async throws -> [[Row]] {
        var failures = 0
        while true {
            do {
                return try await commit(statements)
            } catch let error as StoreError where error.isPassing {
                try await clock.sleep(Self.pauses[min(failures, Self.pauses.count - 1)])
                failures += 1
            }
        }
    }

    private func commit(_ statements: [SQL]) async throws -> [[Row]] {
        switch await turn(statements) {
        case .stored(let rows): return rows
        case .alone: return try await store.commit(statements)
        case .lead: return try await lead(statements)
        }
    }

    private func turn(_ statements: [SQL]) async -> Turn {
        await withCheckedContinuation { caller in
            let isLeader = state.withLock { state in
                if state.isCommitting {
                    state.waiting.append(Entry(statements: statements, caller: caller))
                    return false
                }
                state.isCommitting = true
                return true
            }
            if isLeader { caller.resume(returning: .lead) }
        }
    }

    /// Commits its own statements with those of all who wait, then hands the lead on.
    private func lead(_ own: [SQL]) async throws -> [[Row]] {
        let others = state.withLock { state in
            defer { state.waiting.removeFirst(min(state.waiting.count, Self.largestGroup)) }
            return Array(state.waiting.prefix(Self.largestGroup))
        }
        defer { handOn() }
        do {
            let rows = try await store.commit(own + others.flatMap(\.statements))
            var place = own.count
            for other in others {
                other.caller.resume(returning: .stored(Array(rows[place..<place + other.statements.count])))
                place += other.statements.count
            }
            return Array(rows[..<own.count])
        } catch {
            for other in others { other.caller.resume(returning: .alone) }
            guard !others.isEmpty else { throw error }
            return try await store.commit(own)
        }
    }

    private func handOn() {
        let next = state.withLock { state in
            state.isCommitting = !state.waiting.isEmpty
            return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
        }
        guard let next else { return }
        next.caller.resume(returning: .lead)
    }
}
