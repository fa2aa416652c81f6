import NIOCore

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
