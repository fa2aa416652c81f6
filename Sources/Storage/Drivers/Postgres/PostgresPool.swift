import Domain
import Foundation
import Synchronization

/// A bounded set of connections, lent to one request at a time, or to several quick ones (`SharedTrips`).
final class PostgresPool: Sendable {
    private struct State {
        var idle: [PostgresConnection] = []
        var all: [PostgresConnection] = []
        var waiting = PostgresLine()
        var isOpening = false
        var isClosed = false
        /// Whether sessions change from transaction to transaction.
        var isPooled = false
        /// Why no connection could be opened, and since when, while there is none.
        var absence: (reason: String, since: Int64)?
        var failures = 0
        var clockSetAt: Int64 = 0
    }

    let settings: PostgresSettings
    private let connector: PostgresConnector
    private let reactor = PostgresReactor()
    private let state = Mutex(State())
    private let lastID = Atomic<UInt64>(0)
    private static let clockInterval: Int64 = 30_000_000_000

    init(_ settings: PostgresSettings, clock: DatabaseClock) {
        self.settings = settings
        connector = PostgresConnector(settings: settings, clock: clock)
        reactor.start(
            onReady: { [weak self] connection in self?.handle(connection.advance(), of: connection) }, onTick: { [weak self] in self?.tick() })
    }

    deinit { reactor.stop() }

    func nextID() -> UInt64 { lastID.add(1, ordering: .relaxed).newValue }

    // MARK: Requests

    /// - Parameter wasTried: whether it has had its turn already, with others.
    func submit(_ given: PostgresRequest, wasTried: Bool = false) {
        var request = given
        let now = MonotonicClock.now
        request.giveUpAt = now + settings.poolWait.nanoseconds
        let refusal: String? = state.withLock { state in
            if state.isClosed { return "The database is closed." }
            if let absence = state.absence {
                // Nobody waits longer for a database that is away than those who noticed.
                request.giveUpAt = min(request.giveUpAt, absence.since + settings.poolWait.nanoseconds)
                if request.giveUpAt <= now { return absence.reason }
            }
            if wasTried { state.waiting.putFirst(request) } else { state.waiting.append(request) }
            return nil
        }
        if let refusal { return request.answer(.failure(StoreError.unavailable(reason: refusal))) }
        sendWaiting()
    }

    private struct Departure {
        var connection: PostgresConnection
        var requests: [PostgresRequest]
        var time: Int64
        var isPooled: Bool
    }

    private func takeNext(_ state: inout sending State, at now: Int64) -> Departure? {
        guard !state.idle.isEmpty else { return nil }
        let requests = state.waiting.next(at: now)
        guard !requests.isEmpty, let connection = state.idle.popLast() else { return nil }
        return Departure(connection: connection, requests: requests, time: now, isPooled: state.isPooled)
    }

    private func send(_ departure: Departure) {
        let connection = departure.connection
        guard var request = SharedTrips.one(departure.requests, id: nextID, again: { self.submit($0, wasTried: true) }) else { return }
        request.begunAt = departure.time
        handle(connection.start(request, isPooled: departure.isPooled), of: connection)
        if connection.wantsToWrite { reactor.wake() }
    }

    /// Sends what waits, as far as there are connections for it, and has one more opened where there are not.
    private func sendWaiting() {
        while let departure = state.withLock({ takeNext(&$0, at: MonotonicClock.now) }) { send(departure) }
        if state.withLock({ startsOpening(&$0) }) { open() }
    }

    private func handle(_ progress: PostgresSession.Progress, of connection: PostgresConnection) {
        switch progress {
        case .pending: return
        case .finished(let request, let result):
            ended(request)
            if case .failure(.unprepared) = result { state.withLock { $0.isPooled = true } }
            // The next in line first: whoever gets this answer has work to do before the next request.
            if connection.isFree() { giveBack(connection) } else { sendWaiting() }
            request.answer(result.mapError(\.self))
        case .broken(let request, let fault):
            if let request { ended(request) }
            drop(connection)
            request?.answer(.failure(fault))
        }
    }

    private func ended(_ request: PostgresRequest) {
        if request.isQuick { state.withLock { $0.waiting.tripEnded(request, at: MonotonicClock.now) } }
    }

    private func giveBack(_ connection: PostgresConnection) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.idle.append(connection) }
            return state.isClosed
        }
        if isClosed { return drop(connection) }
        sendWaiting()
    }

    private func drop(_ connection: PostgresConnection) {
        reactor.remove(connection)
        connection.close()
        state.withLock { state in
            state.all.removeAll { $0 === connection }
            state.idle.removeAll { $0 === connection }
        }
        sendWaiting()
        stopIfEmpty()
    }

    /// Ends the wait of this request, or its statement if that is under way.
    func cancel(_ id: UInt64) {
        let (waiting, connections) = state.withLock { state in
            let waiting = state.waiting.remove(id)
            return (waiting, waiting == nil ? state.all : [])
        }
        waiting?.answer(.failure(CancellationError()))
        for connection in connections {
            connection.cancel(id) { [weak self] in self?.giveBack(connection) }
        }
    }

    // MARK: Opening

    /// Whether the caller is to start a thread that opens connections: one at a time does so.
    private func startsOpening(_ state: inout sending State) -> Bool {
        guard !state.isOpening, wantsMore(state) else { return false }
        state.isOpening = true
        return true
    }

    private func wantsMore(_ state: borrowing State) -> Bool {
        !state.isClosed && state.all.count < settings.poolSize && (state.idle.isEmpty && !state.waiting.isEmpty || state.absence != nil)
    }

    private func open() {
        let thread = Thread { [weak self] in
            while let pause = self?.openOne() { Thread.sleep(forTimeInterval: pause) }
        }
        thread.name = "postgres opening"
        thread.start()
    }

    /// Opens a connection if one is wanted; returns how long to wait before the next try, nil for an end.
    private func openOne() -> Double? {
        let isPooled: Bool? = state.withLock { state in
            guard wantsMore(state) else {
                state.isOpening = false
                return nil
            }
            return state.isPooled
        }
        guard let isPooled else { return nil }
        do {
            add(try connector.open(isPooled: isPooled))
            return 0
        } catch {
            return failedToOpen(error)
        }
    }

    private func add(_ opened: PostgresConnector.Opened) {
        state.withLock { state in
            state.all.append(opened.connection)
            state.isPooled = state.isPooled || opened.isPooled
            state.absence = nil
            state.failures = 0
            state.clockSetAt = MonotonicClock.now
        }
        reactor.add(opened.connection)
        giveBack(opened.connection)
    }

    private func failedToOpen(_ error: StoreError) -> Double {
        let reason = if case .unavailable(let reason) = error { reason } else { "\(error)" }
        return state.withLock { state in
            state.failures += 1
            if state.all.isEmpty { state.absence = (reason, state.absence?.since ?? MonotonicClock.now) }
            return min(1, 0.05 * Double(1 << min(state.failures, 6))) * Double.random(in: 0.5...1)
        }
    }

    // MARK: Time

    private func tick() {
        let now = MonotonicClock.now
        let (late, reason, connections) = state.withLock { state in
            (state.waiting.removeLate(at: now), state.absence?.reason, state.all)
        }
        let wait = settings.poolWait.components.seconds
        let busy =
            connections.isEmpty
            ? "No connection to the database could be opened within \(wait) s."
            : "All \(connections.count) connections to the database were in use for \(wait) s."
        for request in late { request.answer(.failure(StoreError.unavailable(reason: reason ?? busy))) }
        for connection in connections where connection.isOverdue(at: now) {
            handle(connection.abandon("The database has not answered for too long."), of: connection)
        }
        setClock(now)
        sendWaiting()
    }

    private func setClock(_ now: Int64) {
        let isDue = state.withLock { state in
            guard !state.idle.isEmpty, now - state.clockSetAt >= Self.clockInterval else { return false }
            state.clockSetAt = now
            return true
        }
        guard isDue else { return }
        submit(
            PostgresRequest(id: nextID(), statements: [SQL(DatabaseClock.query)], isRead: true) { [clock = connector.clock] answer in
                guard let row = try? answer.get().first?.first else { return }
                clock.set(row.integer(0), sentAt: now, receivedAt: MonotonicClock.now)
            })
    }

    /// Refuses what waits, and closes each connection once it is free.
    func close() {
        let (waiting, idle) = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return (state.waiting.removeAll(), state.idle)
        }
        for request in waiting { request.answer(.failure(StoreError.unavailable(reason: "The database is closed."))) }
        for connection in idle { drop(connection) }
        stopIfEmpty()
    }

    /// Closes every connection at once, also in the middle of a request, whose caller is told so.
    func abandon() {
        close()
        for connection in state.withLock({ $0.all }) {
            handle(connection.abandon("The server stopped while the database was at work."), of: connection)
        }
    }

    private func stopIfEmpty() {
        if state.withLock({ $0.isClosed && $0.all.isEmpty }) { reactor.stop() }
    }
}
