package import Domain
package import Journey
package import Logging
package import Storage

/// Everything that operations work with; made once by the composition root.
package struct WebServices: Sendable {
    package var store: any Store
    package var clock: WallClock
    package var settings: WorkspaceSettings
    package var pipeline: Pipeline
    package var chat: Chat
    package var batches: BatchRequest
    package var agents: AgentEditor
    package var drafts: DraftDesk
    package var spending: Spending
    package var models: ModelDirectory
    package var vault: Vault
    /// What webhooks are sent by.
    package var webhooks: any Channel
    package var writer: ChosenWriter
    package var proposals: ProposalDesk
    package var authenticator: Authenticator
    package var signIn: SignIn
    package var accounts: AccountDesk
    package var keys: APIKeyDesk
    package var tokens: AccessTokens
    package var secondFactors: SecondFactorDesk
    package var proofs: ProofDesk
    /// Nil where no provider is set up.
    package var providerSignIn: ProviderSignIn?
    /// Nil where no mail server is set up.
    package var passwordReset: PasswordReset?
    package var signals: any Signals
    package var feed: HistoryFeed
    package var readiness: Readiness
    package var logger: Logger
    let securityLog: SecurityLog
    package var version: String
    /// Tells this process from every other that uses the database.
    package var instance: String

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
        authenticator = access.authenticator
        signIn = access.signIn
        accounts = access.accounts
        keys = access.keys
        tokens = access.tokens
        secondFactors = access.secondFactors
        proofs = access.proofs
        providerSignIn = access.providerSignIn
        passwordReset = access.passwordReset
        self.signals = signals
        self.feed = feed
        self.readiness = readiness
        self.logger = logger
        securityLog = SecurityLog(logger: logger, clock: clock)
        self.version = version
        self.instance = instance
    }
}
