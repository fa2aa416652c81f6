import ArgumentParser
import Domain
import Journey
import Storage

struct ContactsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contacts", abstract: "Look at whom a filter chooses; export or erase one.",
        subcommands: [Count.self, ContactExportCommand.self, ContactEraseCommand.self, ContactReadmitCommand.self])

    struct Count: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Count the contacts that a filter chooses, and show some of them.",
            discussion: """
                Filters, such as 'stage in (lead, qualified) and last_contacted_at < now - 14 days and no deal(status = won)', \
                are described in docs/filters.md.
                """)
        @OptionGroup var options: WorkspaceOptions
        @Argument(help: "The filter, in quotes of the shell.") var filter: String
        @Option(help: "How many of them to show.") var sample = 0
        @Flag(help: "Print JSON: the filter, the count and the sample.") var json = false

        func run() async throws {
            try await report {
                let wiring = try await Wiring(options)
                let preview = try await closing(wiring) {
                    try await AudiencePreview.of(
                        filter, sample: max(0, sample), in: options.id, store: wiring.store, settings: wiring.workspaces, now: wiring.clock.now())
                }
                let rows = preview.sample.map { PrintedRow(columns: AudienceSubject.contacts.table.columns, row: $0) }
                if json { return try sayJSON(Printed(filter: preview.filter, count: preview.count, sample: rows)) }
                say("\(preview.count)")
                for row in rows { say("\(row["id"])  \(row["name"])  \(row["email"])  \(row["company"])  \(row["stage"])".trimmed) }
            }
        }
    }

    private struct Printed: Encodable {
        var filter: String
        var count: Int64
        var sample: [PrintedRow]
    }
}
