import AsyncHTTPClient
import Connectors
import Domain
import Foundation
import Journey
import Logging
import Storage
import Web

/// The composition root: makes every part once and puts them together.
struct Wiring: Sendable {
    let settings: Settings
    let database: Database
    let store: any Store
    let clock: WallClock
    let logger: Logger
    let http: HTTPClient
    let workspaces: WorkspaceSettings
    let pipeline: Pipeline
    let chat: Chat
    let schedulerWakeup = Wakeup()
    let workerWakeup = Wakeup()
    let migration: MigrationService
    let instance = UUID().uuidString

    /// Opens and migrates the database, and makes the writer that the environment asks for.
    ///
    /// - Parameter mayWait: whether a PostgreSQL may still be away: then `migration` is to run until it is there.
    init(_ options: DataOptions, mayWait: Bool = false, overriding change: (inout Settings) throws -> Void = { _ in }) async throws {
        let environment = try await Environment.load()
        var settings = try Settings(environment)
        if let data = options.data { settings.dataFolder = data }
        try change(&settings)
        self.settings = settings
        logger = Self.logger(settings.logLevel)
        database = try Database.open(settings)
        clock = database.clock
        let gate = SchemaGate(database.store)
        migration = MigrationService(gate: gate, clock: clock, timeZone: settings.timeZone, logger: logger)
        do { try await migration.prepare() } catch let error as StoreError where error.isPassing && mayWait && settings.postgres != nil {
            logger.error("the database is not there yet; it is tried again", metadata: ["reason": "\(error.sentence)"])
        }
        store = gate.isOpen ? database.store : gate
        let http = LLMHTTPClient.make(connections: max(64, settings.concurrency * 2))
        self.http = http
        workspaces = WorkspaceSettings(store: store, clock: clock)
        do {
            let writer = try Self.writer(settings, environment, http, clock)
            pipeline = Pipeline(store: store, clock: clock, contexts: ContextBuilder(store: store, settings: workspaces), writer: writer)
        } catch {
            // A client that is dropped without being shut down stops the process.
            try await http.shutdown()
            throw error
        }
        chat = Chat(pipeline: pipeline)
    }

    var batches: BatchRequest { BatchRequest(store: store, clock: clock, worker: workerWakeup) }

    var web: WebServices {
        WebServices(
            store: store, clock: clock, settings: workspaces, pipeline: pipeline, chat: chat, batches: batches, logger: logger,
            version: CRMAgent.version, instance: instance)
    }

    var scheduler: Scheduler {
        Scheduler(store: store, clock: clock, logger: logger, catchUp: settings.catchUp, wakeup: schedulerWakeup, worker: workerWakeup)
    }

    var worker: RunWorker {
        RunWorker(
            pipeline: pipeline, logger: logger, wakeup: workerWakeup,
            // Offline writing waits for nothing; this many share each commit.
            concurrency: settings.hasModel ? settings.concurrency : 128, owner: instance,
            isAlone: settings.postgres == nil)
    }

    /// Closes what was opened; for commands that end by themselves.
    func close() async {
        try? await http.shutdown()
        database.close()
    }

    static func writer(_ settings: Settings, _ environment: Environment, _ http: HTTPClient, _ clock: WallClock) throws -> any MessageWriter {
        guard settings.hasModel, let connector = LLMCatalog.named("openai") else { return OfflineComposer() }
        let provider = try connector.make(environment.value, http, clock)
        return LLMWriter(name: WriterName("\(connector.name):\(provider.model)"), provider: provider)
    }

    private static func logger(_ level: Logger.Level) -> Logger {
        // Standard output belongs to what the commands print.
        var logger = Logger(label: "crm-agent") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        return logger
    }
}
