package import Domain
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
    private let trouble: RepeatedTrouble
    private static let interval = Duration.seconds(60)
    private static let most: Int64 = 100

    package init(store: any Store, clock: WallClock, logger: Logger, desk: DraftDesk) {
        self.store = store
        self.clock = clock
        self.logger = logger
        self.desk = desk
        trouble = RepeatedTrouble("ending a workspace's old drafts", logger)
    }

    /// Where one cannot be rejected, its workspace's are left to the next time.
    package func tick() async throws -> Duration {
        let now = clock.now()
        let patience = try await store.read(Workspaces.draftDays).map { Drafts.Patience($0, now: now) }
        var failed: Set<WorkspaceID> = []
        var last: Int64 = 0
        while !Task.isCancelled {
            let drafts = Drafts.expired(try await store.read(Drafts.expired(patience, after: last, limit: Self.most)))
            for draft in drafts where !failed.contains(draft.workspace) {
                let part = ["workspace.id": "\(draft.workspace.value)"]
                if try await trouble.attempt(part, at: now, { try await reject(draft) }) != nil { failed.insert(draft.workspace) }
            }
            guard drafts.count == Int(Self.most), let end = drafts.last else { break }
            last = end.id
        }
        return Self.interval
    }

    private func reject(_ draft: Drafts.Expired) async throws {
        do {
            _ = try await desk.reject(draft.id, in: draft.workspace, reason: draft.isTooOld ? DraftLife.isTooOld : DraftLife.dayIsOver)
        } catch is AlreadyDecided {
            // Somebody has decided on it in this very moment.
        } catch is RowNotFound {
            // Or has deleted it.
        }
    }
}
