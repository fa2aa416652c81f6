import NIOCore
import NIOHTTP1

/// Tells a caller that waits for it that the body of its request is wanted: `100 Continue` (RFC 9110, 10.1.1).
///
/// Who is about to read a body triggers `BodyIsWanted`. A request that is refused by its head alone never gets that far, and its
/// caller gets the refusal instead.
final class ContinueHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    struct BodyIsWanted: Sendable {}

    /// Of each request without an answer, the oldest first, whether its caller still waits: the next ones may come early.
    private var isWaiting: [Bool] = []

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): isWaiting.append(Self.waits(head))
        // Who sends without having been asked waits no more.
        case .body, .end: if let last = isWaiting.indices.last { isWaiting[last] = false }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data), !isWaiting.isEmpty { isWaiting.removeFirst() }
        context.write(data, promise: promise)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is BodyIsWanted else { return context.triggerUserOutboundEvent(event, promise: promise) }
        if isWaiting.first == true {
            isWaiting[0] = false
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
        }
        promise?.succeed()
    }

    /// Callers of HTTP/1.0 know no such answer.
    private static func waits(_ head: HTTPRequestHead) -> Bool {
        // Few requests have the header at all.
        guard head.version == .http1_1, head.headers.contains(name: "expect") else { return false }
        return head.headers[canonicalForm: "expect"].contains { $0.lowercased() == "100-continue" }
    }
}
