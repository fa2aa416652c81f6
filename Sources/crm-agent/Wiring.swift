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
    let http: LLMHTTPClient
    let workspaces: WorkspaceSettings
    let ledger: ModelLedger
    let vault: Vault
    let models: ModelDirectory
    let writer: ChosenWriter
    let pipeline: Pipeline
    let chat: Chat
    let proposals: ProposalDesk
    let memory: MemoryKeeper
    let access: AccessServices
    let channels: [any Channel]
    let webhooks: any Channel
    let wakeups = LocalSignals()
    let signals: SharedSignals
    let draining = Draining()
    let feed: HistoryFeed
    let migration: MigrationService
    let instance = UUID().uuidString

    /// Opens and migrates the database, and makes the writer that the environment asks for.
    ///
    /// - Parameters:
    ///   - mayCreate: whether a folder without a database gets one; what only looks, or changes what must be there, leaves none behind.
    ///   - mayWait: whether a PostgreSQL may still be away: then `migration` is to run until it is there.
    init(
        _ options: DataOptions, mayCreate: Bool = false, mayWait: Bool = false, overriding change: (inout Settings) async throws -> Void = { _ in }
    ) async throws {
        let environment = try await Environment.load()
        var settings = try Settings(environment)
        if let data = options.data { settings.dataFolder = data }
        try await change(&settings)
        self.settings = settings
        logger = Self.logger(settings.logLevel)
        database = try Database.open(settings, mayCreate: mayCreate)
        clock = database.clock
        let gate = SchemaGate(database.store)
        migration = MigrationService(gate: gate, clock: clock, timeZone: settings.timeZone, logger: logger)
        do { try await migration.prepare() } catch let error as StoreError where error.isPassing && mayWait && settings.postgres != nil {
            logger.error("the database is not there yet; it is tried again", metadata: ["reason": "\(error.sentence)"])
        }
        let opened: any Store = gate.isOpen ? database.store : gate
        let followers = HistoryFollowers()
        let signals = SharedSignals(local: wakeups, followers: followers, store: opened, clock: clock, logger: logger)
        self.signals = signals
        store = WatchedStore(opened, onHistory: { signals.grew($0) }, onDrafts: { signals.draftsChanged($0) })
        let live = LiveAnswers(
            followers: followers, relayingThrough: store.dialect == .postgres ? store : nil, clock: clock, instance: instance)
        feed = HistoryFeed(store: store, clock: clock, followers: followers, answers: live, draining: draining)
        let http = LLMHTTPClient(connectTimeout: settings.models.connectTimeout, connections: max(64, settings.concurrency * 2))
        self.http = http
        workspaces = WorkspaceSettings(store: store, clock: clock)
        ledger = ModelLedger(store: store, clock: clock, settings: workspaces, prices: settings.prices, logger: logger)
        vault = Vault(store: store, clock: clock, keys: settings.masterKeys)
        do {
            channels = try Self.channels(environment, clock)
            webhooks = try ChannelConnector.webhook.make(environment.value, clock)
            let allowance = store.dialect == .postgres ? DatabaseAllowance(store: store, clock: clock, logger: logger) : nil
            let factory = ProviderFactory(
                http: http, clock: clock, ledger: ledger, allowance: allowance,
                reach: settings.modelReach, variable: environment.value)
            models = ModelDirectory(store: store, clock: clock, providers: factory, vault: vault, logger: logger)
            writer = ChosenWriter(standard: try Self.standardWriter(settings, factory), directory: models, settings: workspaces)
            let contexts = ContextBuilder(store: store, settings: workspaces, olderMessages: writer.drawsOnOlderMessages)
            pipeline = Pipeline(store: store, clock: clock, contexts: contexts, writer: writer, owner: instance, signals: signals, ledger: ledger)
        } catch {
            // A client that is dropped without being shut down stops the process.
            try await http.shutdown()
            throw error
        }
        access = AccessServices(
            store: store, clock: clock, vault: vault, keys: settings.masterKeys, mayBeOpen: !settings.servesOthers,
            provider: settings.openID.map { [clock] in OpenIDProvider(settings: $0, http: IdentityHTTPClient(), clock: clock) },
            mails: settings.mail.map { [signals] _ in signals })
        proposals = ProposalDesk(pipeline: pipeline, settings: workspaces)
        memory = MemoryKeeper(pipeline: pipeline, logger: logger)
        chat = Chat(pipeline: pipeline, assistant: Assistant(pipeline: pipeline, desk: proposals), memory: memory, live: live)
    }

    var batches: BatchRequest { BatchRequest(store: store, clock: clock, signals: signals, prices: settings.prices) }

    var agents: AgentEditor { AgentEditor(store: store, clock: clock, settings: workspaces, signals: signals, catchUp: settings.catchUp) }

    var drafts: DraftDesk { DraftDesk(store: store, clock: clock, signals: signals) }

    var spending: Spending { Spending(store: store, settings: workspaces) }

    var web: WebServices {
        WebServices(
            store: store, clock: clock, settings: workspaces, pipeline: pipeline, chat: chat, batches: batches,
            agents: agents, drafts: drafts, proposals: proposals, spending: spending, models: models, vault: vault,
            webhooks: webhooks, writer: writer, access: access, signals: signals, feed: feed,
            readiness: Readiness(store: store, clock: clock, draining: draining),
            logger: logger,
            version: CRMAgent.version,
            instance: instance)
    }

    /// - Throws: `ValidationError` that names the setting.
    func tlsIdentity(_ edge: EdgeSettings) throws -> TLSIdentity? {
        do throws(TLSFault) {
            return try edge.tls.map { files throws(TLSFault) in try TLSIdentity(files, clock: clock, logger: logger) }
        } catch {
            throw ValidationError(field: error.setting, error.reason)
        }
    }

    var scheduler: Scheduler {
        Scheduler(store: store, clock: clock, logger: logger, catchUp: settings.catchUp, wakeup: wakeups.schedules, signals: signals)
    }

    var pacer: Pacer {
        Pacer(store: store, clock: clock, logger: logger, wakeup: wakeups.rates, signals: signals)
    }

    var draftExpiry: DraftExpiry { DraftExpiry(store: store, clock: clock, logger: logger, desk: drafts) }

    var retention: RetentionService { RetentionService(store: store, clock: clock, logger: logger) }

    var erasures: ErasureService { ErasureService(store: store, clock: clock, logger: logger) }
    var auditSealing: AuditSealing { AuditSealing(store: store, clock: clock, logger: logger) }

    var lostCalls: LostCalls { LostCalls(store: store, clock: clock, logger: logger) }

    var worker: RunWorker {
        RunWorker(
            pipeline: pipeline, logger: logger, wakeup: wakeups.runs, signals: signals, draining: draining,
            // Offline writing waits for nothing; this many share each commit.
            concurrency: settings.hasModel ? settings.concurrency : settings.givenConcurrency ?? 128, owner: instance, isAlone: isAlone)
    }

    var outbox: Outbox {
        Outbox(
            store: store, clock: clock, logger: logger, channels: channels, vault: vault, wakeup: wakeups.deliveries, draining: draining,
            concurrency: settings.deliveryConcurrency, owner: instance, isAlone: isAlone)
    }

    /// Nil where no mail server is set up.
    var accountMailer: AccountMailer? {
        settings.mail.map { mail in
            AccountMailer(
                store: store, clock: clock, logger: logger, mailer: SMTPMailer(settings: mail.smtp, clock: clock), site: mail.site,
                wakeup: wakeups.mails, draining: draining, owner: instance, isAlone: isAlone)
        }
    }

    /// Whether no other process can work on the database: the folder of a SQLite database is locked.
    private var isAlone: Bool { store.dialect == .sqlite }

    /// Closes what was opened; for commands that end by themselves.
    func close() async {
        try? await http.shutdown()
        await ledger.close()
        database.close()
    }

    /// Who writes where nobody has named a model.
    private static func standardWriter(_ settings: Settings, _ factory: ProviderFactory) throws -> any MessageWriter {
        guard let chosen = try settings.models.provider(by: factory) else { return OfflineComposer() }
        return LLMWriter(chosen)
    }

    static func channels(_ environment: Environment, _ clock: WallClock) throws -> [any Channel] {
        try ChannelCatalog.all.map { try $0.make(environment.value, clock) }
    }

    static func logger(_ level: Logger.Level) -> Logger {
        // Standard output belongs to what the commands print.
        var logger = Logger(label: "crm-agent") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        return logger
    }
}
