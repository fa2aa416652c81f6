import ArgumentParser
import Domain
import Journey
import Storage
import Web

struct BatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch", abstract: "Run an agent for everyone, and watch, pause, slow down or cancel that.",
        subcommands: [BatchRunCommand.self, List.self, Status.self, Pause.self, Resume.self, Rate.self, Cancel.self, Retry.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List batches and what schedules have started, the newest first.")
        @OptionGroup var options: WorkspaceOptions
        @OptionGroup var choice: ListOptions

        func run() async throws {
            try await choice.list(Occurrences.table, state: nil, options) { row in
                let state = row["state"] == "done" || row["paused"] == "false" ? row["state"] : "paused"
                return "\(row["id"])  \(row["cancelled_at"].isEmpty ? state : "cancelled")  \(row["agent_type"])  \(row["trigger"])  "
                    + "runs \(row["runs"])  due \(row["due_at"])"
            }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say how far a batch is.",
            discussion: "With --wait it shows a bar until the batch has ended; Ctrl-C leaves the batch as it is. Exit status as of batch run --wait.")
        @OptionGroup var options: WorkspaceOptions
        @OptionGroup var batch: BatchChoice
        @Flag(help: "Wait for the end and show how far it is.") var wait = false

        func run() async throws {
            guard wait else { return try await batch.tell(options) { _, _ in } }
            let progress = try await report {
                let wiring = try await Wiring(options)
                let watch = BatchWatch(batches: wiring.batches, workspace: options.id, id: batch.id, clock: wiring.clock, settles: false)
                return try await closing(wiring, watch.untilEnd)
            }
            say(progress, json: batch.json)
            if progress.done < progress.total { throw ExitCode(1) }
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Hold a batch back; what is being written ends.")
        @OptionGroup var options: WorkspaceOptions
        @OptionGroup var batch: BatchChoice

        func run() async throws { try await batch.tell(options) { try await $0.pause($1, in: options.id) } }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a paused batch go on.")
        @OptionGroup var options: WorkspaceOptions
        @OptionGroup var batch: BatchChoice

        func run() async throws { try await batch.tell(options) { try await $0.resume($1, in: options.id) } }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End a batch: what waits is not written any more.")
        @OptionGroup var options: WorkspaceOptions
        @OptionGroup var batch: BatchChoice

        func run() async throws { try await batch.tell(options) { try await $0.cancel($1, in: options.id) } }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Try again what a batch has given up, also once it has ended.")
        @OptionGroup var options: WorkspaceOptions
        @OptionGroup var batch: BatchChoice

        func run() async throws { try await batch.tell(options) { try await $0.retry($1, in: options.id) } }
    }

    struct Rate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Change how many runs of a batch begin in a minute.")
        @OptionGroup var options: WorkspaceOptions
        @OptionGroup var batch: BatchChoice
        @Argument(help: "How many, or none for as many as the workers can.") var rate: String

        func run() async throws {
            let rate = self.rate == "none" ? nil : try checkedRate(Int64(self.rate))
            try await batch.tell(options) { try await $0.setRate(rate, of: $1, in: options.id) }
        }
    }
}

/// Which batch, and how its progress is printed.
struct BatchChoice: ParsableArguments {
    @Argument(help: "The batch's id.") var id: Int64
    @Flag(help: "Print JSON.") var json = false

    /// Does something with the batch, tells the servers on the database, and prints how far it is.
    func tell(_ options: WorkspaceOptions, _ act: (BatchRequest, Int64) async throws -> Void) async throws {
        try await report {
            let wiring = try await Wiring(options)
            let progress = try await closing(wiring) {
                try await act(wiring.batches, id)
                await wiring.tellServers()
                return try await wiring.batches.progress(of: id, in: options.id)
            }
            say(progress, json: json)
        }
    }
}

/// - Throws: `ValidationError` for what is no rate.
func checkedRate(_ rate: Int64?) throws -> Int64 {
    guard let rate, case .integer(let range) = Batches.rate.kind, range.contains(rate) else {
        throw ArgumentParser.ValidationError("A rate is a whole number of 1 to 100000, such as 600.")
    }
    return rate
}

extension Wiring {
    /// Wakes the servers on the database for what has happened to a batch.
    func tellServers() async {
        for signal in [Signal.runs, .rates, .schedules] { await store.notify(signal.topic) }
    }
}

/// Prints how far a batch is.
func say(_ progress: BatchProgress, json: Bool) {
    guard json else { return say("batch \(progress.occurrence)  \(progress.agent)  \(progress.state)  \(progress.words)") }
    var writer = JSONWriter()
    writer.progress(progress)
    sayAsIs(String(decoding: writer.bytes, as: UTF8.self))
}

extension BatchProgress {
    /// `done 12 of 100, failed 1, left 87, 3 to be tried again (HTTP 503), 120 a minute, about 44 s to go, $0.012346`.
    var words: String {
        var parts = ["done \(done) of \(total)"]
        if failed > 0 { parts.append("failed \(failed)") }
        if cancelled > 0 { parts.append("cancelled \(cancelled)") }
        if left > 0 { parts.append("left \(left)") }
        if retrying > 0 { parts.append("\(retrying) to be tried again (\(lastError ?? "no reason given"))") }
        if let waitsUntil {
            parts.append("waits until \(waitsUntil.rfc3339)\(waitsBecause.map { " (\($0))" } ?? (retrying == 0 ? Self.contacts : ""))")
        }
        if perMinute > 0 { parts.append("\(Int64(perMinute.rounded())) a minute") }
        if let secondsLeft, left > 0 { parts.append("about \(time(secondsLeft)) to go") }
        if let cost, cost.nanodollars > 0 { parts.append("$\(cost.dollars)") }
        if let cost, cost.unpricedTokens > 0 { parts.append("\(cost.unpricedTokens) tokens without a price") }
        return parts.joined(separator: ", ")
    }

    private static let contacts = ", as the hours of its contacts and the daily caps allow"

    private func time(_ seconds: Int64) -> String {
        seconds < 90 ? "\(seconds) s" : seconds < 5400 ? "\((seconds + 30) / 60) min" : "\((seconds + 1800) / 3600) h"
    }
}
