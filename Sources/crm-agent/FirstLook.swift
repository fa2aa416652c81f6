import Domain
import Journey
import ServiceLifecycle
import Storage

/// What a new database shows at its first start: a sample business, and one message of each agent.
struct FirstLook: Service {
    private let wiring: Wiring
    private let isNew: Bool

    /// Loads the sample into a new database.
    init(wiring: Wiring, isWanted: Bool) async throws {
        self.wiring = wiring
        isNew = isWanted ? try await SampleBusiness(store: wiring.store, clock: wiring.clock).loadIntoEmpty() : false
        if isNew { say("Loaded a sample business; `crm-agent sample remove` takes it out again.") }
    }

    /// Offline the messages are there before the page is; a model may take its time, so the page does not wait for it.
    func showBeforeServing() async throws {
        if isNew, !wiring.settings.hasModel { try await show() }
    }

    func run() async throws {
        // A database that fails here is told by whatever works with it next.
        try? await cancelWhenGracefulShutdown {
            if isNew, wiring.settings.hasModel { try await show() }
        }
        try? await gracefulShutdown()
    }

    private func show() async throws {
        let owner = Person(workspace: .first, user: Users.owner)
        for agent in AgentCatalog.all {
            do {
                let result = try await wiring.pipeline.run(agent.type, for: owner)
                say("\n\(agent.title) (\(agent.type.rawValue), \(result.message.writer))\n\(result.message.text)")
            } catch let error as RunFailed {
                say("\n\(agent.title) (\(agent.type.rawValue)) was not written: \(error.error.reason) \(error.outlook)")
                say("`crm-agent doctor` says what to fix.")
                return
            } catch LLMError.cancelled {
                return
            }
        }
        say("")
    }
}
