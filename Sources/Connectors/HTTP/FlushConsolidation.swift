import NIOCore

/// Sends what is written within one turn of the event loop in one go.
///
/// The client flushes a request's head, its body and its end one by one: without this a call costs two system calls and two
/// packets, of which the first wakes the server for nothing.
final class FlushConsolidation: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var isFlushing = false

    func flush(context: ChannelHandlerContext) {
        guard !isFlushing else { return }
        isFlushing = true
        context.eventLoop.assumeIsolated().execute {
            self.isFlushing = false
            context.flush()
        }
    }

    /// What was flushed leaves before the connection closes.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if isFlushing { context.flush() }
        context.close(mode: mode, promise: promise)
    }

    @Sendable static func add(to channel: any Channel) throws {
        try channel.pipeline.syncOperations.addHandler(FlushConsolidation(), position: .first)
    }
}
