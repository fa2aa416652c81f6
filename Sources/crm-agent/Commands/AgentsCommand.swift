import ArgumentParser
import Domain
import Journey
import Storage

struct AgentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents", abstract: "Show the agents, and let them rest or go on.",
        subcommands: [List.self, Show.self, Pause.self, Resume.self, SkipNext.self, Restore.self, AgentSequence.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the agents and when each is due next.")
        @OptionGroup var options: WorkspaceOptions
        @Flag(help: "Print one JSON object a line.") var json = false

        func run() async throws {
            try await report {
                let wiring = try await Wiring(options)
                let rows = try await closing(wiring) { try await wiring.store.read(Agents.all(options.id)) }
                let now = wiring.clock.now()
                for agent in rows.compactMap(Agent.init) { json ? sayJSON(agent, now) : say(line(agent, now).onOneLine) }
            }
        }

        private func line(_ agent: Agent, _ now: Timestamp) -> String {
            let next = agent.timing.next(after: now)?.rfc3339 ?? (agent.timing.isPaused ? "paused" : "never")
            return "\(agent.type.rawValue)  \(next)  \(agent.timing.summary(at: now))  \(agent.values.text("title"))"
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show everything about an agent, as JSON.")
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "The agent, such as REMINDER.") var agent: String

        func run() async throws {
            try await act(on: agent, options, { try await $0.find($1, in: options.id) }) { sayJSON($0, $1) }
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let an agent's schedule rest; what is planned already goes on.")
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "The agent, such as REMINDER.") var agent: String

        func run() async throws {
            try await act(on: agent, options, { try await $0.pause($1, in: options.id, version: nil) }) { agent, _ in
                say("\(agent.type.rawValue) rests.")
            }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let an agent's schedule go on from now; nothing is skipped any more.")
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "The agent, such as REMINDER.") var agent: String

        func run() async throws { try await act(on: agent, options, { try await $0.resume($1, in: options.id, version: nil) }, sayNext) }
    }

    struct SkipNext: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Leave out the next time at which an agent would run.")
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "The agent, such as REMINDER.") var agent: String

        func run() async throws { try await act(on: agent, options, { try await $0.skipNext($1, in: options.id, version: nil) }, sayNext) }
    }

    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give a built-in agent back the values it came with.")
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "The agent, such as REMINDER.") var agent: String

        func run() async throws { try await act(on: agent, options, { try await $0.restore($1, in: options.id, version: nil) }, sayNext) }
    }
}

/// The key that a person typed, in any case and with hyphens or underscores.
func agentKey(_ text: String) throws -> AgentType {
    guard let type = AgentType(rawValue: text.uppercased().replacing("-", with: "_")) else {
        throw ArgumentParser.ValidationError("\(text) is no agent: write a key such as REMINDER; `crm-agent agents list` shows them.")
    }
    return type
}

/// Does something with an agent, tells the servers on the database, and prints what became of it.
private func act(
    on agent: String, _ options: WorkspaceOptions, _ change: (AgentEditor, AgentName) async throws -> Agent, _ print: (Agent, Timestamp) -> Void
) async throws {
    let name = AgentName.key(try agentKey(agent))
    try await report {
        let wiring = try await Wiring(options)
        let result = try await closing(wiring) {
            let result = try await change(wiring.agents, name)
            await wiring.store.notify(Signal.schedules.topic)
            return result
        }
        print(result, wiring.clock.now())
    }
}

private func sayNext(_ agent: Agent, _ now: Timestamp) {
    guard let next = agent.timing.next(after: now) else {
        return say("\(agent.type.rawValue) is not due\(agent.timing.isPaused ? " while it is paused" : " any more").")
    }
    say("\(agent.type.rawValue) is due at \(next.rfc3339).")
}

private func sayJSON(_ agent: Agent, _ now: Timestamp) {
    var json = JSONWriter()
    json.row(agent.row, Agents.table.columns) {
        $0.field("schedule", agent.timing.summary(at: now))
        $0.field("next_run_at", agent.timing.next(after: now)?.rfc3339)
    }
    sayAsIs(String(decoding: json.bytes, as: UTF8.self))
}
