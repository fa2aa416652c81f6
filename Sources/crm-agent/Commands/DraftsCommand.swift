import ArgumentParser
import Domain
import Journey
import Storage

struct DraftsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drafts", abstract: "Decide on the messages to contacts that agents have written.",
        subcommands: [List.self, Approve.self, Reject.self, Undo.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the drafts, the newest first.")
        @OptionGroup var options: WorkspaceOptions
        @OptionGroup var choice: ListOptions

        func run() async throws {
            try await choice.list(Communications.table, state: "draft", in: "status", options) { row in
                let findings = Findings.remarks(row["subject_findings"], row["findings"]).map { "\n\($0)" }.joined()
                let risks = Risks.list(row["risks"]).map { "\nLeft to you: \($0.sentence)" }.joined()
                let subject = row["subject"].isEmpty ? "" : "\nSubject: \(row["subject"])"
                return "\(row["id"])  \(row["agent_type"])  to \(row["contact_name"])\(subject)\n\(row.whole("body"))\(findings)\(risks)\n"
            }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Send drafts, each unless a rule keeps it back.")
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "The drafts' ids; none with --all.") var ids: [Int64] = []
        @Option(help: "All drafts, of which there are so many, up to --through.") var all: Int64?
        @Option(help: "The youngest draft that was seen, with --all.") var through: Int64?
        @Option(help: "With --all only those of an agent, such as CLOSURE.") var agent: String?
        @Option(help: "The text to send instead, of a single draft; what the agent wrote is kept.") var text: String?
        @Option(help: "The subject to send instead, of a single draft; empty for none.") var subject: String?
        @Flag(help: "Send what no fact bears out too; that is recorded.") var despiteFindings = false
        @Option(help: "For how many seconds it is held back, so that undo still finds it (0 to 3600).") var hold: Int64 = 0

        func validate() throws {
            if all != nil, text != nil || subject != nil || despiteFindings {
                throw ArgumentParser.ValidationError("--text, --subject and --despite-findings go with drafts that are named.")
            }
            if (all == nil) != (through == nil) { throw ArgumentParser.ValidationError("--all goes with --through, the youngest that was seen.") }
            if ids.isEmpty == (all == nil) { throw ArgumentParser.ValidationError("Name drafts, or say --all with how many there are.") }
            if text != nil || subject != nil, ids.count != 1 {
                throw ArgumentParser.ValidationError("--text and --subject go with a single draft.")
            }
            if let subject, subject.count > MessageWording.subjectLimit {
                throw ArgumentParser.ValidationError("--subject must not be longer than \(MessageWording.subjectLimit) characters.")
            }
            guard (0...3600).contains(hold) else { throw ArgumentParser.ValidationError("--hold must be 0 to 3600.") }
            if let text, text.trimmed.isEmpty { throw ArgumentParser.ValidationError("--text must not be empty.") }
        }

        func run() async throws {
            if let all { return try await approveAll(count: all) }
            try await decide(on: ids, options) {
                try await $0.approve(
                    $1, in: options.id, body: text?.trimmed, subject: subject, despiteFindings: despiteFindings,
                    undoWithin: .seconds(hold))
            }
            say(ids.count == 1 ? "Approved 1 draft." : "Approved \(ids.count).")
        }

        private func approveAll(count: Int64) async throws {
            try await report {
                let choice = Drafts.Choice(agent: try agent.map { try agentKey($0).rawValue })
                let wiring = try await Wiring(options)
                let result = try await closing(wiring) {
                    let result = try await wiring.drafts.approveAll(
                        choice, .init(count: count, newest: through), in: options.id, undoWithin: .seconds(hold))
                    await wiring.store.notify(Signal.deliveries.topic)
                    return result
                }
                say("Approved \(result.decided.count).")
                for kept in result.kept { say("\(kept.id) stays a draft: \(kept.reason)") }
            }
        }
    }

    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make approved messages that have not begun to go out drafts again.")
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "The messages' ids.") var ids: [Int64]

        func run() async throws {
            try await decide(on: ids, options) { try await $0.undo($1, in: options.id) }
            say(ids.count == 1 ? "1 message is a draft again." : "\(ids.count) messages are drafts again.")
        }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Keep drafts from being sent, for good.")
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "The drafts' ids.") var ids: [Int64]
        @Option(help: "Why.") var reason: String?

        func run() async throws {
            try await decide(on: ids, options) { try await $0.reject($1, in: options.id, reason: reason) }
            say(ids.count == 1 ? "Rejected 1 draft." : "Rejected \(ids.count).")
        }
    }
}

/// One after the other, up to the first that cannot be decided on; the servers on the database are told.
private func decide(on ids: [Int64], _ options: WorkspaceOptions, _ decision: (DraftDesk, Int64) async throws -> Row) async throws {
    try await report {
        let wiring = try await Wiring(options)
        try await closing(wiring) {
            for id in ids { _ = try await decision(wiring.drafts, id) }
            await wiring.store.notify(Signal.deliveries.topic)
        }
    }
}
