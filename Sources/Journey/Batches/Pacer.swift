package import Domain
package import Logging
package import Storage

/// Lets the runs of batches with a rate go as time passes.
///
/// Any number of instances do so on one database: the occurrence's row says up to when runs have been let go, and who moves
/// it on lets the next ones go in the same commit. Without such a batch it looks now and then,
/// since another process may have started one.
package struct Pacer: TickingService {
    package static let work = "letting runs go by their rate"
    private let store: any Store
    package let clock: WallClock
    package let logger: Logger
    package let wakeup: Wakeup
    private let signals: any Signals
    private static let step = Duration.seconds(1)
    private static let longestWait = Duration.seconds(5)

    package init(store: any Store, clock: WallClock, logger: Logger, wakeup: Wakeup, signals: any Signals) {
        self.store = store
        self.clock = clock
        self.logger = logger
        self.wakeup = wakeup
        self.signals = signals
    }

    /// Lets go what the rates allow by now; returns how long there is nothing to do.
    package func tick() async throws -> Duration {
        let rated = BatchRates.rated(try await store.read(BatchRates.rated(now: clock.now())))
        var failure: (any Error)?
        for batch in rated {
            do { try await release(batch) } catch { failure = error }
        }
        // Only after the others have gone on.
        if let failure { throw failure }
        return rated.isEmpty ? Self.longestWait : Self.step
    }

    private func release(_ batch: BatchRates.Rated) async throws {
        let now = clock.now()
        guard let allowance = batch.allowance(at: now) else { return }
        do {
            let rows = try await store.commit(BatchRates.release(batch, allowance, now: now))
            if !rows[1].isEmpty { signals.send(.runs) }
        } catch is BatchMovedOn {
            // The next look sees how it stands.
        }
    }
}
