import Domain
import Storage

/// Queues a run, as the schedule does: the agent's message comes when it is written.
struct RunAgent: ChangingTool {
    let name = "run_agent"
    let permission = Permission.run
    let purpose = "Proposes to have an agent write its message to the salesperson now."
    let arguments: [Field] = [
        .required("agent", .text(1...40), "The agent's key, such as REMINDER, FOLLOW_UP, CLOSURE, NURTURE or UPSELL.")
    ]
    let signal: Signal? = .runs

    func plan(_ arguments: Table.Values, _ bench: ToolBench) async throws -> PlannedChange {
        let type = try agent(arguments)
        guard let row = try await bench.store.read(Agents.one(bench.workspace, .key(type))).first, let agent = Agent(row) else {
            throw AgentNotFound(.key(type))
        }
        return PlannedChange(sentence: "Have the agent \(ToolWords.quoted(agent.values.text("title"), 80)) (\(type.rawValue)) write to you now.")
    }

    func statements(_ arguments: Table.Values, version: Int64?, _ bench: ToolBench) throws -> [SQL] {
        let type = try agent(arguments)
        return [RequestedRuns.queue(bench.person, agent: type, now: bench.clock.now()).expectingOneRow(orThrow: AgentNotFound(.key(type)))]
    }

    private func agent(_ arguments: Table.Values) throws -> AgentType {
        let key = arguments.text("agent").uppercased()
        guard let type = AgentType(rawValue: key) else { throw AgentNotFound(name: key) }
        return type
    }
}
