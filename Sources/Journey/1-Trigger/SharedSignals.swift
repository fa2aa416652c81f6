package import Domain
package import Logging
import ServiceLifecycle
package import Storage
import Synchronization

/// Wakes the services of this process at once, and those of the other instances on its database soon.
///
/// What is sent within one pause goes out once: a thousand messages must not cost a thousand notifications.
package final class SharedSignals: Signals, Service {
    private let local: LocalSignals
    private let store: any Store
    private let clock: WallClock
    private let logger: Logger
    private let pending = Mutex<Set<Signal>>([])
    private let wakeup = Wakeup()
    private static let pause = Duration.milliseconds(50)
    private static let longestWait = Duration.seconds(3600)

    package init(local: LocalSignals, store: any Store, clock: WallClock, logger: Logger) {
        self.local = local
        self.store = store
        self.clock = clock
        self.logger = logger
    }

    package func send(_ signal: Signal) {
        local.send(signal)
        if pending.withLock({ $0.insert(signal).inserted }) { wakeup() }
    }

    package func run() async throws {
        listen()
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.wakeup.wait(atMost: Self.longestWait, sleep: self.clock.sleep)
                await self.notifyPending()
                try await self.clock.sleep(Self.pause)
            }
        }
        // Services that stop after this one still wake each other; nobody else has to know at once.
        try? await gracefulShutdown()
    }

    private func listen() {
        let signals = Dictionary(uniqueKeysWithValues: Signal.allCases.map { ($0.topic, $0) })
        store.listen(signals.keys.sorted()) { [local] topic in
            if let signal = signals[topic] { local.send(signal) }
        } onTrouble: { [logger] reason in
            logger.warning("other instances cannot wake this one; it looks for work by itself", metadata: ["reason": "\(reason)"])
        }
    }

    private func notifyPending() async {
        let signals = pending.withLock { pending in
            defer { pending = [] }
            return pending
        }
        for signal in signals { await store.notify(signal.topic) }
    }
}

extension Signal {
    /// The name under which the database passes it on.
    package var topic: String { "crm_agent_\(rawValue)" }
}
