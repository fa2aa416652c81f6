package import Domain
package import Logging
package import Storage

/// Removes what is older than workspaces keep it: once a day for each, on one of the instances. Sessions, links and tries of signing
/// in that have run out, and mails given up a week ago, go every few minutes.
package struct RetentionService: TickingService {
    package static let work = "removing old data"
    private let store: any Store
    package let clock: WallClock
    package let logger: Logger
    package let wakeup = Wakeup()
    private let trouble: RepeatedTrouble
    private static let interval = Duration.seconds(600)

    package init(store: any Store, clock: WallClock, logger: Logger) {
        self.store = store
        self.clock = clock
        self.logger = logger
        trouble = RepeatedTrouble("removing a workspace's old data", logger)
    }

    package func tick() async throws -> Duration {
        let now = clock.now()
        _ = try await store.commit([
            Sessions.sweep(now: now), OneTimeLinks.sweep(now: now), SignInTries.sweep(now: now), AccountMails.sweep(now: now),
        ])
        for row in try await store.read(Workspaces.all) {
            let workspace = WorkspaceID(row.integer(0))
            _ = try await trouble.attempt(["workspace.id": "\(workspace.value)"], at: clock.now()) { try await remove(in: workspace) }
        }
        return Self.interval
    }

    private func remove(in workspace: WorkspaceID) async throws {
        guard try await !store.commit(Retention.claim(workspace, now: clock.now())).isEmpty else { return }
        for result in try await RetentionWork(store: store, clock: clock).carryOut(in: workspace) where result.rows > 0 {
            logger.notice(
                "old data was removed", metadata: ["workspace.id": "\(workspace.value)", "kind": "\(result.kind)", "rows": "\(result.rows)"])
        }
    }
}
