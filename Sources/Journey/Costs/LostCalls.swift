package import Domain
package import Logging
package import Storage

/// Ends, in the books, the calls of instances that were stopped meanwhile: nothing stays set aside for ever.
package struct LostCalls: TickingService {
    package static let work = "ending lost calls of models"
    private let store: any Store
    package let clock: WallClock
    package let logger: Logger
    package let wakeup = Wakeup()
    private static let interval = Duration.seconds(10)
    private static let most: Int64 = 128

    package init(store: any Store, clock: WallClock, logger: Logger) {
        self.store = store
        self.clock = clock
        self.logger = logger
    }

    package func tick() async throws -> Duration {
        let now = clock.now()
        let keys = try await store.read(ModelCalls.overdue(now: now, limit: Self.most)).map { $0.text(0) }
        guard !keys.isEmpty else { return Self.interval }
        _ = try await store.commit(ModelCalls.endLost(keys, now: now))
        return keys.count == Int(Self.most) ? .zero : Self.interval
    }
}
