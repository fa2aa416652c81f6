package import Domain
package import Logging
package import Storage

/// Finishes erasures that were begun, on whichever instance.
package struct ErasureService: TickingService {
    package static let work = "erasing contacts"
    private let store: any Store
    package let clock: WallClock
    package let logger: Logger
    package let wakeup = Wakeup()
    private static let interval = Duration.seconds(10)
    private static let slicesAtOnce = 100

    package init(store: any Store, clock: WallClock, logger: Logger) {
        self.store = store
        self.clock = clock
        self.logger = logger
    }

    package func tick() async throws -> Duration {
        var isUnderWay = false
        for row in try await store.read(Erasures.open(limit: 10)) {
            let before = Erasures.erasure(row)
            let after = try await ContactErasure(store: store, clock: clock).carryOn(before, slices: Self.slicesAtOnce)
            if after.isDone {
                logger.notice("a contact was erased", metadata: ["contact.id": "\(after.contact)", "workspace.id": "\(after.workspace.value)"])
            }
            isUnderWay = isUnderWay || (!after.isDone && after.stage != ErasureStage.stop.key)
        }
        return isUnderWay ? .zero : Self.interval
    }
}
