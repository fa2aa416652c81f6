import ArgumentParser
import Domain
import Journey
import Storage

struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List agent runs, and try again what failed for good.", subcommands: [List.self, Retry.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List runs, the newest first.")
        @OptionGroup var options: WorkspaceOptions
        @OptionGroup var choice: ListOptions
        @Option(help: "Only runs in this state: \(AgentRuns.states.joined(separator: ", ")).") var state: String?

        func run() async throws {
            try await choice.list(AgentRuns.table, state: state, options) { row in
                let contact = row["contact_id"].isEmpty ? "" : "  contact \(row["contact_id"])"
                return
                    "\(row["id"])  \(row["state"])  \(row["agent_type"])  user \(row["user_id"])\(contact)  attempts \(row["attempts"])  \(row["error"])"
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Try failed, dead or cancelled runs again.")
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "The runs' ids.") var ids: [Int64]

        func run() async throws {
            try await retry(ids, AgentRuns.table, options, "Only a failed, dead or cancelled run can be tried again.") { _, id, refusal, now in
                [
                    AgentRuns.hasAgent(options.id, id: id, orThrow: Refused(sentence: "run \(id): \(AgentRuns.isAgentless)")),
                    AgentRuns.setState(options.id, id: id, to: "queued", now: now).expectingOneRow(orThrow: refusal),
                    SequencePositions.goOn(options.id, run: id, now: now),
                ]
            } before: {
                [Batches.lock(ofRun: $0, options.id)]
            }
        }
    }
}

/// Queues rows again, all of those named or none.
///
/// - Parameters:
///   - queue: what queues one, and throws the refusal where that cannot be.
///   - before: what stands in the same transaction before the queuing of each.
func retry(
    _ ids: [Int64], _ table: Table, _ options: WorkspaceOptions, _ refusal: String,
    _ queue: @escaping (any Store, Int64, Refused, Timestamp) async throws -> [SQL],
    before: @escaping (Int64) -> [SQL] = { _ in [] }
) async throws {
    try await report {
        let wiring = try await Wiring(options)
        try await closing(wiring) {
            let now = wiring.clock.now()
            var statements: [SQL] = []
            for id in ids {
                let known = table.get(options.id, id: id).expectingOneRow(orThrow: Refused(sentence: "There is no \(table.noun) \(id)."))
                let queuing = try await queue(wiring.store, id, Refused(sentence: "\(table.noun) \(id): \(refusal)"), now)
                statements += before(id) + [known] + queuing
            }
            _ = try await wiring.store.commit(statements)
            for signal in [Signal.runs, .deliveries] { await wiring.store.notify(signal.topic) }
        }
        say(ids.count == 1 ? "Queued 1 \(table.noun)." : "Queued \(ids.count).")
    }
}
