import Domain
import Logging
import Storage
import TestSupport
import Testing

@testable import Journey

/// The engine over a database of its own, on a clock that the test moves.
struct EngineFixture: Sendable {
    let database: TemporaryDatabase
    let clock: TestClock
    let writer: ScriptedWriter
    let pipeline: Pipeline
    let signals: LocalSignals
    let draining = Draining()

    var store: any Store { database.store }
    var chat: Chat { Chat(pipeline: pipeline, assistant: Assistant(pipeline: pipeline, desk: proposals), memory: memory) }
    var memory: MemoryKeeper { MemoryKeeper(pipeline: pipeline, logger: .silent) }
    var proposals: ProposalDesk { ProposalDesk(pipeline: pipeline, settings: settings) }
    var batches: BatchRequest { BatchRequest(store: store, clock: clock.wall, signals: signals) }

    /// What the offline composer tells in a chat, without the proposals of a plain command.
    func told(_ question: String, in conversation: Int64? = nil) async throws -> String {
        _ = try await chat.answer(owner, typed: question, in: conversation)
        return OfflineComposer().text(for: try #require(writer.assignments.last))
    }

    static func with(
        at moment: String = "2026-03-02T00:00:00.000Z", timeZone: String = "UTC", users: Int64 = 1, writer: ScriptedWriter = ScriptedWriter(),
        on kind: DatabaseKind = .usual, _ body: (EngineFixture) async throws -> Void
    ) async throws {
        let start = utc(moment)
        try await TemporaryDatabase.with(kind, timeZone: timeZone, now: start) { database in
            let clock = TestClock(start)
            let settings = WorkspaceSettings(store: database.store, clock: clock.wall)
            let signals = LocalSignals()
            let pipeline = Pipeline(
                store: database.store, clock: clock.wall,
                contexts: ContextBuilder(store: database.store, settings: settings, olderMessages: true), writer: writer, owner: "here",
                signals: signals, seed: TestSeed.draw)
            let engine = EngineFixture(database: database, clock: clock, writer: writer, pipeline: pipeline, signals: signals)
            _ = try await database.store.commit(Workspaces.ensureFirst(timeZone: timeZone, agents: AgentCatalog.rows, now: start))
            for user in 1...users { try await engine.addUser(user) }
            try await body(engine)
        }
    }

    /// A user with a business profile.
    func addUser(_ user: Int64) async throws {
        let person = Person(workspace: .first, user: user)
        _ = try await store.commit(
            Users.ensure(person, now: clock.now) + [BusinessProfiles.save(person, ["business_type": .text("hotel software")], now: clock.now)])
    }

    var settings: WorkspaceSettings { WorkspaceSettings(store: store, clock: clock.wall) }
    var editor: AgentEditor { AgentEditor(store: store, clock: clock.wall, settings: settings, signals: signals, catchUp: .seconds(3600)) }

    /// Another workspace, whose owner has a business profile.
    func addWorkspace(in zone: String = "UTC") async throws -> WorkspaceID {
        let rows = try await store.commit(Workspaces.create(name: "Other", timeZone: zone, agents: AgentCatalog.rows, now: clock.now))
        let workspace = WorkspaceID(rows[0][0].integer(0))
        let owner = Person(workspace: workspace, user: Users.owner)
        _ = try await store.commit(BusinessProfiles.save(owner, ["business_type": .text("bakery")], now: clock.now))
        return workspace
    }

    func scheduler(on store: (any Store)? = nil, logger: Logger = .silent) -> Scheduler {
        Scheduler(
            store: store ?? self.store, clock: clock.wall, logger: logger, catchUp: .seconds(3600), wakeup: signals.schedules, signals: signals)
    }

    /// The pipeline over another way to the database.
    func pipeline(on store: any Store) -> Pipeline {
        let contexts = ContextBuilder(store: store, settings: WorkspaceSettings(store: store, clock: clock.wall), olderMessages: true)
        return Pipeline(store: store, clock: clock.wall, contexts: contexts, writer: writer, owner: "here", signals: signals, seed: TestSeed.draw)
    }

    func worker(
        on pipeline: Pipeline? = nil, concurrency: Int = 4, owner: String = "worker", isAlone: Bool = false, logger: Logger = .silent
    ) -> RunWorker {
        RunWorker(
            pipeline: pipeline ?? self.pipeline, logger: logger, wakeup: signals.runs, signals: signals, draining: draining,
            concurrency: concurrency, owner: owner,
            isAlone: isAlone)
    }

    func outbox(_ channel: ScriptedChannel, on store: (any Store)? = nil, concurrency: Int = 4, owner: String = "outbox", isAlone: Bool = false)
        -> Outbox
    {
        Outbox(
            store: store ?? self.store, clock: clock.wall, logger: .silent, channels: [channel],
            vault: Vault(store: self.store, clock: clock.wall, keys: nil), wakeup: signals.deliveries, draining: draining,
            concurrency: concurrency, owner: owner, isAlone: isAlone)
    }

    /// A webhook, and a message of each user on its way to it.
    func addDeliveries(isIdempotent: Bool = false) async throws {
        let values: Table.Values = ["url": .text("https://example.com/hook"), "is_idempotent": .integer(isIdempotent ? 1 : 0)]
        try await store.commit(Webhooks.insert(.first, values, secret: "whsec_secret", now: clock.now))
        _ = try await batches.request(.reminder, in: .first)
        try await worker().drain()
    }

    func deliveries(_ columns: String = "state") async throws -> [String] {
        try await store.read(SQL("SELECT \(columns) FROM deliveries ORDER BY id")).map { $0.text(0) }
    }

    func delivery(_ id: Int64) async throws -> [String: SQLValue] {
        let table = Deliveries.table
        let rows = try await store.read(table.get(.first, id: id))
        return Dictionary(uniqueKeysWithValues: zip(table.columns.map(\.name), rows.first?.values ?? []))
    }

    func occurrences(_ columns: String = "agent_type || ' ' || state", where condition: String = "1 = 1") async throws -> [String] {
        try await store.read(SQL("SELECT \(columns) FROM occurrences WHERE \(condition) ORDER BY due_at, id")).map { $0.text(0) }
    }

    /// `agent due-time` of all that was planned, in order.
    func planned() async throws -> [String] {
        try await store.read(SQL("SELECT agent_type, due_at FROM occurrences ORDER BY due_at, id")).map { "\($0.text(0)) \($0.time(1).wallClock)" }
    }

    func states() async throws -> [String] {
        try await store.read(SQL("SELECT state FROM agent_runs ORDER BY id")).map { $0.text(0) }
    }

    /// `agent_type|body|status` of the whole history, oldest first.
    func history() async throws -> [String] {
        try await store.read(SQL("SELECT agent_type || '|' || body || '|' || status FROM communications ORDER BY id")).map { $0.text(0) }
    }

    func run(_ id: Int64) async throws -> [String: SQLValue] {
        let table = AgentRuns.table
        let rows = try await store.read(table.get(.first, id: id))
        return Dictionary(uniqueKeysWithValues: zip(table.columns.map(\.name), rows.first?.values ?? []))
    }
}

/// `2026-03-02T00:00:00.000Z`.
func utc(_ text: String) -> Timestamp {
    guard let day = LocalDate(String(text.prefix(10))) else { preconditionFailure("\(text) has no day") }
    let parts = text.dropFirst(11).prefix(8).split(separator: ":").compactMap { Int64($0) }
    return Timestamp(seconds: day.dayNumber * 86_400 + parts[0] * 3600 + parts[1] * 60 + parts[2])
}

let owner = Person(workspace: .first, user: 1)

struct Refused: Error, Equatable {}

extension Logger {
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
