import Synchronization

/// Hands on whichever comes first, once: what a request's work makes, or what its caller is told instead.
final class FirstAnswer: Sendable {
    private struct State {
        var waiting: CheckedContinuation<Answer, any Error>?
        var early: Result<Answer, any Error>?
        var isOver = false
    }

    private let state = Mutex(State())

    /// To be awaited once.
    ///
    /// - Throws: the failure, where that came first.
    func value() async throws -> Answer {
        try await withCheckedThrowingContinuation { waiting in
            let early = state.withLock { state in
                if state.early == nil { state.waiting = waiting }
                return state.early
            }
            if let early { waiting.resume(with: early) }
        }
    }

    func come(_ answer: Result<Answer, any Error>) {
        let waiting = state.withLock { state -> CheckedContinuation<Answer, any Error>? in
            guard !state.isOver else { return nil }
            state.isOver = true
            if state.waiting == nil { state.early = answer }
            return state.waiting.take()
        }
        waiting?.resume(with: answer)
    }
}
