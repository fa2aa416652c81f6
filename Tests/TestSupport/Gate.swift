import Synchronization

/// Holds everyone who comes to it until it is opened.
package final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
        var lastID = 0
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    package init() {}

    /// How many wait before it.
    package var waiting: Int { state.withLock { $0.waiting.count } }

    package func open() {
        let freed = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for passer in freed { passer.resume() }
    }

    /// - Throws: `CancellationError` when the task is cancelled while it waits.
    package func pass() async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { arrive($0, id) }
        } onCancel: {
            leave(id)
        }
    }

    private func arrive(_ passer: CheckedContinuation<Void, any Error>, _ id: Int) {
        let outcome: Result<Void, any Error>? = state.withLock { state in
            if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
            if state.isOpen { return .success(()) }
            state.waiting[id] = passer
            return nil
        }
        if let outcome { passer.resume(with: outcome) }
    }

    private func leave(_ id: Int) {
        let passer = state.withLock { state in
            if state.waiting[id] == nil { state.cancelled.insert(id) }
            return state.waiting.removeValue(forKey: id)
        }
        passer?.resume(throwing: CancellationError())
    }
}
