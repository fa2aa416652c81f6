import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket
import Synchronization

/// A connection of the server: HTTP/1.1, or a WebSocket where its first request asks for one (RFC 6455).
///
/// HummingbirdCore knows HTTP only; this puts NIO's upgrade before it. A refused upgrade goes on as HTTP, so that the
/// operation of that address says what was wrong.
struct LiveChannel: ServerChildChannel {
    let http: HTTP1Channel
    let sockets: LiveSockets
    /// A connection that asks for nothing.
    private static let patience = TimeAmount.seconds(60)
    /// More than a reader ever has to send.
    private static let longestFrame = 1 << 14

    enum Negotiated: Sendable {
        case http(HTTP1Channel.Value)
        case socket(NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, LiveSockets.Reader)
    }

    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let negotiated: EventLoopFuture<Negotiated>
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let first = FirstRequestHandler()
            let timeout = channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
            var configuration = NIOUpgradableHTTPServerPipelineConfiguration(upgradeConfiguration: upgrades(logger))
            configuration.enablePipelining = false
            configuration.enableErrorHandling = false
            configuration.enableResponseHeaderValidation = false
            let negotiated = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(configuration: configuration)
            let upgrading = try channel.pipeline.syncOperations.handler(type: NIOTypedHTTPServerUpgradeHandler<Negotiated>.self)
            try channel.pipeline.syncOperations.addHandler(first, position: .before(upgrading))
            negotiated.assumeIsolated().whenComplete { _ in
                timeout.cancel()
                channel.pipeline.syncOperations.removeHandler(first, promise: nil)
            }
            return Value(channel: channel, negotiated: negotiated)
        }
    }

    private func upgrades(_ logger: Logger) -> NIOTypedHTTPServerUpgradeConfiguration<Negotiated> {
        let admitted = Admitted()
        let upgrader = NIOTypedWebSocketServerUpgrader<Negotiated>(
            maxFrameSize: Self.longestFrame,
            shouldUpgrade: { channel, head in
                channel.eventLoop.makeFutureWithTask {
                    let reader = await sockets.reader(asking: head)
                    admitted.reader.withLock { $0 = reader }
                    return reader == nil ? nil : [:]
                }
            },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    guard let reader = admitted.reader.withLock({ $0 }) else { throw NIOWebSocketUpgradeError.unsupportedWebSocketTarget }
                    try channel.pipeline.syncOperations.addHandler(GoingAwayHandler())
                    return .socket(try NIOAsyncChannel(wrappingChannelSynchronously: channel), reader)
                }
            })
        return NIOTypedHTTPServerUpgradeConfiguration(upgraders: [upgrader]) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.handler(type: FirstRequestHandler.self).repeatRefused()
                return .http(try plain(channel, logger))
            }
        }
    }

    /// As `HTTP1Channel.setup` does it behind its decoder.
    private func plain(_ channel: any Channel, _ logger: Logger) throws -> HTTP1Channel.Value {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandlers(http.configuration.additionalChannelHandlers())
        try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: http.configuration.idleTimeout.map { .init($0) }, logger: logger))
        return try NIOAsyncChannel(wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
    }

    func handle(value: Value, logger: Logger) async {
        do {
            switch try await value.negotiated.get() {
            case .http(let channel): await http.handle(value: channel, logger: logger)
            case .socket(let channel, let reader): await sockets.serve(reader, over: channel)
            }
        } catch {
            // It went away, or what it sent is no HTTP.
            value.channel.close(promise: nil)
        }
    }
}

/// Whom a connection's first request was found to be from.
private final class Admitted: Sendable {
    let reader = Mutex<LiveSockets.Reader?>(nil)
}

/// Tells a WebSocket's reader that the server stops: it may come back at once, to another instance.
private final class GoingAwayHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            context.writeAndFlush(wrapOutboundOut(.closing(.goingAway)), promise: nil)
            context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }
}
