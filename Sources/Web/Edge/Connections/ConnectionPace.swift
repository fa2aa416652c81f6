import Domain
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Keeps an HTTP connection to its limits: heads and bodies that come too slowly, heads that are too large or name no host, answers
/// that take too long or are not taken. What breaks one is told so where that is possible, and the connection is closed.
///
/// A timer goes along with a connection on which something is under way and looks now and then, so that no request costs one.
final class ConnectionPace: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let limits: ConnectionLimits
    private let callers: Callers
    private var request = RequestProgress()
    private var stuckSince: NIODeadline?
    private var timer: Scheduled<Void>?
    private var context: ChannelHandlerContext?
    /// Whether the connection has been refused: it is about to close, and nothing more comes in or goes out.
    private(set) var isRefused = false

    init(_ limits: ConnectionLimits, callers: Callers) {
        self.limits = limits
        self.callers = callers
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        self.context = nil
    }

    /// Bytes have come, before anybody has read them as HTTP.
    func arrived(_ bytes: Int) {
        let now = NIODeadline.now()
        request.arrived(bytes, at: now)
        if timer == nil { look(again: now + .init(min(limits.slowness, limits.answerTime))) }
    }

    /// Those bytes have been read.
    func wereRead() {
        if request.headBytes > ConnectionLimits.longestHead { refuse(.headTooLarge) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        switch unwrapInboundIn(data) {
        case .head(var head):
            request.headCame()
            if head.uri.utf8.count > ConnectionLimits.longestAddress { return refuse(.addressTooLong) }
            if !HostField.isRight(in: head) { return refuse(.wrongHost) }
            if !head.isKeepAlive {
                // Whoever answers knows this one word. A caller of HTTP/1.0 need not say it (RFC 9112, 9.3), and others say more besides.
                head.headers.replaceOrAdd(name: "Connection", value: "close")
                return context.fireChannelRead(wrapInboundOut(.head(head)))
            }
        case .body(let part):
            request.bodyCame(part.readableBytes)
            if request.bodyBytes > ConnectionLimits.longestWaste { return refuse(.bodyTooLong) }
        case .end: request.endCame()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isRefused else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        // An invitation to send the body is no answer yet.
        case .head(let head): if head.status != .continue { request.answerBegan() }
        case .body: break
        case .end: request.answerEnded()
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        stuckSince = context.channel.isWritable ? nil : now
        if timer == nil { look(again: now + .init(ConnectionLimits.stuckTime)) }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        refuse(error == .headerOverflow ? .headTooLarge : .noHTTP)
    }

    private func look(again due: NIODeadline) {
        timer = context?.eventLoop.assumeIsolated().scheduleTask(deadline: due) { [weak self] in
            self?.timer = nil
            self?.look()
        }
    }

    /// What is overdue ends the connection; while anything is under way it is looked at again.
    private func look() {
        guard let context, !isRefused else { return }
        let now = NIODeadline.now()
        if let problem = request.breach(of: limits, at: now) { return refuse(problem) }
        let stuckDue = stuckSince.map { $0 + .init(ConnectionLimits.stuckTime) }
        if let stuckDue, stuckDue <= now { return context.close(promise: nil) }
        guard let due = request.due(by: limits) ?? stuckDue else { return }
        look(again: min(due, stuckDue ?? due))
    }

    private func refuse(_ problem: Problem) {
        guard let context, !isRefused else { return }
        callers.hungUp(ObjectIdentifier(context.channel))
        // An answer in between would be taken for part of another one.
        guard request.canBeAnswered else {
            isRefused = true
            return context.close(promise: nil)
        }
        for part in problem.closingParts { context.write(wrapOutboundOut(part), promise: nil) }
        context.flush()
        isRefused = true
        linger(context)
    }

    /// Closing at once with something unread would take the answer from its reader.
    private func linger(_ context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        context.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
        context.read()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isRefused { context.read() }
        context.fireChannelReadComplete()
    }
}
