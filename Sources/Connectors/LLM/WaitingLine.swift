import Synchronization

/// Lets one caller in at a time, in the order in which they came.
final class WaitingLine: Sendable {
    private struct State {
        var isTaken = false
        var waiting: [(id: Int, caller: CheckedContinuation<Void, any Error>)] = []
        var lastID = 0
        /// Callers whose task was cancelled before they had joined the line.
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    /// How many wait for their turn.
    var length: Int { state.withLock { $0.waiting.count } }

    /// Returns when it is the caller's turn, who then has to `leave`.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before; the caller has left the line then.
    func enter() async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { join(id, $0) }
        } onCancel: {
            giveUp(id)
        }
        // Cancelled in the very moment of its turn: it has it, and its own work will notice.
        state.withLock { _ = $0.cancelled.remove(id) }
    }

    func leave() {
        let next = state.withLock { state in
            state.isTaken = !state.waiting.isEmpty
            return state.waiting.isEmpty ? nil : state.waiting.removeFirst().caller
        }
        next?.resume()
    }

    private func join(_ id: Int, _ caller: CheckedContinuation<Void, any Error>) {
        let outcome: Result<Void, any Error>? = state.withLock { state in
            if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
            if state.isTaken {
                state.waiting.append((id, caller))
                return nil
            }
            state.isTaken = true
            return .success(())
        }
        if let outcome { caller.resume(with: outcome) }
    }

    private func giveUp(_ id: Int) {
        let caller: CheckedContinuation<Void, any Error>? = state.withLock { state in
            guard let place = state.waiting.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.waiting.remove(at: place).caller
        }
        caller?.resume(throwing: CancellationError())
    }
}
