package import Domain
package import Journey
package import Storage
import Synchronization

/// Whether this process should get requests: the database answers, its schema is this binary's, and it is not stopping.
///
/// An answer is kept for a second, so that any number of load balancers may ask.
package final class Readiness: Sendable {
    private struct Known {
        var reason: String?
        var until: Timestamp
    }

    private let migrator: Migrator
    private let clock: WallClock
    private let draining: Draining
    private let known = Mutex<Known?>(nil)
    private static let validity = Duration.seconds(1)

    package init(store: any Store, clock: WallClock, draining: Draining) {
        migrator = Migrator(store: store, clock: clock)
        self.clock = clock
        self.draining = draining
    }

    /// Why not, as a sentence; nil where it is ready.
    package func reasonAgainst() async -> String? {
        if draining.hasBegun { return "The server is stopping: it ends the requests in hand and takes no new ones." }
        let now = clock.now()
        if let hit = known.withLock({ $0 }), hit.until > now, hit.until <= now.adding(Self.validity) { return hit.reason }
        let reason = await check()
        known.withLock { $0 = Known(reason: reason, until: clock.now().adding(Self.validity)) }
        return reason
    }

    private func check() async -> String? {
        do {
            let status = try await migrator.status()
            if let newer = status.unknown.max() { return Migrator.Failure.newerDatabase(version: newer).description }
            return status.pending.isEmpty
                ? nil : "The database still has to be brought to this version's schema: \(status.pending.count) steps are left."
        } catch let error as Migrator.Failure {
            return error.description
        } catch StoreError.unavailable(let reason) {
            return reason
        } catch {
            return "The database cannot be read."
        }
    }
}
