import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTP2

/// Refuses an answer whose status is below 100, which HTTP does not have (RFC 9110, 15).
///
/// The client takes such a head for one that another follows, as it does with 100 to 199, and stops the process where the message ends
/// without it: a stranger's answer could end the server.
final class StatusGuard: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    struct NoStatus: Error, CustomStringConvertible {
        let status: UInt
        var description: String { "It answered with the status \(status), which HTTP does not have." }
    }

    private var hasRefused = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasRefused else { return }
        if case .head(let head) = unwrapInboundIn(data), head.status.code < 100 {
            hasRefused = true
            context.fireErrorCaught(NoStatus(status: head.status.code))
            return context.close(promise: nil)
        }
        context.fireChannelRead(data)
    }
}

extension HTTPClient.Configuration {
    /// Has a `StatusGuard` stand between each connection's reader of HTTP and the client.
    ///
    /// - Parameter first: what else becomes of a new connection of HTTP/1.1. Called on its event loop, and done at once: the client's pool
    ///   must not learn of the connection's end before its beginning.
    mutating func guardStatus(after first: @escaping @Sendable (any Channel) throws -> Void = { _ in }) {
        http1_1ConnectionDebugInitializer = { channel in
            channel.eventLoop.makeCompletedFuture {
                try first(channel)
                let pipeline = channel.pipeline.syncOperations
                let reader = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
                try pipeline.addHandler(StatusGuard(), position: .after(reader))
            }
        }
        http2StreamChannelDebugInitializer = { channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                let reader = try pipeline.handler(type: HTTP2FramePayloadToHTTP1ClientCodec.self)
                try pipeline.addHandler(StatusGuard(), position: .after(reader))
            }
        }
    }
}
