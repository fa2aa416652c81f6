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
        PQsetnonblocking(handle, 1)
        PQenterPipelineMode(handle)
        return Opened(connection: PostgresConnection(handle, limits: settings), isPooled: isPooled)
    }

    /// An open session, whose owner closes it.
    func openHandle(isPooled: Bool) throws(StoreError) -> sending (OpaquePointer, isPooled: Bool) {
        guard let handle = PQ.connect(parameters(isPooled: isPooled)) else { throw .unavailable(reason: "There is no memory left.") }
        do {
            if PQstatus(handle) != CONNECTION_OK {
                throw StoreError.unavailable(reason: "The database cannot be reached: \(PQ.message(of: handle)).")
            }
            let hasLimits = try probe(handle)
            crm_silence_notices(handle)
            return (handle, isPooled || !hasLimits)
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
            "idle_in_transaction_session_timeout=\(settings.statementTimeout.milliseconds)",
        ].map { "-c \($0)" }
        parameters["options"] = ([parameters["options"]].compactMap(\.self) + limits).joined(separator: " ")
        return parameters
    }

    /// Sets the clock by the database's, and returns whether the time limits have arrived there.
    private func probe(_ handle: OpaquePointer) throws(StoreError) -> Bool {
        let sent = MonotonicClock.now
        let result = PQexec(handle, "\(DatabaseClock.query), (SELECT setting FROM pg_settings WHERE name = 'statement_timeout')")
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK, let result, let row = postgresRows(result).first else {
            throw .unavailable(reason: "The database cannot be used: \(PQ.message(of: handle)).")
        }
        clock.set(row.integer(0), sentAt: sent, receivedAt: MonotonicClock.now)
        return row.text(1) == "\(settings.statementTimeout.milliseconds)"
    }
}

/// What opening a connection for one purpose or another has in common.
enum PQ {
    static func connect(_ parameters: [String: String]) -> sending OpaquePointer? {
        let pairs = parameters.map { (strdup($0.key), strdup($0.value)) }
        defer { for (key, value) in pairs { free(key); free(value) } }
        let keys = pairs.map { UnsafePointer($0.0) } + [nil], values = pairs.map { UnsafePointer($0.1) } + [nil]
        return PQconnectdbParams(keys, values, 0)
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
