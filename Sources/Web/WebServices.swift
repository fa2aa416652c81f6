package import Domain
package import Journey
package import Logging
package import Storage

/// Everything that operations work with; made once by the composition root.
///
/// A class, since each request hands them on many times.
package final class WebServices: Sendable {
    package let store: any Store
    package let clock: WallClock
    package let settings: WorkspaceSettings
    package let pipeline: Pipeline
    package let chat: Chat
    package let batches: BatchRequest
    package let agents: AgentEditor
    package let drafts: DraftDesk
    package let spending: Spending
    package let models: ModelDirectory
    package let vault: Vault
    /// What webhooks are sent by.
    package let webhooks: any Channel
    package let writer: ChosenWriter
    package let proposals: ProposalDesk
    package let access: AccessServices
    package let signals: any Signals
    package let feed: HistoryFeed
    package let readiness: Readiness
    package let logger: Logger
    let imports = ImportRoom()
    let chatHistory: ChatHistory
    let securityLog: SecurityLog
    package let version: String
    /// Tells this process from every other that uses the database.
    package let instance: String

    package init(
        store: any Store, clock: WallClock, settings: WorkspaceSettings, pipeline: Pipeline, chat: Chat, batches: BatchRequest,
        agents: AgentEditor, drafts: DraftDesk, proposals: ProposalDesk, spending: Spending, models: ModelDirectory, vault: Vault,
        webhooks: any Channel, writer: ChosenWriter, access: AccessServices, signals: any Signals, feed: HistoryFeed, readiness: Readiness,
        logger: Logger,
        version: String, instance: String
    ) {
        self.store = store
        self.clock = clock
        self.settings = settings
        self.pipeline = pipeline
        self.chat = chat
        self.batches = batches
        self.agents = agents
        self.drafts = drafts
        self.spending = spending
        self.models = models
        self.vault = vault
        self.webhooks = webhooks
        self.writer = writer
        self.proposals = proposals
        self.access = access
        self.signals = signals
        self.feed = feed
        self.readiness = readiness
        self.logger = logger
        chatHistory = ChatHistory(store: store)
        securityLog = SecurityLog(logger: logger, clock: clock)
        self.version = version
        self.instance = instance
    }
}
