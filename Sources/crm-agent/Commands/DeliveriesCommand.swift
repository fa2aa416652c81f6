import ArgumentParser
import Domain
import Journey
import Storage

struct DeliveriesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries", abstract: "List what was sent to webhooks, and send again what was not.",
        discussion: """
            A delivery is unknown where it may or may not have arrived. Ask the receiver whether it has the key; then send it \
            again with `deliveries retry`, or settle it with `deliveries settle`.
            """,
        subcommands: [List.self, Retry.self, Settle.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List deliveries, the newest first.")
        @OptionGroup var options: WorkspaceOptions
        @OptionGroup var choice: ListOptions
        @Option(help: "Only deliveries in this state: \(Deliveries.states.joined(separator: ", ")).") var state: String?

        func run() async throws {
            try await choice.list(Deliveries.table, state: state, options) { row in
                "\(row["id"])  \(row["state"])  webhook \(row["webhook_id"])  \(row["key"])  attempts \(row["attempts"])  \(row["error"])"
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Send failed, dead, unknown or cancelled deliveries again.")
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "The deliveries' ids.") var ids: [Int64]

        func run() async throws {
            let refusal = "Only a failed, dead, unknown or cancelled delivery can be sent again, and only while its webhook is there and enabled."
            try await retry(
                ids, Deliveries.table, options, refusal
            ) { store, id, refusal, now in
                try await DeliveryChange(store: store).statements(id, to: "queued", in: options.id, orThrow: refusal, now: now)
            }
        }
    }

    struct Settle: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say that unknown deliveries have arrived.")
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "The deliveries' ids.") var ids: [Int64]

        func run() async throws {
            try await report {
                let wiring = try await Wiring(options)
                try await closing(wiring) {
                    let now = wiring.clock.now()
                    _ = try await wiring.store.commit(
                        ids.map { id in
                            Deliveries.setState(options.id, id: id, to: "delivered", now: now)
                                .expectingOneRow(orThrow: Refused(sentence: "There is no unknown delivery \(id)."))
                        })
                }
                say("Settled \(ids.count).")
            }
        }
    }
}
