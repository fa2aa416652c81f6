import Foundation
import Synchronization

/// One thread that waits for all connections at once and takes in what they bring.
///
/// Why not a thread for each connection: docs/decisions/0007-postgresql-driver.md.
final class PostgresReactor: Sendable {
    private struct State {
        var connections: [PostgresConnection] = []
        var isStopped = false
        var hasChanged = true
    }

    private let state = Mutex(State())
    /// A pipe whose other end is written to wake the thread.
    private let wakeEnds: (reading: Int32, writing: Int32)
    private static let tick: Int32 = 200

    init() {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "a process needs two free file descriptors")
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        wakeEnds = (ends[0], ends[1])
    }

    deinit {
        close(wakeEnds.reading)
        close(wakeEnds.writing)
    }

    /// Runs until stopped; `onReady` and `onTick` are called on the reactor's thread.
    func start(onReady: @escaping @Sendable (PostgresConnection) -> Void, onTick: @escaping @Sendable () -> Void) {
        let thread = Thread { self.run(onReady, onTick) }
        thread.name = "postgres"
        thread.start()
    }

    func add(_ connection: PostgresConnection) {
        change { $0.connections.append(connection) }
    }

    func remove(_ connection: PostgresConnection) {
        change { $0.connections.removeAll { $0 === connection } }
    }

    func stop() {
        change { $0.isStopped = true }
    }

    private func change(_ body: (inout sending State) -> Void) {
        state.withLock { state in
            body(&state)
            state.hasChanged = true
        }
        wake()
    }

    /// To be called where a connection has come to want to write.
    func wake() {
        var byte: UInt8 = 1
        _ = write(wakeEnds.writing, &byte, 1)
    }

    private func run(_ onReady: (PostgresConnection) -> Void, _ onTick: () -> Void) {
        var connections: [PostgresConnection] = []
        var sockets: [pollfd] = []
        var lastTick = MonotonicClock.now
        while refresh(&connections, &sockets) {
            for index in connections.indices {
                sockets[index + 1].events = Int16(POLLIN) | (connections[index].wantsToWrite ? Int16(POLLOUT) : 0)
            }
            let ready = poll(&sockets, nfds_t(sockets.count), Self.tick)
            if ready > 0 {
                if sockets[0].revents != 0 { drainWakes() }
                for index in connections.indices where sockets[index + 1].revents != 0 { onReady(connections[index]) }
            }
            let now = MonotonicClock.now
            if now - lastTick >= Int64(Self.tick) * 1_000_000 {
                lastTick = now
                onTick()
            }
        }
    }

    /// False once stopped.
    private func refresh(_ connections: inout [PostgresConnection], _ sockets: inout [pollfd]) -> Bool {
        state.withLock { state in
            if state.hasChanged {
                connections = state.connections
                sockets = ([wakeEnds.reading] + connections.map(\.socket)).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
                state.hasChanged = false
            }
            return !state.isStopped
        }
    }

    private func drainWakes() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(wakeEnds.reading, &bytes, bytes.count) == bytes.count {}
    }
}
