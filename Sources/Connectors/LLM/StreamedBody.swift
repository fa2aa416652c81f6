import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// An answer's head and then its bytes, as they come in; used by one task only.
///
/// What has come in and is not read yet waits in memory: an answer is small, and `largestAnswer` bounds it. The client's
/// deadline covers it to its last byte. Whoever drops this before the end breaks the call off, unless `leaveRest` was called.
final class StreamedBody {
    private let receiver: ResponseReceiver
    private var parts: AsyncThrowingStream<ResponsePart, any Error>.Iterator

    init(_ http: LLMHTTPClient, _ call: HTTPClient.Request, deadline: NIODeadline) {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: ResponsePart.self)
        let receiver = ResponseReceiver(continuation)
        let task = http.execute(call, delegate: receiver, deadline: deadline)
        task.futureResult.whenComplete { result in
            switch result {
            case .success: continuation.finish()
            case .failure(let error): continuation.finish(throwing: error)
            }
        }
        continuation.onTermination = { _ in if !receiver.mayGoOn { task.cancel() } }
        self.receiver = receiver
        parts = stream.makeAsyncIterator()
    }

    func head() async throws -> HTTPResponseHead {
        guard case .head(let head) = try await parts.next() else { throw HTTPClientError.remoteConnectionClosed }
        return head
    }

    /// Nil at the end.
    func next() async throws -> ByteBuffer? {
        while let part = try await parts.next() {
            if case .body(let bytes) = part { return bytes }
        }
        if Task.isCancelled { throw CancellationError() }
        return nil
    }

    func rest() async throws -> ByteBuffer {
        var all = ByteBuffer()
        while var bytes = try await next() { all.writeBuffer(&bytes) }
        return all
    }

    /// Lets the little that follows come in unread, so that the connection serves the next call.
    func leaveRest() { receiver.goOn() }
}

enum ResponsePart: Sendable {
    case head(HTTPResponseHead)
    case body(ByteBuffer)
}

/// An answer of more than `largestAnswer`.
struct AnswerTooLong: Error {}

private final class ResponseReceiver: HTTPClientResponseDelegate {
    private let parts: AsyncThrowingStream<ResponsePart, any Error>.Continuation
    private let size = Atomic(0)
    private let isRead = Atomic(false)

    init(_ parts: AsyncThrowingStream<ResponsePart, any Error>.Continuation) { self.parts = parts }

    var mayGoOn: Bool { isRead.load(ordering: .relaxed) }
    func goOn() { isRead.store(true, ordering: .relaxed) }

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        parts.yield(.head(head))
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        let received = size.add(buffer.readableBytes, ordering: .relaxed).newValue
        guard received <= largestAnswer else { return task.eventLoop.makeFailedFuture(AnswerTooLong()) }
        parts.yield(.body(buffer))
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {}
}
