import Domain
import HTTPTypes
import NIOCore
import ServiceLifecycle
import Synchronization

/// Who is connected, so that work nobody waits for any more is cancelled: because its caller went away, or because the
/// server must stop.
final class Callers: Sendable {
    private struct Connection {
        var isGone = false
        /// Cancels the request in hand; HTTP/1 has one at a time.
        var cancel: (@Sendable () -> Void)?
    }

    private struct State {
        var connections: [ObjectIdentifier: Connection] = [:]
        var isStopping = false
    }

    private let state = Mutex(State())

    func connected(_ channel: ObjectIdentifier) { state.withLock { $0.connections[channel] = Connection() } }

    func disconnected(_ channel: ObjectIdentifier) { state.withLock { $0.connections.removeValue(forKey: channel)?.cancel }?() }

    /// The caller will send nothing more, which is all that is seen of one who closes the connection.
    func hungUp(_ channel: ObjectIdentifier) {
        state.withLock { state in
            state.connections[channel]?.isGone = true
            return state.connections[channel]?.cancel
        }?()
    }

    /// Carries out `work` in a task that is cancelled once nobody waits for its answer.
    ///
    /// - Throws: 503 where the server stops first; what `work` throws, `LLMError.cancelled` among it.
    func carryOut(from channel: ObjectIdentifier, _ work: @escaping @Sendable () async throws -> Answer) async throws -> Answer {
        let task = Task { try await work() }
        begin(channel) { task.cancel() }
        defer { state.withLock { $0.connections[channel]?.cancel = nil } }
        do {
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch  where error is CancellationError || error as? LLMError == .cancelled {
            throw state.withLock { $0.isStopping } ? Self.stopping : LLMError.cancelled
        }
    }

    private func begin(_ channel: ObjectIdentifier, cancel: @escaping @Sendable () -> Void) {
        let isWaiting = state.withLock { state in
            state.connections[channel]?.cancel = cancel
            return state.connections[channel]?.isGone == false && !state.isStopping
        }
        if !isWaiting { cancel() }
    }

    /// Ends once a graceful shutdown has gone on for `bound` and what was still in hand is cancelled, or when the task is.
    func interruptShutdown(after bound: Duration, _ clock: WallClock) async {
        guard (try? await gracefulShutdown()) != nil, (try? await clock.sleep(bound)) != nil else { return }
        let inHand = state.withLock { state in
            state.isStopping = true
            return state.connections.values.compactMap(\.cancel)
        }
        for cancel in inHand { cancel() }
    }

    private static let stopping = Problem(
        .serviceUnavailable, "The server stopped before there was an answer. Your data and your message are kept: send it again in a moment.",
        headers: [.retryAfter: "5"])
}

/// Sees on one connection when its caller goes away.
final class CallerHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let callers: Callers

    init(_ callers: Callers) { self.callers = callers }

    func handlerAdded(context: ChannelHandlerContext) { callers.connected(ObjectIdentifier(context.channel)) }

    func handlerRemoved(context: ChannelHandlerContext) { callers.disconnected(ObjectIdentifier(context.channel)) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { callers.hungUp(ObjectIdentifier(context.channel)) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        callers.disconnected(ObjectIdentifier(context.channel))
        context.fireChannelInactive()
    }
}
