import ArgumentParser
import Domain
import Journey
import Storage

/// How an agent's sequence stands.
struct AgentSequence: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sequence", abstract: "Show how many contacts are at each step of an agent's sequence.")
    @OptionGroup var options: WorkspaceOptions
    @Argument(help: "The agent, such as REMINDER.") var agent: String
    @Flag(help: "Print one JSON object a line.") var json = false

    func run() async throws {
        let name = AgentName.key(try agentKey(agent))
        try await report {
            let wiring = try await Wiring(options)
            let counts = try await closing(wiring) {
                let agent = try await wiring.agents.find(name, in: options.id)
                return SequenceCounts(agent, try await wiring.store.read(SequencePositions.counts(options.id, agent: agent.id)))
            }
            for step in counts.steps { json ? sayAsIs(object(step)) : say(line(step)) }
        }
    }

    private func line(_ step: SequenceCounts.Step) -> String {
        let counts = SequencePositions.states.map { "\(step.counts[$0] ?? 0) \($0)" }
        return "step \(step.number)  \(counts.joined(separator: "  "))"
    }

    private func object(_ step: SequenceCounts.Step) -> String {
        var json = JSONWriter()
        json.object { json in
            json.field("step", step.number)
            for state in SequencePositions.states {
                json.key(state)
                json.value(step.counts[state] ?? 0)
            }
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
