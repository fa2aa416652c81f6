import ArgumentParser
import Domain
import Journey
import Storage

struct RunAgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run-agent", abstract: "Run one agent for one person now and print its message.",
        usage: "crm-agent run-agent <agent> [--user <user>] [<options>]",
        discussion: "Agents: \(AgentType.builtIn.map(\.rawValue).joined(separator: ", ")), and your own (`crm-agent agents list`).")

    @OptionGroup var options: WorkspaceOptions
    @Argument(help: "The agent, such as REMINDER.") var agent: String
    @Option(help: "The person's id.") var user: Int64 = 1
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let type = try agentKey(agent)
        try await report {
            let wiring = try await Wiring(options)
            let result = try await closing(wiring) { try await wiring.pipeline.run(type, for: Person(workspace: options.id, user: user)) }
            if json {
                try sayJSON(
                    Printed(
                        user_id: user, agent_type: type.rawValue, run_id: result.run, writer: result.message.writer.description,
                        message: result.message.text))
            } else {
                say(result.message.text)
            }
        }
    }

    private struct Printed: Encodable {
        var user_id: Int64
        var agent_type: String
        var run_id: Int64
        var writer: String
        var message: String
    }
}

/// Does the work, then closes what was opened, whether or not it worked.
func closing<Result>(_ wiring: Wiring, _ work: () async throws -> Result) async throws -> Result {
    do {
        let result = try await work()
        await wiring.close()
        return result
    } catch {
        await wiring.close()
        throw error
    }
}
