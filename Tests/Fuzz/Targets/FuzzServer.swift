import Domain
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Storage

@testable import Journey
@testable import Web

/// The whole server without its sockets, on a database of its own that is a new one now and then, so that it stays small.
actor FuzzServer {
    static let shared = FuzzServer()
    private static let mostRequests = 4000

    private var requests = 0
    private var store: SQLiteStore?
    private var respond: (@Sendable (Request, WebContext) async throws -> Response)?

    typealias Answered = (status: HTTPResponse.Status, type: String?, body: ByteBuffer)

    /// Nil where the answer is one that is written for as long as somebody reads.
    func answer(to request: PlainRequest) async throws -> Answered? {
        requests += 1
        let respond = try await responder()
        let channel = EmbeddedChannel()
        let context = WebContext(
            source: ApplicationRequestContextSource(channel: channel, logger: Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }))
        let response = try await respond(Request(head: request.head, body: RequestBody(buffer: ByteBuffer(bytes: request.body))), context)
        let type = response.headers[.contentType]
        guard type?.hasPrefix("text/event-stream") != true else { return nil }
        let collected = Collected()
        try await response.body.write(Collector(into: collected))
        return (response.status, type, await collected.buffer)
    }

    private func responder() async throws -> @Sendable (Request, WebContext) async throws -> Response {
        if let respond, requests % Self.mostRequests != 0 { return respond }
        try store?.close()
        let store = try await FuzzDatabase.make()
        self.store = store
        let services = try await Self.services(on: store)
        let operations = Routes.all(version: services.version)
        let router = OperationRouter(
            services: services, operations: operations, edge: Edge(EdgeSettings(), rates: nil, log: services.securityLog), callers: Callers())
        let made = router.responder()
        let respond: @Sendable (Request, WebContext) async throws -> Response = { try await made.respond(to: $0, context: $1) }
        self.respond = respond
        return respond
    }

    private static func services(on store: any Store) async throws -> WebServices {
        let clock = FuzzDatabase.clock
        let logger = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }
        let settings = WorkspaceSettings(store: store, clock: clock)
        let vault = Vault(store: store, clock: clock, keys: nil)
        let models = ModelDirectory(store: store, clock: clock, providers: NoModels(), vault: vault, logger: logger)
        let writer = ChosenWriter(standard: OfflineComposer(), directory: models, settings: settings)
        let signals = LocalSignals()
        let pipeline = Pipeline(
            store: store, clock: clock, contexts: ContextBuilder(store: store, settings: settings, olderMessages: writer.drawsOnOlderMessages),
            writer: writer, owner: "fuzz", signals: signals)
        let desk = ProposalDesk(pipeline: pipeline, settings: settings)
        let followers = HistoryFollowers(), draining = Draining()
        let live = LiveAnswers(followers: followers, relayingThrough: nil, clock: clock, instance: "fuzz")
        return WebServices(
            store: store, clock: clock, settings: settings, pipeline: pipeline,
            chat: Chat(
                pipeline: pipeline, assistant: Assistant(pipeline: pipeline, desk: desk), memory: MemoryKeeper(pipeline: pipeline, logger: logger),
                live: live),
            batches: BatchRequest(store: store, clock: clock, signals: signals),
            agents: AgentEditor(store: store, clock: clock, settings: settings, signals: signals, catchUp: .seconds(900)),
            drafts: DraftDesk(store: store, clock: clock, signals: signals), proposals: desk,
            spending: Spending(store: store, settings: settings), models: models, vault: vault, webhooks: NoChannel(), writer: writer,
            access: AccessServices(
                store: store, clock: clock, vault: vault, keys: nil, mayBeOpen: true,
                passwords: PasswordWork(cost: .init(logN: 10, blockSize: 8, parallelism: 1))),
            signals: signals,
            feed: HistoryFeed(store: store, clock: clock, followers: followers, answers: live, draining: draining),
            readiness: Readiness(store: store, clock: clock, draining: draining), logger: logger, version: "1", instance: "fuzz")
    }
}

/// A server without a model beside it.
private struct NoModels: ModelProviders {
    func provider(_ links: [ModelLink]) throws(ValidationError) -> ChosenModel {
        throw ValidationError(field: "models", "models cannot be asked here.")
    }

    func checkReach(of address: String) async -> Bool { true }
}

/// Nothing is sent from here.
private struct NoChannel: Domain.Channel {
    let name = "webhook"

    func deliver(_ message: OutgoingMessage) async -> DeliveryOutcome { .impossible(reason: "Nothing is sent from here.", status: nil) }
}

private actor Collected {
    var buffer = ByteBuffer()
    func add(_ more: ByteBuffer) { buffer.writeImmutableBuffer(more) }
}

private struct Collector: ResponseBodyWriter {
    let collected: Collected
    init(into collected: Collected) { self.collected = collected }

    mutating func write(_ buffer: ByteBuffer) async throws { await collected.add(buffer) }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
