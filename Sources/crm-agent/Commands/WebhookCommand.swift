import ArgumentParser
import Domain
import Journey
import Storage

struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook", abstract: "Say where the agents' messages are sent to.",
        discussion: "Each message is POSTed as JSON and signed as Standard Webhooks say (https://www.standardwebhooks.com).",
        subcommands: [Add.self, List.self, Remove.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a webhook and print its secret.")
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "The address, such as https://example.com/messages.") var url: String
        @Option(help: "What it is for.") var description = ""
        @Flag(help: "The receiver ignores a webhook-id it has seen, so what may have arrived is sent again.") var idempotent = false
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await report {
                let values = try values()
                let wiring = try await Wiring(options, mayCreate: true)
                let secret = WebhookSecret.random()
                let id = try await closing(wiring) {
                    try await wiring.webhooks.check(Row([values["url"] ?? .null]).text(0))
                    let stored = try await wiring.vault.sealIfSetUp(Secret(secret), .webhookSecret, in: options.id)
                    return try await wiring.store.commit(Webhooks.insert(options.id, values, secret: stored, now: wiring.clock.now()))[0].integer(0)
                }
                if json { return try sayJSON(Printed(id: id, secret: secret, url: values["url"].map(text) ?? "")) }
                say("Webhook \(id). Its messages are signed with this secret, which is not shown again here:\n\(secret)")
            }
        }

        private func values() throws -> Table.Values {
            var values: Table.Values = ["is_idempotent": .integer(idempotent ? 1 : 0)]
            for (name, given) in [("url", url), ("description", description)] {
                values[name] = try Webhooks.table.field(name)?.value(ofText: given)
            }
            return values
        }

        private func text(_ value: SQLValue) -> String { Row([value]).text(0) }

        private struct Printed: Encodable {
            var id: Int64
            var secret: String
            var url: String
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the webhooks.")
        @OptionGroup var options: WorkspaceOptions
        @OptionGroup var choice: ListOptions

        func run() async throws {
            try await choice.list(Webhooks.table, state: nil, options) { row in
                let marks = (row["is_idempotent"] == "true" ? "  idempotent" : "") + (row["enabled"] == "true" ? "" : "  disabled")
                return "\(row["id"])  \(row["url"])\(marks)  \(row["description"])"
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a webhook; what still waits for it is cancelled.")
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "The webhook's id.") var id: Int64

        func run() async throws {
            try await report {
                let wiring = try await Wiring(options)
                let known = Webhooks.table.get(options.id, id: id).expectingOneRow(orThrow: Refused(sentence: "There is no webhook \(id)."))
                try await closing(wiring) {
                    _ = try await wiring.store.commit([known] + Webhooks.table.delete(options.id, id: id, version: nil, now: wiring.clock.now()))
                }
                say("Removed webhook \(id).")
            }
        }
    }
}
