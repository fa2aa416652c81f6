package import Domain
import ServiceLifecycle
import Synchronization

/// Whether this process has been told to stop: from then on it takes up nothing new and ends what it has in hand.
package final class Draining: Sendable {
    private struct State {
        var hasBegun = false
        var handlers: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    package init() {}

    package var hasBegun: Bool { state.withLock { $0.hasBegun } }

    package func begin() {
        let handlers = state.withLock { state in
            state.hasBegun = true
            defer { state.handlers = [] }
            return state.handlers
        }
        for handler in handlers { handler() }
    }

    /// Calls `handler` once when draining begins, or now where it has begun.
    func onBegin(_ handler: @escaping @Sendable () -> Void) {
        let hasBegun = state.withLock { state in
            if !state.hasBegun { state.handlers.append(handler) }
            return state.hasBegun
        }
        if hasBegun { handler() }
    }
}

/// Begins draining at the signal to stop.
///
/// A `ServiceGroup` stops its services one after the other, the last first, and each takes its time. As the last of them
/// this one lets all others know at once.
package struct DrainingSwitch: Service {
    private let draining: Draining
    private let delay: Duration
    private let clock: WallClock

    /// - Parameter delay: how long requests are still taken, until load balancers have seen that this process is not ready.
    package init(_ draining: Draining, delay: Duration, clock: WallClock) {
        self.draining = draining
        self.delay = delay
        self.clock = clock
    }

    package func run() async throws {
        try? await gracefulShutdown()
        draining.begin()
        if delay > .zero { try? await clock.sleep(delay) }
    }
}
