package import Domain
package import Journey
package import Storage

/// Whether this process should get requests: the database answers, its schema is this binary's, and it is not stopping.
///
/// Any number of load balancers may ask, also while the database is so busy that a check has to wait for a connection.
package final class Readiness: Sendable {
    private let draining: Draining
    private let database: SharedCheck

    package init(store: any Store, clock: WallClock, draining: Draining) {
        self.draining = draining
        let migrator = Migrator(store: store, clock: clock)
        database = SharedCheck(clock: clock, late: "The database has not answered in time: it is busy or away.") { await Self.check(migrator) }
    }

    /// Why not, as a sentence; nil where it is ready.
    package func reasonAgainst() async -> String? {
        if draining.hasBegun { return Self.stopping }
        let reason = await database.reasonAgainst()
        return draining.hasBegun ? Self.stopping : reason
    }

    private static let stopping = "The server is stopping: it ends the requests in hand and takes no new ones."

    private static func check(_ migrator: Migrator) async -> String? {
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
