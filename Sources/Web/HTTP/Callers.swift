import Domain
import HTTPTypes
import ServiceLifecycle
import Synchronization

/// Who is connected, so that work nobody waits for any more is cancelled: because its caller went away, or because the
/// server must stop; and so that everybody is answered before it does.
final class Callers: Sendable {
    private struct Connection {
        var isGone = false
        /// The request in hand, where it may be cancelled; HTTP/1 has one at a time.
        var task: Task<Void, Never>?
        /// Answers the request in hand and leaves its work to itself.
        var leave: (@Sendable () -> Void)?
    }

    private struct State {
        var connections: [ObjectIdentifier: Connection] = [:]
        var isStopping = false
    }

    private let state = Mutex(State())

    func connected(_ channel: ObjectIdentifier) { state.withLock { $0.connections[channel] = Connection() } }

    func disconnected(_ channel: ObjectIdentifier) { state.withLock { $0.connections.removeValue(forKey: channel)?.task }?.cancel() }

    /// The caller will send nothing more, which is all that is seen of one who closes the connection.
    func hungUp(_ channel: ObjectIdentifier) {
        state.withLock { state in
            state.connections[channel]?.isGone = true
            return state.connections[channel]?.task
        }?.cancel()
    }

    /// Carries out `work` in a task of its own.
    ///
    /// - Parameter isCancellable: whether it is cancelled once nobody waits for its answer.
    /// - Throws: 503 where the server stops first; what `work` throws, `LLMError.cancelled` among it.
    func carryOut(
        from channel: ObjectIdentifier, isCancellable: Bool, _ work: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        let first = FirstAnswer<Answer>()
        let task = Task {
            do { first.come(.success(try await work())) } catch { first.come(.failure(error)) }
        }
        begin(channel, isCancellable ? task : nil) { first.come(.failure(Self.left)) }
        defer { end(channel) }
        do {
            return try await withTaskCancellationHandler {
                try await first.value()
            } onCancel: {
                task.cancel()
            }
        } catch  where error is CancellationError || error as? LLMError == .cancelled {
            throw state.withLock { $0.isStopping } ? Self.stopping : LLMError.cancelled
        }
    }

    private func begin(_ channel: ObjectIdentifier, _ task: Task<Void, Never>?, leave: @escaping @Sendable () -> Void) {
        let isWaiting = state.withLock { state in
            state.connections[channel]?.task = task
            state.connections[channel]?.leave = leave
            return state.connections[channel]?.isGone == false && !state.isStopping
        }
        if !isWaiting { task?.cancel() }
    }

    private func end(_ channel: ObjectIdentifier) {
        state.withLock { state in
            state.connections[channel]?.task = nil
            state.connections[channel]?.leave = nil
        }
    }

    /// Ends once a graceful shutdown has gone on for `bound` and what was still in hand is answered, or when the task is.
    func interruptShutdown(after bound: Duration, _ clock: WallClock) async {
        guard (try? await gracefulShutdown()) != nil, (try? await clock.sleep(bound)) != nil else { return }
        await interrupt(clock)
    }

    /// Cancels what is in hand, and a second later answers what goes on even so, as a commit does.
    func interrupt(_ clock: WallClock) async {
        let inHand = state.withLock { state in
            state.isStopping = true
            return state.connections.values.compactMap(\.task)
        }
        for task in inHand { task.cancel() }
        guard (try? await clock.sleep(.seconds(1))) != nil else { return }
        for leave in state.withLock({ $0.connections.values.compactMap(\.leave) }) { leave() }
    }

    private static let stopping = Problem(
        .serviceUnavailable, "The server stopped before there was an answer. Your data and your message are kept: send it again in a moment.",
        headers: [.retryAfter: "5"])
    private static let left = Problem(
        .serviceUnavailable, "The server stopped before it was known whether this was written. Look before you repeat it.",
        headers: [.retryAfter: "5"])
}
