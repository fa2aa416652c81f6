import ArgumentParser
import Domain
import Journey
import Storage

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Change the keys with which secrets are encrypted in the database.",
        discussion: "docs/secrets.md says how.", subcommands: [Rotate.self])

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put all secrets under the current MASTER_KEY; servers go on meanwhile.",
            discussion: """
                Set MASTER_KEY to a new key and MASTER_KEY_PREVIOUS to the former one, for all servers and this command; restart the \
                servers, run this, and take MASTER_KEY_PREVIOUS away. Where it is ended in the middle, run it again.
                """)
        @OptionGroup var options: DataOptions
        @Flag(help: "Give each workspace a new data key too, and encrypt its secrets under that.") var values = false

        func run() async throws {
            try await report {
                let wiring = try await Wiring(options)
                let result = try await closing(wiring) {
                    guard let keys = wiring.settings.masterKeys else { throw MasterKeyMissing() }
                    let result = try await KeyRotation(store: wiring.store, clock: wiring.clock, keys: keys).rotate(isOfValues: values)
                    // Under the current master key; those that are out count until they expire.
                    try await wiring.access.tokens.rotate()
                    return result
                }
                say("\(result.rewrapped) data keys and \(result.resealed) secrets were encrypted anew; \(result.dropped) old data keys are gone.")
                guard result.unreadable.isEmpty else {
                    throw Refused(
                        sentence: "Neither MASTER_KEY nor MASTER_KEY_PREVIOUS opens \(result.unreadable.joined(separator: ", ")): left as they were.")
                }
            }
        }
    }
}
