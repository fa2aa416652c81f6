import NIOCore
import NIOHTTP1

/// Stands before NIO's upgrade until a connection's first request has decided what it speaks.
///
/// NIO drops a request whose upgrade it does not carry out; here it is kept and told again, as the HTTP request it then is.
final class FirstRequestHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private var context: ChannelHandlerContext?
    private var kept: [HTTPServerRequestPart] = []

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        kept = []
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        if case .head(var head) = part, !Self.asksForSocket(head) {
            // Such as to HTTP/2: we may go on as we do, and so its upgrade never begins.
            head.headers.remove(name: "Upgrade")
            part = .head(head)
        } else {
            kept.append(part)
        }
        context.fireChannelRead(wrapInboundOut(part))
    }

    /// While the upgrade holds back what comes, for those who take over from it.
    func repeatRefused() {
        guard let context, case .head? = kept.first else { return }
        for part in kept { context.fireChannelRead(wrapInboundOut(part)) }
        kept = []
    }

    private static func asksForSocket(_ head: HTTPRequestHead) -> Bool {
        head.method == .GET && head.headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
    }

    /// What is no HTTP is no request to answer.
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    /// A connection that has asked for nothing need not be answered when the server stops.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }
}
