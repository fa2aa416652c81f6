import CPostgres
import Domain
import Foundation

/// Opens connections. Blocks its thread: looking up names and TLS do so anyway.
struct PostgresConnector: Sendable {
    struct Opened {
        let connection: PostgresConnection
        /// Whether a pooler stands between, whose sessions change from transaction to transaction.
        let isPooled: Bool
    }

    let settings: PostgresSettings
    let clock: DatabaseClock

    /// - Throws: `StoreError.unavailable` with the reason, in which no password or host appears.
    func open(isPooled: Bool) throws(StoreError) -> Opened {
        let (handle, isPooled) = try openHandle(isPooled: isPooled)
        guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else {
            PQfinish(handle)
            throw .unavailable(reason: "The connection to the database was lost.")
        }
        return Opened(connection: PostgresConnection(handle, limits: settings), isPooled: isPooled)
    }

    /// An open session, whose owner closes it.
    func openHandle(isPooled: Bool) throws(StoreError) -> sending (OpaquePointer, isPooled: Bool) {
        let handle = try PQ.connect(parameters(isPooled: isPooled))
        do {
            if PQstatus(handle) != CONNECTION_OK {
                throw StoreError.unavailable(reason: "The database cannot be reached: \(PQ.message(of: handle)).")
            }
            let isOurs = try probe(handle)
            return (handle, isPooled || !isOurs)
        } catch {
            let isPooler = PQ.message(of: handle).contains("unsupported startup parameter")
            PQfinish(handle)
            // pgbouncer before 1.20 knows no `options`.
            if !isPooled, isPooler { return try openHandle(isPooled: true) }
            throw error as? StoreError ?? .failed(reason: "\(error)")
        }
    }

    private func parameters(isPooled: Bool) -> [String: String] {
        var parameters = settings.parameters
        guard !isPooled else {
            parameters["options"] = nil
            return parameters
        }
        let limits = [
            "statement_timeout=\(settings.statementTimeout.milliseconds)", "lock_timeout=\(settings.lockTimeout.milliseconds)",
            "idle_in_transaction_session_timeout=\(settings.statementTimeout.milliseconds)", "jit=off",
            // Locks of a host that is gone are let go in half a minute.
            "tcp_keepalives_idle=15", "tcp_keepalives_interval=5", "tcp_keepalives_count=3",
            // Whatever the role's or the database's own settings say.
            "crm.workspace=", "crm.session=\(Self.mark)",
            // A commit that no standby has confirmed is told of by a warning.
            "client_min_messages=warning",
        ]
        let settings = (limits + PostgresPlanning.settings.map { "\($0)=\($1)" }).map { "-c \($0)" }
        parameters["options"] = ([parameters["options"]].compactMap(\.self) + settings).joined(separator: " ")
        return parameters
    }

    /// What only a session that this process has opened itself can have set.
    private static let mark = "\(UInt64.random(in: 1 ... .max))"

    /// Sets the clock by the database's, and returns whether the settings have arrived there.
    private func probe(_ handle: OpaquePointer) throws(StoreError) -> Bool {
        var best: (time: Int64, sentAt: Int64, receivedAt: Int64)?
        var mark = ""
        // A busy machine may be slow to answer once; the quickest answer tells the time best.
        for _ in 0..<3 where best.map({ $0.receivedAt - $0.sentAt > Self.quickRoundTrip }) ?? true {
            let sentAt = MonotonicClock.now
            let row = try answer(handle)
            let receivedAt = MonotonicClock.now
            mark = row.text(1)
            if best.map({ $0.receivedAt - $0.sentAt > receivedAt - sentAt }) ?? true { best = (row.integer(0), sentAt, receivedAt) }
        }
        if let best { clock.set(best.time, sentAt: best.sentAt, receivedAt: best.receivedAt) }
        return mark == Self.mark
    }

    private static let quickRoundTrip: Int64 = 20_000_000

    private func answer(_ handle: OpaquePointer) throws(StoreError) -> Row {
        let result = PQ.run(handle, "\(DatabaseClock.query), COALESCE(current_setting('crm.session', true), '')")
        defer { PQclear(result) }
        guard let result, PQresultStatus(result) == PGRES_TUPLES_OK, let row = postgresRows(result).first else {
            throw .unavailable(reason: "The database cannot be used: \(PQ.message(of: handle)).")
        }
        return row
    }
}

/// What opening a connection for one purpose or another has in common.
enum PQ {
    /// A session, open or with the reason why not; whoever asks closes it.
    ///
    /// Tries one host after the other, and one address of it after the other, each for its `connect_timeout`. libpq's own
    /// `PQconnectdbParams` would do so too, but writes what a server says meanwhile to standard error, and nobody can tell it not to
    /// before it has begun.
    static func connect(_ parameters: [String: String]) throws(StoreError) -> sending OpaquePointer {
        keepOpenSSLUntilTheEnd
        let hosts = PostgresHosts(parameters)
        for host in hosts.all.dropLast() {
            if let handle = open(toAnyOf: hosts.addresses(of: host)) { return handle }
        }
        let addresses = hosts.addresses(of: hosts.all[hosts.all.count - 1])
        if let handle = open(toAnyOf: addresses.dropLast()) { return handle }
        return try connect(toOne: addresses[addresses.count - 1])
    }

    /// Nil where none lets it in.
    private static func open(toAnyOf targets: some Sequence<[String: String]>) -> sending OpaquePointer? {
        for target in targets {
            guard let handle = try? connect(toOne: target) else { continue }
            if PQstatus(handle) == CONNECTION_OK { return handle }
            PQfinish(handle)
        }
        return nil
    }

    private static func connect(toOne parameters: [String: String]) throws(StoreError) -> sending OpaquePointer {
        guard let handle = begin(parameters) else { throw .unavailable(reason: "There is no memory left.") }
        crm_watch_notices(handle, nil)
        let seconds = PostgresHosts.patience(parameters)
        let deadline = MonotonicClock.now + seconds * 1_000_000_000
        var progress = PGRES_POLLING_WRITING
        while PQstatus(handle) != CONNECTION_BAD, progress != PGRES_POLLING_OK, progress != PGRES_POLLING_FAILED {
            guard wait(for: handle, progress == PGRES_POLLING_READING ? POLLIN : POLLOUT, until: deadline) else {
                PQfinish(handle)
                throw .unavailable(reason: "The database cannot be reached: it did not answer within \(seconds) s.")
            }
            progress = PQconnectPoll(handle)
        }
        return handle
    }

    /// False where the session's socket is not ready by then, whatever signals come meanwhile.
    private static func wait(for handle: OpaquePointer, _ events: Int32, until deadline: Int64) -> Bool {
        var socket = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
        while case let left = (deadline - MonotonicClock.now) / 1_000_000, left > 0 {
            let ready = poll(&socket, 1, Int32(left))
            guard ready < 0, errno == EINTR else { return ready > 0 }
        }
        return false
    }

    private static func begin(_ parameters: [String: String]) -> sending OpaquePointer? {
        let pairs = parameters.map { (strdup($0.key), strdup($0.value)) }
        defer { for (key, value) in pairs { free(key); free(value) } }
        let keys = pairs.map { UnsafePointer($0.0) } + [nil], values = pairs.map { UnsafePointer($0.1) } + [nil]
        return PQconnectStartParams(keys, values, 0)
    }

    /// OpenSSL clears up when the process exits; a thread that is just opening a connection would then crash.
    private static let keepOpenSSLUntilTheEnd: Void = {
        #if os(Linux)
            typealias Initialise = @convention(c) (_ options: UInt64, _ settings: OpaquePointer?) -> Int32
            // libpq brings the library; where it was built without, there is nothing to keep.
            guard let symbol = dlsym(nil, "OPENSSL_init_crypto") else { return }
            let withoutExitHandler: UInt64 = 0x0008_0000
            _ = unsafeBitCast(symbol, to: Initialise.self)(withoutExitHandler, nil)
        #endif
    }()

    /// The result of a command without values; nil where the server has not answered within five seconds.
    static func run(_ handle: OpaquePointer, _ command: String) -> OpaquePointer? {
        guard PQsendQuery(handle, command) == 1 else { return nil }
        var last: OpaquePointer?
        while true {
            while PQisBusy(handle) == 1 {
                guard wait(for: handle, POLLIN, until: MonotonicClock.now + 5_000_000_000), PQconsumeInput(handle) == 1 else {
                    PQclear(last)
                    return nil
                }
            }
            guard let result = PQgetResult(handle) else { return last }
            PQclear(last)
            last = result
        }
    }

    /// The last error in one line, without the addresses that libpq puts before it.
    static func message(of handle: OpaquePointer?) -> String {
        let lines = String(cString: PQerrorMessage(handle)).split(separator: "\n").filter { !$0.hasPrefix("\t") }
        var line = lines.last.map(String.init) ?? "no reason given"
        for mark in ["failed: ", "FATAL:  ", "ERROR:  "] {
            if let range = line.range(of: mark) { line = String(line[range.upperBound...]) }
        }
        return line
    }
}
