package import Domain
package import Logging
package import Storage

/// Puts the entries of the audit trail into the chains of their workspaces, in the order of their ids, soon after their commits.
///
/// Any number of instances may do so: a chain's end is moved on from where its sealer found it, or not at all.
package struct AuditSealer: Sendable {
    private let store: any Store
    private static let batch: Int64 = 512

    package init(store: any Store) { self.store = store }

    /// Seals everything of a workspace that was committed before the call.
    package func seal(_ workspace: WorkspaceID) async throws {
        var isDone = false
        while !isDone {
            do { isDone = try await sealSome(workspace) } catch is SealedMeanwhile { continue }
        }
    }

    /// Whether nothing was left.
    private func sealSome(_ workspace: WorkspaceID) async throws -> Bool {
        let answers = try await store.read([AuditEntries.head(workspace), AuditEntries.unsealed(workspace, limit: Self.batch)])
        guard !answers[1].isEmpty else { return true }
        let start = AuditEntries.head(answers[0])
        var head = start
        let seals = answers[1].map(AuditEntries.entry).map { entry in
            let seal = AuditChain.seal(entry, after: head, salt: AuditChain.salt())
            head = AuditHead(sequence: seal.sequence, hash: seal.hash)
            return (entry.id, seal)
        }
        _ = try await store.commit(AuditEntries.seal(workspace, seals, after: start))
        return answers[1].count < Int(Self.batch)
    }
}

/// Seals the audit trail every second.
package struct AuditSealing: TickingService {
    package static let work = "sealing the audit trail"
    private let store: any Store
    package let clock: WallClock
    package let logger: Logger
    package let wakeup = Wakeup()
    private let trouble: RepeatedTrouble
    private static let interval = Duration.seconds(1)

    package init(store: any Store, clock: WallClock, logger: Logger) {
        self.store = store
        self.clock = clock
        self.logger = logger
        trouble = RepeatedTrouble("sealing a workspace's audit trail", logger)
    }

    /// Seals whatever is not; another instance may do a part of it. A workspace that fails holds up no other.
    package func tick() async throws -> Duration {
        let sealer = AuditSealer(store: store)
        for workspace in try await store.read(AuditEntries.unsealedWorkspaces).map({ WorkspaceID($0.integer(0)) }) {
            _ = try await trouble.attempt(["workspace.id": "\(workspace.value)"], at: clock.now()) { try await sealer.seal(workspace) }
        }
        return Self.interval
    }
}
