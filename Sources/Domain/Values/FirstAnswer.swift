package import Synchronization

/// Hands on whichever answer comes first, once: what the work makes, or what whoever waits for it is told instead.
///
/// Inlinable, since every call waits for some: made for any value it looks its types up each time.
package final class FirstAnswer<Value: Sendable>: Sendable {
    @usableFromInline struct State {
        @usableFromInline var waiting: CheckedContinuation<Value, any Error>?
        @usableFromInline var early: Result<Value, any Error>?
        @usableFromInline var isOver = false

        @usableFromInline init() {}
    }

    @usableFromInline let state = Mutex(State())

    @inlinable package init() {}

    /// To be awaited once.
    ///
    /// - Throws: the failure, where that came first.
    @inlinable package func value() async throws -> Value {
        try await withCheckedThrowingContinuation { waiting in
            let early = state.withLock { state in
                if state.early == nil { state.waiting = waiting }
                return state.early
            }
            if let early { waiting.resume(with: early) }
        }
    }

    @inlinable package func come(_ answer: Result<Value, any Error>) {
        let waiting = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            guard !state.isOver else { return nil }
            state.isOver = true
            if state.waiting == nil { state.early = answer }
            return state.waiting.take()
        }
        waiting?.resume(with: answer)
    }
}
