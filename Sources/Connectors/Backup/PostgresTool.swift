package import Domain
package import Foundation
import Synchronization

/// pg_dump or pg_restore: found in PG_BIN or PATH, its password in its environment and never among its arguments.
package struct PostgresTool {
    package struct Failure: Error, Equatable {
        package var sentence: String
    }

    private let name: String
    private let program: URL
    private let environment: [String: String]

    /// - Parameters:
    ///   - folder: PG_BIN; nil to look in PATH.
    ///   - password: of the database; nil where none is given.
    /// - Throws: `ValidationError` that names PG_BIN.
    package init(_ name: String, folder: String?, password: String? = nil) throws(ValidationError) {
        let inherited = ProcessInfo.processInfo.environment
        let folders = folder.map { [$0] } ?? (inherited["PATH"] ?? "").split(separator: ":").map(String.init)
        guard let path = folders.map({ "\($0)/\(name)" }).first(where: FileManager.default.isExecutableFile) else {
            throw ValidationError(
                field: "PG_BIN",
                folder == nil
                    ? "is not set and \(name) is not in PATH: install PostgreSQL's client programs, or write for example PG_BIN=/usr/lib/postgresql/15/bin"
                    : "names a folder without \(name); write for example /usr/lib/postgresql/15/bin")
        }
        self.name = name
        program = URL(filePath: path)
        environment = ["PATH", "HOME", "TZ"].reduce(into: password.map { ["PGPASSWORD": $0] } ?? [:]) { $0[$1] = inherited[$1] }
    }

    /// Runs it to its end.
    ///
    /// - Parameters:
    ///   - feed: called once with what writes to its input.
    ///   - onOutput: given its output piece by piece, on a thread of its own.
    /// - Throws: `Failure` with the last thing it said, and what `feed` and `onOutput` throw.
    package func run(
        _ arguments: [String], feed: ((FileHandle) throws -> Void)? = nil, onOutput: @escaping @Sendable (Data) throws -> Void = { _ in }
    ) throws {
        // A program that stops reading ends the write with an error instead of this process.
        signal(SIGPIPE, SIG_IGN)
        let process = Process()
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        (process.executableURL, process.arguments, process.environment) = (program, arguments, environment)
        process.standardInput = feed == nil ? FileHandle.nullDevice : input
        (process.standardOutput, process.standardError) = (output, errors)
        do { try process.run() } catch { throw Failure(sentence: "\(name) cannot be started.") }
        let said = Reading(errors.fileHandleForReading) { _ in }
        let read = Reading(output.fileHandleForReading, onOutput)
        let fed = feed.map { feed in
            Result {
                defer { try? input.fileHandleForWriting.close() }
                try feed(input.fileHandleForWriting)
            }
        }
        if case .failure(let error)? = fed, !(error is CocoaError) { process.terminate() }
        process.waitUntilExit()
        let complaint = (try? said.end()) ?? ""
        try check(process, complaint, fed)
        _ = try read.end()
    }

    private func check(_ process: Process, _ complaint: String, _ fed: Result<Void, any Error>?) throws {
        // What cut the feeding short tells more than how the program took it, unless it is the program that stopped reading.
        if case .failure(let error)? = fed, !(error is CocoaError) { throw error }
        guard process.terminationStatus == 0 else {
            throw Failure(sentence: complaint.isEmpty ? "\(name) ended with \(process.terminationStatus)." : complaint)
        }
        try fed?.get()
    }
}

/// Reads a pipe to its end on a thread of its own, so that neither side waits for the other.
private final class Reading: Sendable {
    private let outcome = Mutex<Result<String, any Error>>(.success(""))
    private let done = DispatchSemaphore(value: 0)

    init(_ file: FileHandle, _ onData: @escaping @Sendable (Data) throws -> Void) {
        Thread.detachNewThread { [self] in
            var last = Data()
            var fault: (any Error)?
            // It is read on when the receiver has failed: the program would never end otherwise.
            while let data = try? file.read(upToCount: 1 << 16), !data.isEmpty {
                last = (last + data).suffix(2000)
                if fault == nil { do { try onData(data) } catch { fault = error } }
            }
            let text = String(decoding: last, as: UTF8.self).split(separator: "\n").prefix(3).joined(separator: " ")
            outcome.withLock { $0 = fault.map(Result.failure) ?? .success(text) }
            done.signal()
        }
    }

    /// The first lines of its last 2,000 bytes.
    func end() throws -> String {
        done.wait()
        return try outcome.withLock { try $0.get() }
    }
}
