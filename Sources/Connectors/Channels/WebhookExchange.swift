import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Follows one request and keeps what the outcome is judged by: whether anything was sent, and what came back.
final class WebhookExchange: HTTPClientResponseDelegate {
    struct Progress: Sendable {
        /// Set once the request's head has been handed to the connection: from then on the receiver may have it.
        var isSent = false
        var status: HTTPResponseStatus?
        var headers = HTTPHeaders()
        /// The beginning of the answer's body.
        var excerpt = ByteBuffer()
        var bodyBytes = 0
    }

    var progress: Progress { state.withLock { $0 } }

    private let state = Mutex(Progress())

    func didSendRequestHead(task: HTTPClient.Task<Void>, _ head: HTTPRequestHead) {
        state.withLock { $0.isSent = true }
    }

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        state.withLock {
            $0.status = head.status
            $0.headers = head.headers
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    /// Reads on for a while, since a receiver that is cut off in its answer may log an error; then breaks off.
    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ part: ByteBuffer) -> EventLoopFuture<Void> {
        let isEnough = state.withLock { progress in
            progress.bodyBytes += part.readableBytes
            let room = Self.excerptLimit - progress.excerpt.readableBytes
            progress.excerpt.writeImmutableBuffer(part.getSlice(at: part.readerIndex, length: min(room, part.readableBytes)) ?? ByteBuffer())
            return progress.bodyBytes > Self.bodyLimit
        }
        return isEnough ? task.eventLoop.makeFailedFuture(ReadEnough()) : task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) {}

    private struct ReadEnough: Error {}
    private static let bodyLimit = 64 * 1024
    private static let excerptLimit = 1024
}
