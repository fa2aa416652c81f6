import ArgumentParser
import Domain
import Journey
import Storage

struct WorkspaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workspace", abstract: "List the workspaces, or make another: a tenant that sees nothing of the others.",
        subcommands: [List.self, Create.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the workspaces.")
        @OptionGroup var options: DataOptions

        func run() async throws {
            try await report {
                let wiring = try await Wiring(options)
                let rows = try await closing(wiring) { try await wiring.store.read(Workspaces.names) }
                for row in rows { say("\(row.integer(0))  \(row.text(1))  \(row.text(2))".onOneLine) }
            }
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a workspace.", discussion: "`crm-agent user create EMAIL --workspace ID` then makes its owner's account.")
        @OptionGroup var options: DataOptions
        @Argument(help: "Its name.") var name: String
        @Option(help: "The IANA time zone in which its agents keep their hours (TIME_ZONE).") var timeZone: String?

        func run() async throws {
            try await report {
                let name = try checkedName()
                let wiring = try await Wiring(options, mayCreate: true)
                let zone = timeZone ?? wiring.settings.timeZone
                try await closing(wiring) {
                    guard knownTimeZone(zone) != nil else { throw Refused(sentence: "--time-zone is no IANA name, such as Europe/Berlin.") }
                    let make = Workspaces.create(name: name, timeZone: zone, agents: AgentCatalog.rows, now: wiring.clock.now())
                    say("Made workspace \(try await wiring.store.commit(make)[0][0].integer(0)).")
                }
            }
        }

        private func checkedName() throws -> String {
            let name = self.name.trimmed
            guard (1...200).contains(name.count) else {
                throw Domain.ValidationError(
                    field: "name", "name must have 1 to 200 characters: say what the business is called, such as \"Harbour Bikes\".")
            }
            return name
        }
    }
}
