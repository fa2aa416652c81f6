import Domain
import Journey
import Storage

/// What a new database shows at its first start: a sample business, and one message of each agent.
struct FirstLook {
    let wiring: Wiring

    func showOnce() async throws {
        guard try await SampleBusiness(store: wiring.store, clock: wiring.clock).loadIntoEmpty() else { return }
        say("Loaded a sample business; `crm-agent sample remove` takes it out again.")
        let owner = Person(workspace: .first, user: Users.owner)
        for agent in AgentCatalog.all {
            do {
                let result = try await wiring.pipeline.run(agent.type, for: owner)
                say("\n\(agent.title) (\(agent.type.rawValue), \(result.message.writer))\n\(result.message.text)")
            } catch let error as LLMError {
                say("\n\(agent.title) (\(agent.type.rawValue)) was not written: \(error.reason)")
                break
            }
        }
        say("")
    }
}
