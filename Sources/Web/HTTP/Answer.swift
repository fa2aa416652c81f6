import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import Storage

/// A response: with its whole body, or with one that is written as it comes.
struct Answer: Sendable {
    /// Gives the caller a part of a body that is written as it comes; waits until there is room for it.
    typealias Write = (ByteBuffer) async throws -> Void

    var status: HTTPResponse.Status
    var headers = HTTPFields()
    var body: ByteBuffer
    private var stream: (@Sendable (Write) async throws -> Void)?

    init(_ status: HTTPResponse.Status = .ok, contentType: String, body: ByteBuffer = ByteBuffer()) {
        self.status = status
        self.body = body
        // At once for all that are added: the edge's, the length, the date.
        headers.reserveCapacity(12)
        headers.append(HTTPField(name: .contentType, value: contentType))
    }

    init(_ status: HTTPResponse.Status = .ok, json body: ByteBuffer) {
        self.init(status, contentType: "application/json", body: body)
    }

    /// A body that `stream` writes for as long as it takes.
    init(contentType: String, stream: @escaping @Sendable (Write) async throws -> Void) {
        self.init(contentType: contentType)
        self.stream = stream
    }

    /// - Parameter size: about how many bytes the rows in it take.
    static func json(
        _ status: HTTPResponse.Status = .ok, ofRows size: Int = 0, _ write: (inout JSONWriter) throws -> Void
    ) rethrows -> Answer {
        var writer = JSONWriter(capacity: 512 + size)
        try write(&writer)
        return Answer(status, json: writer.buffer)
    }

    static var noContent: Answer {
        var answer = Answer(.noContent, contentType: "")
        answer.headers = [:]
        return answer
    }

    func with(_ name: HTTPField.Name, _ value: String) -> Answer {
        var copy = self
        copy.headers[name] = value
        return copy
    }

    /// The same answer, of which a body that is written as it comes is read within the scope.
    func within(_ scope: WorkspaceScope) -> Answer {
        guard let stream else { return self }
        var copy = self
        copy.stream = { write in try await WorkspaceScope.$current.withValue(scope) { try await stream(write) } }
        return copy
    }

    var response: Response { Response(status: status, headers: headers, body: responseBody) }

    private var responseBody: ResponseBody {
        guard let stream else { return ResponseBody(byteBuffer: body) }
        return ResponseBody { writer in
            try await stream { try await writer.write($0) }
            try await writer.finish(nil)
        }
    }
}
