import ArgumentParser
import Domain
import Foundation
import Journey
import Storage
import UnixSignals

struct BatchRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run an agent for everyone eligible.",
        discussion: """
            A server on the database writes the messages. With --wait the command ends with the batch; where no server uses \
            the data folder it writes them itself. With DATABASE_URL only servers write, with their own settings.

            Exit status with --wait: 0 where everything is written, 1 where some failed or was cancelled, 130 after Ctrl-C, which leaves \
            the batch as it is.
            """)

    @OptionGroup var options: WorkspaceOptions
    @Argument(help: "The agent, such as REMINDER.") var agent: String
    @Option(help: "How many runs begin in a minute at most; as many as the workers can by default.") var rate: Int64?
    @Flag(help: "Wait for the end and show how far it is.") var wait = false
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let name = AgentName.key(try agentKey(agent))
        let rate = try self.rate.map { try checkedRate($0) }
        let progress = try await report {
            let wiring = try await Wiring(options)
            return try await closing(wiring) { try await run(name, rate, wiring) }
        }
        say(progress, json: json)
        if wait, progress.done < progress.total { throw ExitCode(1) }
    }

    private func run(_ name: AgentName, _ rate: Int64?, _ wiring: Wiring) async throws -> BatchProgress {
        let agent = try await wiring.agents.find(name, in: options.id)
        // Before there is something to do, so that no server begins with it meanwhile.
        let isAlone = wait && wiring.isWithoutServer()
        // From here on, so that none comes between the request and its number. What does not wait ends by Ctrl-C as usual.
        let interrupts = await UnixSignalsSequence(trapping: wait ? [.sigint] : [])
        let batch = try await wiring.batches.request(agent.type, in: options.id, rate: rate).occurrence
        let farewell = Task {
            for await _ in interrupts { options.leave(batch, to: isAlone ? .nextServer : wiring.settings.postgres == nil ? .server : .anyServer) }
        }
        defer { farewell.cancel() }
        try await wiring.batches.makeRuns(logger: wiring.logger)
        await wiring.tellServers()
        guard wait else { return try await wiring.batches.progress(of: batch, in: options.id) }
        let watch = BatchWatch(batches: wiring.batches, workspace: options.id, id: batch, clock: wiring.clock, settles: isAlone)
        return isAlone ? try await wiring.working(while: watch.untilEnd) : try await watch.untilEnd()
    }
}

extension WorkspaceOptions {
    /// Ends the process at once, as Ctrl-C does: whoever works on the batch goes on, and what this process has in hand is written later.
    fileprivate func leave(_ batch: Int64, to successor: Successor) -> Never {
        ProgressBar.clearLine()
        _exit(
            failed(
                "Batch \(batch) \(successor.rawValue). `crm-agent batch pause \(batch)\(given)` holds it back, `crm-agent batch cancel \(batch)\(given)` ends it.",
                code: 128 + SIGINT
            ).rawValue)
    }

    /// As the next command has to name them too.
    private var given: String { (data.data.map { " --data \($0)" } ?? "") + (workspace == 1 ? "" : " --workspace \(workspace)") }
}

/// Who goes on with a batch that is left, and what becomes of it.
private enum Successor: String {
    case server = "goes on in the server"
    case nextServer = "is not cancelled: it goes on with the next server"
    /// Nobody here can tell whether one runs.
    case anyServer = "is not cancelled: it goes on in the servers on the database, and where none runs with the next one that is started"
}

extension Wiring {
    /// Takes the data folder for this process where no server has it. A PostgreSQL may have servers anywhere, with other
    /// settings than this process's: they write.
    func isWithoutServer() -> Bool {
        settings.postgres == nil && (try? DataFolder(path: settings.dataFolder).lock()) != nil
    }

    /// Writes what is due, as a server does, while `watch` goes on.
    func working<Result: Sendable>(while watch: @escaping @Sendable () async throws -> Result) async throws -> Result {
        let (worker, pacer) = (worker, pacer)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            group.addTask { try await pacer.run() }
            defer { group.cancelAll() }
            return try await watch()
        }
    }
}
