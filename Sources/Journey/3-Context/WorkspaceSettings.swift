package import Domain
package import Foundation
package import Storage
import Synchronization

/// The time zone, the budgets and the models of each workspace, remembered for a short while: all work needs them, and they hardly ever change.
package final class WorkspaceSettings: Sendable {
    private struct Known {
        var zone: TimeZone
        var budgets: ModelBudgets?
        var models: [String]
        var until: Timestamp
    }

    private let store: any Store
    private let clock: WallClock
    private let known = Mutex<[WorkspaceID: Known]>([:])
    private static let validity = Duration.seconds(5)
    private static let modelsIndex = Workspaces.columns.firstIndex { $0.name == "models" } ?? 0

    package init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    package func zone(of workspace: WorkspaceID) async throws -> TimeZone { try await values(of: workspace).zone }

    /// - Throws: `RowNotFound` where there is no such workspace, `StoreError`.
    func budgets(of workspace: WorkspaceID) async throws -> ModelBudgets {
        guard let budgets = try await values(of: workspace).budgets else { throw RowNotFound(noun: "workspace", id: workspace.value) }
        return budgets
    }

    /// The models that write for it, the first one first.
    func models(of workspace: WorkspaceID) async throws -> [String] { try await values(of: workspace).models }

    private func values(of workspace: WorkspaceID) async throws -> Known {
        let now = clock.now()
        if let hit = known.withLock({ $0[workspace] }), hit.until > now { return hit }
        let row = try await store.within(workspace).read(Workspaces.get(workspace)).first
        let values = Known(
            zone: row.flatMap { knownTimeZone($0.text(2)) } ?? .gmt, budgets: row.map(ModelBudgets.init),
            models: row.map { JSONText.texts($0.text(Self.modelsIndex)) } ?? [], until: now.adding(Self.validity))
        known.withLock { $0[workspace] = values }
        return values
    }

    /// The day in the workspace.
    package func today(in workspace: WorkspaceID) async throws -> LocalDate { try await moment(in: workspace).today }

    /// Now, as the workspace tells it.
    func moment(in workspace: WorkspaceID) async throws -> LocalMoment {
        let zone = try await zone(of: workspace)
        return LocalMoment(time: clock.now(), zone: zone)
    }

    package func forget(_ workspace: WorkspaceID) {
        known.withLock { $0[workspace] = nil }
    }
}

/// A moment, and where it is told.
struct LocalMoment: Sendable {
    var time: Timestamp
    var zone: TimeZone

    var today: LocalDate { time.localDate(in: zone) }
}
