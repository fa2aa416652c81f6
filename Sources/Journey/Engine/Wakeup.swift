import Synchronization

/// Wakes a service that waits for work; any number of calls while it is busy count as one.
///
/// Not an `AsyncStream`: cancelling a task that waits on one ends the stream for good.
package final class Wakeup: Sendable {
    private enum State {
        case idle
        case called
        case waiting(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.idle)
    private let followers = Mutex<[Wakeup]>([])

    package init() {}

    package func callAsFunction() {
        let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
            guard case .waiting(let waiter) = state else {
                state = .called
                return nil
            }
            state = .idle
            return waiter
        }
        waiter?.resume()
        for follower in followers.withLock({ $0 }) { follower() }
    }

    /// Has another one woken whenever this one is.
    func alsoWakes(_ other: Wakeup) { followers.withLock { $0.append(other) } }

    /// Ends when somebody wakes it, `limit` has passed, or the task is cancelled. One waiter at a time.
    func wait(atMost limit: Duration, sleep: @escaping @Sendable (Duration) async throws -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // A cancelled sleep means that the waiter has been woken, or is cancelled itself.
                if (try? await sleep(limit)) != nil { self() }
            }
            await withTaskCancellationHandler {
                await called()
            } onCancel: {
                self()
            }
            group.cancelAll()
        }
    }

    private func called() async {
        await withCheckedContinuation { waiter in
            let isCalled = state.withLock { state in
                if case .called = state {
                    state = .idle
                    return true
                }
                state = .waiting(waiter)
                return false
            }
            if isCalled { waiter.resume() }
        }
    }
}
