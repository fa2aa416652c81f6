import ServiceLifecycle
import Synchronization

/// Wakes the services of this process at once, and those of other instances soon.
///
/// What is sent within one pause goes out once: a batch of a thousand messages must not cost a thousand notifications.
package final class SharedSignals: Signals, Service {
    private let local: LocalSignals
    private let notify: @Sendable (Signal) async -> Void
    private let sleep: @Sendable (Duration) async throws -> Void
    private let pending = Mutex<Set<Signal>>([])
    private let wakeup = Wakeup()
    private static let pause = Duration.milliseconds(50)
    private static let longestWait = Duration.seconds(3600)

    /// - Parameter notify: tells the other instances; a failure is its own to log, since polling makes up for it.
    package init(
        local: LocalSignals, sleep: @escaping @Sendable (Duration) async throws -> Void, notify: @escaping @Sendable (Signal) async -> Void
    ) {
        self.local = local
        self.sleep = sleep
        self.notify = notify
    }

    package func send(_ signal: Signal) {
        local.send(signal)
        if pending.withLock({ $0.insert(signal).inserted }) { wakeup() }
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.wakeup.wait(atMost: Self.longestWait, sleep: self.sleep)
                await self.notifyPending()
                try await self.sleep(Self.pause)
            }
        }
    }

    private func notifyPending() async {
        let signals = pending.withLock { pending in
            defer { pending = [] }
            return pending
        }
        for signal in signals { await notify(signal) }
    }
}
