import Foundation
package import Storage
import Synchronization

/// A PostgreSQL server of the test process's own, on a socket in a folder of its own; it ends with the process, however
/// that ends, since its keeper reads from a pipe that then closes.
package final class PostgresCluster: Sendable {
    /// The one that tests share, each in its own database.
    package static let shared = Result { try PostgresCluster() }

    private let folder: String
    private let keeper: Mutex<Keeper>
    private let databases = Atomic<Int>(0)

    package struct Unavailable: Error, CustomStringConvertible {
        package var description: String
    }

    package init() throws {
        let keeper = try Keeper()
        folder = try keeper.say("start")
        self.keeper = Mutex(keeper)
    }

    /// As a crash would: no word to the clients, recovery at the next start.
    package func kill() throws { try keeper.withLock { _ = try $0.say("kill") } }

    /// As at an upgrade: sessions are told to end.
    package func stop() throws { try keeper.withLock { _ = try $0.say("stop") } }

    package func start() throws { try keeper.withLock { _ = try $0.say("start") } }

    package func settings(_ database: String, role: String = "crm", options: String = "") throws -> PostgresSettings {
        var settings = try PostgresSettings(url: "postgresql://\(role)@/\(database)?host=\(folder)&connect_timeout=60\(options)")
        // Many tests at once may keep a small machine busy for longer than a server's callers should wait.
        settings.poolWait = .seconds(60)
        return settings
    }

    /// The name of a new database, empty or a copy of `template`.
    package func create(template: String? = nil, encoding: String? = nil) async throws -> String {
        let name = "test_\(databases.add(1, ordering: .relaxed).newValue)"
        let admin = PostgresStore(try settings("postgres"))
        let copied = template.map { "TEMPLATE \($0)" } ?? ""
        let encoded = encoding.map { "TEMPLATE template0 ENCODING '\($0)' LOCALE_PROVIDER libc LOCALE 'C'" } ?? ""
        try await admin.commit(SQL("CREATE DATABASE \(name) \(copied) \(encoded)").oneOff())
        return name
    }

    package func drop(_ name: String) async throws {
        try await PostgresStore(try settings("postgres")).commit(SQL("DROP DATABASE \(name) WITH (FORCE)").oneOff())
    }
}

/// The shell that starts the server and outlives whoever started it for as long as it takes to clean up.
private struct Keeper: ~Copyable {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init() throws {
        let shell = ["/bin/sh", "-c", Self.script, "postgres-keeper", try Self.programs()]
        // A server of root's is refused.
        let command = geteuid() == 0 ? ["/usr/bin/env", "runuser", "-u", "postgres", "--"] + shell : shell
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: "/tmp")
        process.standardInput = input
        process.standardOutput = output
        // The pipe must end with this process: no other child may keep it open.
        _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        try process.run()
    }

    deinit { try? input.fileHandleForWriting.close() }

    /// The line with which the shell answers.
    func say(_ command: String) throws -> String {
        try input.fileHandleForWriting.write(contentsOf: Data("\(command)\n".utf8))
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), let value = byte.first, value != UInt8(ascii: "\n") {
            line.append(value)
        }
        guard line.first == UInt8(ascii: "/") else { throw PostgresCluster.Unavailable(description: "PostgreSQL does not start for the tests") }
        return String(decoding: line, as: UTF8.self)
    }

    private static func programs() throws -> String {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let folders =
            versions.sorted().reversed().map { "/usr/lib/postgresql/\($0)/bin" }
            + (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        guard let found = folders.first(where: { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }) else {
            throw PostgresCluster.Unavailable(description: "the tests need PostgreSQL's initdb: bin/install-packages postgresql-15")
        }
        return found
    }

    /// Text is ordered by a language here, so that tests notice what relies on the order of bytes without saying so. Messages
    /// are in German for whoever sets `lc_messages` to C.UTF-8, where PostgreSQL's translations are installed.
    private static let script = """
        bin=$1
        dir=$(mktemp -d "${TMPDIR:-/tmp}/crm-postgres-XXXXXX")
        server=
        launch() {
            if [ ! -d "$dir/data" ]; then
                "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 -N --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US >/dev/null
            fi
            LANGUAGE=de "$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=600 \
                -c autovacuum=off -c log_min_messages=error -c lc_messages=C </dev/null >"$dir/log" 2>&1 &
            server=$!
            for wait in $(seq 300); do "$bin/pg_isready" -q -h "$dir" && break; sleep 0.05; done
            "$bin/psql" -qXh "$dir" -U postgres -d postgres -c "CREATE ROLE crm LOGIN CREATEDB" >/dev/null 2>&1
        }
        end() { [ -z "$server" ] || { kill -$1 "$server"; wait "$server"; server=; } 2>/dev/null; }
        trap '' INT TERM
        while read -r command; do
            case $command in
                start) launch ;;
                stop) end INT ;;
                kill) end QUIT ;;
            esac
            echo "$dir"
        done
        # Nobody waits for what follows: hundreds of databases take a while.
        exec </dev/null >/dev/null 2>&1
        end QUIT
        rm -rf "$dir"
        """
}
