import NIOCore

/// Sees the bytes of a connection before they are read as HTTP.
final class ArrivalHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let pace: ConnectionPace

    init(_ pace: ConnectionPace) { self.pace = pace }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !pace.isRefused else { return }
        pace.arrived(unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
        pace.wereRead()
    }
}
