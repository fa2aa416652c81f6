import ArgumentParser
import Domain
import Journey
import Storage

struct SampleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Load or remove the sample business.", subcommands: [Load.self, Remove.self])

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Load the sample business for user 1, where nothing of it is there yet.")
        @OptionGroup var options: WorkspaceOptions
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await report {
                let wiring = try await Wiring(options, mayCreate: true)
                let loaded = try await closing(wiring) { try await wiring.sample(in: options.id).load() }
                if json { return try sayJSON(["loaded": loaded]) }
                say(loaded ? "Loaded the sample business for user 1." : "The sample business is loaded already.")
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove the sample business and what agents wrote about it; your own rows and the chat stay.")
        @OptionGroup var options: WorkspaceOptions
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await report {
                let wiring = try await Wiring(options)
                let removed = try await closing(wiring) { try await wiring.sample(in: options.id).remove() }
                if json { return try sayJSON(["removed": removed]) }
                say(removed == 0 ? "There is no sample business to remove." : "Removed the sample business: \(removed) rows.")
            }
        }
    }
}

extension Wiring {
    fileprivate func sample(in workspace: WorkspaceID) -> SampleBusiness { SampleBusiness(store: store, clock: clock, in: workspace) }
}
