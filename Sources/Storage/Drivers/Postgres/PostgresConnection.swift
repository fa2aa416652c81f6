import CPostgres
import Foundation
import Synchronization

/// A connection that callers send on from their own threads while one thread takes in the answers.
final class PostgresConnection: Sendable {
    private struct State {
        /// Nil once closed.
        var session: PostgresSession?
        /// Requests for cancellation on their way to the server, which may hit whatever runs here when they arrive.
        var cancellations = 0
        var isWaitingForCancellations = false
    }

    let socket: Int32
    private let state: Mutex<State>
    private let wantsWrite = Atomic<Bool>(false)

    init(_ handle: sending OpaquePointer, limits: PostgresSettings) {
        socket = PQsocket(handle)
        state = Mutex(State(session: PostgresSession(handle, limits: limits)))
    }

    deinit { close() }

    var wantsToWrite: Bool { wantsWrite.load(ordering: .relaxed) }

    func start(_ request: PostgresRequest, isPooled: Bool) -> PostgresSession.Progress {
        // It may have broken while it waited to be lent.
        let closed = PostgresSession.Progress.broken(request, .lost(mayHaveHappened: false, reason: "The connection to the database was lost."))
        return work(closed: closed) { $0.start(request, isPooled: isPooled) }
    }

    /// To be called when the socket is ready.
    func advance() -> PostgresSession.Progress { work { $0.advance() } }

    func isOverdue(at now: Int64) -> Bool { state.withLock { $0.session?.isOverdue(at: now) ?? false } }

    func abandon(_ reason: String) -> PostgresSession.Progress { work { $0.broken(reason) } }

    private func work(
        closed: PostgresSession.Progress = .pending, _ body: @Sendable (inout PostgresSession) -> PostgresSession.Progress
    ) -> PostgresSession.Progress {
        state.withLock { state in
            // Where it lies: taken out and put back it would be copied twice.
            guard let progress = state.session?.run(body) else { return closed }
            wantsWrite.store(state.session?.wantsToWrite == true, ordering: .relaxed)
            if case .broken = progress { state.session.take()?.close() }
            return progress
        }
    }

    /// Whether the connection can take the next request; if not, `onFree` of the cancellation under way says when.
    func isFree() -> Bool {
        state.withLock { state in
            state.isWaitingForCancellations = state.cancellations > 0
            return !state.isWaitingForCancellations
        }
    }

    /// Asks the server to cancel the statement of this request, if it is under way here.
    func cancel(_ id: UInt64, onFree: @escaping @Sendable () -> Void) {
        // Used by one thread after the other, and libpq allows any thread.
        nonisolated(unsafe) let canceller: OpaquePointer? = state.withLock { state in
            guard state.session?.request?.id == id, let canceller = state.session?.canceller else { return nil }
            state.session?.markCancelled()
            state.cancellations += 1
            return canceller
        }
        guard canceller != nil else { return }
        Thread.detachNewThread {
            var reason = [CChar](repeating: 0, count: 256)
            PQcancel(canceller, &reason, Int32(reason.count))
            PQfreeCancel(canceller)
            if self.endCancellation() { onFree() }
        }
    }

    private func endCancellation() -> Bool {
        state.withLock { state in
            state.cancellations -= 1
            guard state.cancellations == 0, state.isWaitingForCancellations else { return false }
            state.isWaitingForCancellations = false
            return true
        }
    }

    func close() {
        state.withLock { $0.session.take()?.close() }
    }
}
