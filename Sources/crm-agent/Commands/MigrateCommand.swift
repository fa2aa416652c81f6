import ArgumentParser
import Domain
import Storage

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database to this version's schema, or say where it stands.")

    @OptionGroup var options: DataOptions
    @Flag(help: "Only say where it stands.") var status = false
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await report {
            var settings = try Settings(try await Environment.load())
            if let data = options.data { settings.dataFolder = data }
            let database = try Database.open(settings, mayCreate: !status)
            defer { database.close() }
            let migrator = Migrator(store: database.store, clock: database.clock)
            let applied = status ? [] : try await migrator.migrate()
            try tell(applied, try await migrator.status())
        }
    }

    private func tell(_ applied: [Int64], _ status: Migrator.Status) throws {
        if json { return try sayJSON(Printed(applied_now: applied, applied: status.applied, pending: status.pending, unknown: status.unknown)) }
        say("Applied now: \(list(applied)). In the database: \(list(status.applied)). Still to apply: \(list(status.pending)).")
        if !status.unknown.isEmpty { say("Unknown to this version: \(list(status.unknown)); use the newer crm-agent.") }
    }

    private func list(_ numbers: [Int64]) -> String { numbers.isEmpty ? "none" : numbers.map(String.init).joined(separator: ", ") }

    private struct Printed: Encodable {
        var applied_now: [Int64]
        var applied: [Int64]
        var pending: [Int64]
        var unknown: [Int64]
    }
}
