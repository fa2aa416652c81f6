import Domain
import HTTPTypes
import Hummingbird
import NIOCore

/// A response with its whole body, as every operation of ours gives it.
struct Answer: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: ByteBuffer

    init(_ status: HTTPResponse.Status = .ok, contentType: String, body: ByteBuffer = ByteBuffer()) {
        self.status = status
        self.body = body
        headers = [.contentType: contentType]
    }

    static func json(_ status: HTTPResponse.Status = .ok, _ write: (inout JSONWriter) throws -> Void) rethrows -> Answer {
        var writer = JSONWriter()
        try write(&writer)
        return Answer(status, contentType: "application/json", body: writer.buffer)
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

    var response: Response { Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body)) }
}
