import Domain
import Journey
import Logging
import ServiceLifecycle
import Storage

/// Brings the database to this version's schema before anything else uses it; tries until it is there.
struct MigrationService: Service {
    let gate: SchemaGate
    let clock: WallClock
    let timeZone: String
    let logger: Logger

    /// - Throws: `Migrator.Failure` for a database of another version, `StoreError`.
    func prepare() async throws {
        do { try await migrate() } catch let error as StoreError {
            gate.keepClosed(because: error.sentence)
            throw error
        }
    }

    private func migrate() async throws {
        try await Migrator(store: gate.store, clock: clock).migrate()
        _ = try await gate.store.acrossWorkspaces.commit(Workspaces.ensureFirst(timeZone: timeZone, agents: AgentCatalog.rows, now: clock.now()))
        gate.open()
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            var pause = Duration.milliseconds(500)
            while !gate.isOpen, (try? await clock.sleep(pause)) != nil {
                do {
                    try await prepare()
                    logger.notice("the database is there, and its schema is current")
                } catch let error as StoreError {
                    logger.error("the database cannot be prepared; it is tried again", metadata: ["reason": "\(error.sentence)"])
                    pause = min(pause * 2, .seconds(2)) * Double.random(in: 0.5...1)
                }
            }
        }
        if gate.isOpen { await tellBypass() }
        try? await gracefulShutdown()
    }

    private func tellBypass() async {
        guard let role = try? await BypassingRole.of(gate.store) else { return }
        logger.warning(
            "PostgreSQL does not keep workspaces apart for this role; `crm-agent doctor` says what to do", metadata: ["role": "\(role.name)"])
    }
}
