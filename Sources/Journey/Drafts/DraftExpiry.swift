package import Domain
import Foundation
package import Logging
package import Storage

/// Rejects drafts that nobody decided on while they were right.
package struct DraftExpiry: TickingService {
    package static let work = "ending old drafts"
    private let store: any Store
    package let clock: WallClock
    package let logger: Logger
    package let wakeup = Wakeup()
    private let desk: DraftDesk
    private static let interval = Duration.seconds(60)
    private static let most: Int64 = 100

    package init(store: any Store, clock: WallClock, logger: Logger, desk: DraftDesk) {
        self.store = store
        self.clock = clock
        self.logger = logger
        self.desk = desk
    }

    package func tick() async throws -> Duration {
        var isFull = false
        for row in try await store.read(Workspaces.draftDays) {
            let count = try await expire(
                in: WorkspaceID(row.integer(0)), knownTimeZone(row.text(1)) ?? .gmt, days: row.integer(2), since: row.time(3))
            isFull = isFull || count == Int(Self.most)
        }
        return isFull ? .zero : Self.interval
    }

    private func expire(in workspace: WorkspaceID, _ zone: TimeZone, days: Int64, since: Timestamp) async throws -> Int {
        let today = clock.now().localDate(in: zone)
        let dayBegan = today.instant(at: .midnight, in: zone)
        let oldest = today.adding(days: -days).instant(at: .midnight, in: zone)
        let rows = try await store.read(Drafts.expired(workspace, dayBegan: dayBegan, oldest: oldest, since: since, limit: Self.most))
        for row in rows {
            let reason = DraftLife.end(of: row.text(1), from: row.time(2).localDate(in: zone), on: today, days: days) ?? DraftLife.dayIsOver
            // Somebody may decide on it in this very moment.
            do { _ = try await desk.reject(row.integer(0), in: workspace, reason: reason) } catch is AlreadyDecided {} catch is RowNotFound {}
        }
        return rows.count
    }
}
