package import Domain
import Synchronization

/// Keeps a chain from asking, message after message, a provider that is out of reach: after some failures in a row it is left alone
/// for a while, and then one caller tries whether it is back.
///
/// A failure is often known sooner than an answer, so of many calls at once the failed ones come in first. A row therefore has to
/// be as long as there are calls whose outcome is not known yet.
package final class CircuitBreaker: Sendable {
    private struct State {
        var underWay = 0
        var failures = 0
        var closedFrom: Timestamp?

        /// A message counts once, however often it was tried.
        var isTooMany: Bool { failures >= max(CircuitBreaker.mostFailures, underWay) }
    }

    private let clock: WallClock
    private let state = Mutex(State())
    private static let mostFailures = 5
    private static let pause = Duration.seconds(30)

    package init(clock: WallClock) { self.clock = clock }

    /// How long the provider is to be left alone; nil where it may be asked, which ``Call`` begins.
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

    /// A call under way, until nobody holds it: a stream may be left before its end.
    package final class Call: Sendable {
        private let breaker: CircuitBreaker

        package init(_ breaker: CircuitBreaker) {
            self.breaker = breaker
            breaker.state.withLock { $0.underWay += 1 }
        }

        deinit { breaker.state.withLock { $0.underWay -= 1 } }

        /// What became of the message: nil for an answer.
        package func record(_ error: LLMError?) { breaker.record(error) }
    }

    private func record(_ error: LLMError?) {
        let now = clock.now()
        state.withLock { state in
            switch error {
            case .unavailable, .timedOut:
                state.failures += 1
                if state.isTooMany { state.closedFrom = now.adding(Self.pause) }
            case .cancelled, .overBudget: break
            case nil, .misconfigured, .unusable, .wordless:
                state.failures = 0
                state.closedFrom = nil
            }
        }
    }
}
