import Synchronization

/// Hands on whichever answer comes first, once: what the work makes, or what whoever waits for it is told instead.
package final class FirstAnswer<Value: Sendable>: Sendable {
    private struct State {
        var waiting: CheckedContinuation<Value, any Error>?
        var early: Result<Value, any Error>?
        var isOver = false
    }

    private let state = Mutex(State())

    package init() {}

    /// To be awaited once.
    ///
    /// - Throws: the failure, where that came first.
    package func value() async throws -> Value {
        try await withCheckedThrowingContinuation { waiting in
            let early = state.withLock { state in
                if state.early == nil { state.waiting = waiting }
                return state.early
            }
            if let early { waiting.resume(with: early) }
        }
    }

    package func come(_ answer: Result<Value, any Error>) {
        let waiting = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            guard !state.isOver else { return nil }
            state.isOver = true
            if state.waiting == nil { state.early = answer }
            return state.waiting.take()
        }
        waiting?.resume(with: answer)
    }
}
