import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOSSL
import NIOWebSocket
import Synchronization

import struct Domain.IPAddress

/// A connection of the server: HTTP/1.1, or a WebSocket where its first request asks for one (RFC 6455).
///
/// HummingbirdCore knows HTTP only; this puts NIO's upgrade before it. A refused upgrade goes on as HTTP, so that the
/// operation of that address says what was wrong.
struct LiveChannel: ServerChildChannel {
    let http: HTTP1Channel
    let sockets: LiveSockets
    let limits: ConnectionLimits
    let count: ConnectionCount
    let callers: Callers
    /// Nil where the server speaks HTTP only.
    let identity: TLSIdentity?
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
        let peer = channel.peer
        guard count.open(from: peer) else { return refuse(channel) }
        channel.closeFuture.whenComplete { _ in count.closed(from: peer) }
        return channel.eventLoop.makeCompletedFuture { Value(channel: channel, negotiated: try firstAlone(channel, peer, logger)) }
    }

    /// True until a connection is set up.
    private static let isFirst = Atomic(true)
    private static let alone = Mutex(())

    /// The first connection's handlers are made while no other's are: Swift makes generic types ready when they are first needed, and two
    /// event loops that needed the same ones in one moment, under load right after a start, have crashed in it (Swift 6.3.1, a
    /// segmentation fault below `swift_getTypeByMangledName`).
    private func firstAlone(_ channel: any Channel, _ peer: IPAddress?, _ logger: Logger) throws -> EventLoopFuture<Negotiated> {
        guard Self.isFirst.load(ordering: .acquiring) else { return try negotiate(channel, peer, logger) }
        return try Self.alone.withLock { _ in
            defer { Self.isFirst.store(false, ordering: .releasing) }
            return try negotiate(channel, peer, logger)
        }
    }

    private func refuse(_ channel: any Channel) -> EventLoopFuture<Value> {
        channel.close(promise: nil)
        let never: EventLoopFuture<Negotiated> = channel.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel)
        return channel.eventLoop.makeSucceededFuture(Value(channel: channel, negotiated: never))
    }

    private func negotiate(_ channel: any Channel, _ peer: IPAddress?, _ logger: Logger) throws -> EventLoopFuture<Negotiated> {
        let first = FirstRequestHandler(), pace = ConnectionPace(limits, callers: callers), pipeline = channel.pipeline.syncOperations
        let timeout = channel.eventLoop.scheduleTask(in: .init(ConnectionLimits.idleTime)) { channel.close(promise: nil) }
        if let identity { try pipeline.addHandler(NIOSSLServerHandler(context: identity.context)) }
        try pipeline.addHandler(ArrivalHandler(pace))
        let upgrading = upgrades(ClientOrigin(address: peer, isSecure: identity != nil), logger)
        let negotiated = try pipeline.configureUpgradableHTTPServerPipeline(configuration: configuration(upgrading))
        let upgrader = try pipeline.handler(type: NIOTypedHTTPServerUpgradeHandler<Negotiated>.self)
        try pipeline.addHandler(pace, position: .before(upgrader))
        try pipeline.addHandler(first, position: .before(upgrader))
        negotiated.assumeIsolated().whenComplete { _ in
            timeout.cancel()
            channel.pipeline.syncOperations.removeHandler(first, promise: nil)
        }
        return negotiated
    }

    private func configuration(
        _ upgrades: NIOTypedHTTPServerUpgradeConfiguration<Negotiated>
    ) -> NIOUpgradableHTTPServerPipelineConfiguration<Negotiated> {
        var configuration = NIOUpgradableHTTPServerPipelineConfiguration(upgradeConfiguration: upgrades)
        configuration.enablePipelining = false
        configuration.enableErrorHandling = false
        configuration.enableResponseHeaderValidation = false
        configuration.decoderConfiguration.maxHeaderFieldSize = ConnectionLimits.longestField
        configuration.decoderConfiguration.maxHeaderListSize = ConnectionLimits.longestFields
        configuration.decoderConfiguration.maxHeaderFieldCount = ConnectionLimits.mostFields
        return configuration
    }

    private func upgrades(_ peer: ClientOrigin, _ logger: Logger) -> NIOTypedHTTPServerUpgradeConfiguration<Negotiated> {
        let admitted = Admitted()
        let upgrader = NIOTypedWebSocketServerUpgrader<Negotiated>(
            maxFrameSize: Self.longestFrame,
            shouldUpgrade: { channel, head in
                channel.eventLoop.makeFutureWithTask {
                    let reader = await sockets.reader(asking: head, from: peer)
                    admitted.reader.withLock { $0 = reader }
                    return reader == nil ? nil : [:]
                }
            },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    guard let reader = admitted.reader.withLock({ $0 }) else { throw NIOWebSocketUpgradeError.unsupportedWebSocketTarget }
                    let pipeline = channel.pipeline.syncOperations
                    pipeline.removeHandler(try pipeline.handler(type: ConnectionPace.self), promise: nil)
                    pipeline.removeHandler(try pipeline.handler(type: ArrivalHandler.self), promise: nil)
                    try pipeline.addHandler(GoingAwayHandler())
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
        try pipeline.addHandler(ContinueHandler())
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: identity != nil))
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
