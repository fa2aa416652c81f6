package import Domain
package import Foundation
package import Storage
import Synchronization

/// The time zone of each workspace, remembered for a short while: every request needs it, and it hardly ever changes.
package final class WorkspaceSettings: Sendable {
    private struct Known {
        var zone: TimeZone
        var until: Timestamp
    }

    private let store: any Store
    private let clock: WallClock
    private let known = Mutex<[WorkspaceID: Known]>([:])
    private static let validity = Duration.seconds(5)

    package init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    package func zone(of workspace: WorkspaceID) async throws -> TimeZone {
        let now = clock.now()
        if let hit = known.withLock({ $0[workspace] }), hit.until > now { return hit.zone }
        let rows = try await store.read(Workspaces.get(workspace))
        let zone = rows.first.flatMap { knownTimeZone($0.text(2)) } ?? .gmt
        known.withLock { $0[workspace] = Known(zone: zone, until: now.adding(Self.validity)) }
        return zone
    }

    /// The day in the workspace.
    package func today(in workspace: WorkspaceID) async throws -> LocalDate {
        clock.now().localDate(in: try await zone(of: workspace))
    }

    package func forget(_ workspace: WorkspaceID) {
        known.withLock { $0[workspace] = nil }
    }
}
