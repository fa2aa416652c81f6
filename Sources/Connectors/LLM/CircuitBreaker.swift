package import Domain
import Synchronization

/// Keeps a chain from asking, message after message, a provider that is out of reach: after some failures in a row it is left alone
/// for a while, and then one caller tries whether it is back.
package final class CircuitBreaker: Sendable {
    private struct State {
        var failures = 0
        var closedFrom: Timestamp?
    }

    private let clock: WallClock
    private let state = Mutex(State())
    /// A message counts once, however often it was tried.
    private static let mostFailures = 5
    private static let pause = Duration.seconds(30)

    package init(clock: WallClock) { self.clock = clock }

    /// How long the provider is to be left alone; nil where it may be asked.
    package func wait() -> Duration? {
        let now = clock.now()
        return state.withLock { state in
            guard let end = state.closedFrom else { return nil }
            guard end <= now else { return .milliseconds(end.milliseconds - now.milliseconds) }
            // Whoever comes first tries; the others wait for what comes of it.
            state.closedFrom = now.adding(Self.pause)
            return nil
        }
    }

    /// What became of a message: nil for an answer.
    package func record(_ error: LLMError?) {
        let now = clock.now()
        state.withLock { state in
            switch error {
            case .unavailable, .timedOut:
                state.failures += 1
                if state.failures >= Self.mostFailures { state.closedFrom = now.adding(Self.pause) }
            case .cancelled, .overBudget: break
            case nil, .misconfigured, .unusable, .wordless: state = State()
            }
        }
    }
}
