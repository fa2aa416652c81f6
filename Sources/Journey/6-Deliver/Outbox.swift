package import Domain
package import Logging
import ServiceLifecycle
package import Storage

/// Sends what has been written: claims deliveries, hands each to its channel, and records what became of it.
package final class Outbox: Service {
    private let work: DeliveryWork
    private let loop: WorkLoop<DeliveryWork>
    private let isAlone: Bool

    /// - Parameters:
    ///   - concurrency: how many deliveries are under way at the same time.
    ///   - owner: tells this process from every other, so that its claims are its own.
    ///   - isAlone: whether no other process can work on this database: then all other claims are of processes now gone.
    package init(
        store: any Store, clock: WallClock, logger: Logger, channels: [any Channel], vault: Vault, wakeup: Wakeup, draining: Draining,
        concurrency: Int,
        owner: String, isAlone: Bool
    ) {
        work = DeliveryWork(store: store, clock: clock, logger: logger, channels: channels, vault: vault, owner: owner)
        loop = WorkLoop(work, clock: clock, logger: logger, wakeup: wakeup, draining: draining, concurrency: concurrency)
        self.isAlone = isAlone
    }

    package func run() async throws {
        if isAlone { try? await work.takeBackOthers() }
        await loop.run()
    }

    /// Works until no delivery is due; returns whether there was one.
    @discardableResult
    package func drain() async throws -> Bool { try await loop.drain() }
}
