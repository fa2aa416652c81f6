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
    private let trouble: RepeatedTrouble
    private static let interval = Duration.seconds(10)
    private static let slicesAtOnce = 100

    package init(store: any Store, clock: WallClock, logger: Logger) {
        self.store = store
        self.clock = clock
        self.logger = logger
        trouble = RepeatedTrouble("erasing a contact", logger)
    }

    /// Takes each further; one that fails, or has to wait, holds up no other.
    package func tick() async throws -> Duration {
        var isUnderWay = false
        var last: Int64 = 0
        while !Task.isCancelled, case let rows = try await store.read(Erasures.open(after: last, limit: 10)), !rows.isEmpty {
            for erasure in rows.map(Erasures.erasure) {
                last = erasure.id
                let part = ["contact.id": "\(erasure.contact)", "workspace.id": "\(erasure.workspace.value)"]
                _ = try await trouble.attempt(part, at: clock.now()) {
                    if try await goesOn(erasure) { isUnderWay = true }
                }
            }
        }
        return isUnderWay ? .zero : Self.interval
    }

    /// Whether there is more to do at once.
    private func goesOn(_ before: Erasures.Erasure) async throws -> Bool {
        let after = try await ContactErasure(store: store, clock: clock).carryOn(before, slices: Self.slicesAtOnce)
        if after.isDone {
            logger.notice("a contact was erased", metadata: ["contact.id": "\(after.contact)", "workspace.id": "\(after.workspace.value)"])
        }
        return !after.isDone && after.stage != ErasureStage.stop.key
    }
}
