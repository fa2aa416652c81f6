import CPostgres
import Foundation
import Synchronization

/// A session of its own that waits for NOTIFY, on a thread of its own, and comes back by itself.
final class PostgresListener: Sendable {
    static let channel = "crm_agent"

    private struct State {
        var isStarted = false
        var isStopped = false
    }

    private let connector: PostgresConnector
    private let state = Mutex(State())
    /// How long a stop may go unnoticed, in milliseconds.
    private static let pollInterval: Int32 = 500

    init(_ connector: PostgresConnector) { self.connector = connector }

    /// Calls `onSignal` for each notification, and for all topics when the session has come back, since some may have
    /// been missed meanwhile; `onTrouble` once for each time it is away.
    func start(_ topics: [String], onSignal: @escaping @Sendable (String) -> Void, onTrouble: @escaping @Sendable (String) -> Void) {
        let isFirst = state.withLock { state in
            defer { state.isStarted = true }
            return !state.isStarted && !state.isStopped
        }
        guard isFirst else { return }
        let thread = Thread { self.run(topics, onSignal, onTrouble) }
        thread.name = "postgres listening"
        thread.start()
    }

    func stop() { state.withLock { $0.isStopped = true } }

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    private func run(_ topics: [String], _ onSignal: (String) -> Void, _ onTrouble: (String) -> Void) {
        var failures = 0
        while !isStopped {
            do {
                let (handle, isPooled) = try connector.openHandle(isPooled: false)
                defer { PQfinish(handle) }
                guard !isPooled else { return onTrouble("the pooler in front of the database passes no notifications on") }
                guard PQ.succeeds(handle, "LISTEN \(Self.channel)") else { throw StoreError.unavailable(reason: PQ.message(of: handle)) }
                failures = 0
                for topic in topics { onSignal(topic) }
                listen(handle, onSignal)
                if !isStopped { onTrouble("the connection for notifications was lost") }
            } catch {
                failures += 1
                if failures == 1 { onTrouble("\(error)") }
            }
            if !isStopped { Thread.sleep(forTimeInterval: Double.random(in: 0.5...1) * Double(min(failures, 5) + 1)) }
        }
    }

    /// Returns when the session is lost or the listener is stopped.
    private func listen(_ handle: OpaquePointer, _ onSignal: (String) -> Void) {
        var socket = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        while !isStopped {
            guard poll(&socket, 1, Self.pollInterval) > 0 else { continue }
            guard PQconsumeInput(handle) == 1, PQstatus(handle) == CONNECTION_OK else { return }
            while let notification = PQnotifies(handle) {
                onSignal(String(cString: notification.pointee.extra))
                PQfreemem(notification)
            }
        }
    }
}

extension PQ {
    static func succeeds(_ handle: OpaquePointer, _ command: String) -> Bool {
        let result = run(handle, command)
        defer { PQclear(result) }
        return PQresultStatus(result) == PGRES_COMMAND_OK
    }
}
