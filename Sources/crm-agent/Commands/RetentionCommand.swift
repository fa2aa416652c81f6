import ArgumentParser
import Domain
import Journey

struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "Remove what is older than the workspace keeps it (docs/privacy.md); servers do so daily.")
    @OptionGroup var options: WorkspaceOptions
    @Flag(help: "Only say what would go.") var dryRun = false

    func run() async throws {
        try await report {
            let wiring = try await Wiring(options)
            let results = try await closing(wiring) {
                let work = RetentionWork(store: wiring.store, clock: wiring.clock)
                return dryRun ? try await work.due(in: options.id) : try await work.carryOut(in: options.id)
            }
            for result in results { say("\(result.kind)  \(result.rows)\(dryRun ? " would go" : " removed")") }
        }
    }
}
