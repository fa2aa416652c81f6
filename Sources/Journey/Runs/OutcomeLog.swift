import Domain
import Storage
import Synchronization

/// Stores outcomes: what arrives while one commit is under way shares the next, and a database that is away is waited for.
///
/// Only for outcomes whose statements judge for themselves whether they still apply, and that change nothing when they
/// run again: a commit whose answer was lost is repeated.
final class OutcomeLog<Outcome: Sendable>: Sendable {
    private struct Entry: Sendable {
        var outcome: Outcome
        var caller: CheckedContinuation<Turn, Never>
    }

    private enum Turn: Sendable {
        case stored
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
    private let statements: @Sendable ([Outcome]) -> [SQL]
    private let onStored: @Sendable ([[Row]]) -> Void
    private let state = Mutex(State())
    private let largestGroup = 128

    /// - Parameters:
    ///   - statements: what stores outcomes together.
    ///   - onStored: told what they returned once they are stored.
    init(
        store: any Store, clock: WallClock, statements: @escaping @Sendable ([Outcome]) -> [SQL],
        onStored: @escaping @Sendable ([[Row]]) -> Void = { _ in }
    ) {
        // Whoever commits does so for others too.
        self.store = store.acrossWorkspaces
        self.clock = clock
        self.statements = statements
        self.onStored = onStored
    }

    /// - Throws: `StoreError` for what will not work later either; `CancellationError` where the task is cancelled while the
    ///   database is away.
    func record(_ outcome: Outcome) async throws {
        try await DatabaseWait(clock: clock).untilThere { try await commit(outcome) }
    }

    private func commit(_ outcome: Outcome) async throws {
        switch await turn(outcome) {
        case .stored: return
        case .alone: try await store([outcome])
        case .lead: try await lead(outcome)
        }
    }

    private func store(_ outcomes: [Outcome]) async throws {
        onStored(try await store.commit(statements(outcomes)))
    }

    private func turn(_ outcome: Outcome) async -> Turn {
        await withCheckedContinuation { caller in
            let isLeader = state.withLock { state in
                if state.isCommitting {
                    state.waiting.append(Entry(outcome: outcome, caller: caller))
                    return false
                }
                state.isCommitting = true
                return true
            }
            if isLeader { caller.resume(returning: .lead) }
        }
    }

    /// Stores its own outcome with those of all who wait, then hands the lead on.
    private func lead(_ own: Outcome) async throws {
        let others = state.withLock { state in
            defer { state.waiting.removeFirst(min(state.waiting.count, largestGroup - 1)) }
            return Array(state.waiting.prefix(largestGroup - 1))
        }
        defer { handOn() }
        do {
            try await store([own] + others.map(\.outcome))
            for other in others { other.caller.resume(returning: .stored) }
        } catch {
            for other in others { other.caller.resume(returning: .alone) }
            guard !others.isEmpty else { throw error }
            try await store([own])
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
