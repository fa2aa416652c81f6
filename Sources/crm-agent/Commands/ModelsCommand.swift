import ArgumentParser
import Domain
import Foundation
import Journey
import Storage

struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "Add accounts at providers of models, and say which models write.",
        discussion: "Keys are kept encrypted with MASTER_KEY and never shown again. docs/models.md says more.",
        subcommands: [List.self, Add.self, Remove.self, Use.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts.")
        @OptionGroup var options: WorkspaceOptions
        @OptionGroup var choice: ListOptions

        func run() async throws {
            try await choice.list(ModelAccounts.table, state: nil, options) { row in
                "\(row["id"])  \(row["name"])  \(row["provider"])  \(row["base_url"])  \(row["has_key"] == "true" ? "with a key" : "without a key")"
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an account; its key is read from standard input.",
            discussion: "For example: crm-agent models add claude --provider anthropic < key.txt")
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "What chains name it by, such as our-server.") var name: String
        @Option(help: "Who answers: \(ModelAccount.providers.joined(separator: ", ")).") var provider: String
        @Option(help: "The address before the provider's own path, where it has no usual one.") var baseURL: String?
        @Flag(help: "It wants no key, and none is read.") var withoutKey = false

        func run() async throws {
            try await report {
                var values: Table.Values = [:]
                for case (let field, let text?) in [("name", name), ("provider", provider), ("base_url", baseURL)] {
                    values[field] = try ModelAccounts.table.field(field)?.value(ofText: text)
                }
                let key = withoutKey ? "" : (readLine() ?? "").trimmed
                guard withoutKey || !key.isEmpty else {
                    throw Refused(sentence: "There is no key on standard input: write it there, or say --without-key.")
                }
                let given = values
                let wiring = try await Wiring(options, mayCreate: true)
                try await closing(wiring) {
                    var values = given
                    try await wiring.models.check(given, key: key.isEmpty ? nil : Secret(key))
                    if !key.isEmpty { values[ModelAccounts.sealedKey] = .text(try await wiring.models.seal(Secret(key), in: options.id)) }
                    do {
                        _ = try await wiring.store.commit(ModelAccounts.table.auditedInsert(options.id, values, now: wiring.clock.now()))
                    } catch StoreError
                        .duplicate
                    {
                        throw Refused(sentence: "There is an account \(name) already: remove it first.")
                    }
                }
                say("Added \(name). `crm-agent models use \(name):MODEL` lets it write.")
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove an account, and its key with it.")
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "The account's name or id.") var account: String

        func run() async throws {
            try await report {
                let wiring = try await Wiring(options)
                try await closing(wiring) {
                    guard let id = try await wiring.store.read(ModelAccounts.find(account, in: options.id)).first?.integer(0) else {
                        throw Refused(sentence: "There is no account \(account): `crm-agent models list` shows them.")
                    }
                    let inUse = Refused(sentence: "The workspace or an agent names account \(account) among its models: `models use` others first.")
                    _ = try await wiring.store.commit(
                        [ModelAccounts.isUnused(options.id, id: id, orThrow: inUse)]
                            + ModelAccounts.table.delete(options.id, id: id, version: nil, now: wiring.clock.now()))
                }
                say("Removed account \(account).")
            }
        }
    }

    struct Use: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say which models write, the first one first; none for what the environment sets up.",
            discussion: """
                For example: crm-agent models use claude:claude-haiku-4-5 our-server:llama3.2:3b
                With options: crm-agent models use "claude:claude-haiku-4-5 max_tokens=600" "our-server:llama3.2:3b temperature=0.4"
                """)
        @OptionGroup var options: WorkspaceOptions
        @Option(help: "Only for this agent, such as CLOSURE.") var agent: String?
        @Argument(help: "The models, each as account:model or provider:model, in quotes where options follow.") var models: [String] = []

        func run() async throws {
            try await report {
                let values: Table.Values = ["models": .text(JSONText.list(models))]
                let name = try agent.map { AgentName.key(try agentKey($0)) }
                let wiring = try await Wiring(options, mayCreate: true)
                try await closing(wiring) {
                    try await wiring.models.check(values, in: options.id)
                    if let name {
                        _ = try await wiring.agents.change(name, in: options.id, version: nil, to: values)
                    } else {
                        try await wiring.store.commit(Workspaces.update(options.id, values, version: nil, now: wiring.clock.now()))
                    }
                }
                let whose = agent.map { "\($0.uppercased())'s messages" } ?? "Messages"
                say(models.isEmpty ? "\(whose) are written as before." : "\(whose) are written by \(models.joined(separator: ", then by ")).")
            }
        }
    }
}
