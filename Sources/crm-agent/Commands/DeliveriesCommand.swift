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
        static let configuration = CommandConfiguration(
            abstract: "Send failed, dead, unknown or cancelled deliveries again.",
            discussion: "Those that are named, all or none of them; or with --dead all that are dead and whose webhook is there and enabled.")
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "The deliveries' ids.") var ids: [Int64] = []
        @Flag(help: "All dead deliveries instead of named ones.") var dead = false
        @Option(help: "With --dead: only those to this webhook.") var webhook: Int64?

        func validate() throws {
            if ids.isEmpty != dead { throw ArgumentParser.ValidationError("Name the deliveries' ids, or --dead for all that are dead.") }
            if webhook != nil, !dead { throw ArgumentParser.ValidationError("--webhook chooses among all dead ones: it goes with --dead.") }
        }

        func run() async throws {
            guard dead else { return try await retry(ids, Deliveries.table, options, Self.refusal, statements) }
            let count = try await report {
                let wiring = try await Wiring(options)
                return try await closing(wiring) {
                    let count = try await queueDead(wiring)
                    await wiring.store.notify(Signal.deliveries.topic)
                    return count
                }
            }
            say("Queued \(count).")
        }

        private static let refusal =
            "Only a failed, dead, unknown or cancelled delivery can be sent again, and only while its webhook is there and enabled."

        private func statements(_ store: any Store, _ id: Int64, _ refusal: Refused, _ now: Timestamp) async throws -> [SQL] {
            try await DeliveryChange(store: store).statements(id, to: "queued", in: options.id, orThrow: refusal, now: now)
        }

        /// One by one: what somebody has changed meanwhile stays as it is.
        private func queueDead(_ wiring: Wiring) async throws -> Int {
            var (count, last) = (0, Int64(0))
            while true {
                let rows = try await wiring.store.read(Deliveries.dead(options.id, to: webhook, after: last, limit: 100))
                guard let end = rows.last?.integer(0) else { return count }
                last = end
                for id in rows.map({ $0.integer(0) }) {
                    do {
                        let queuing = try await statements(wiring.store, id, Refused(sentence: Self.refusal), wiring.clock.now())
                        _ = try await wiring.store.commit(queuing)
                        count += 1
                    } catch is Refused { continue }
                }
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
