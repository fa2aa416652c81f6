import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// What those are told whose connection is closed because of what they send, or how.
extension Problem {
    static let headTooLarge = Problem(
        .requestHeaderFieldsTooLarge, "The request's header fields are too large: all together may have 32 KiB, one 16 KiB, and there may be 100.")
    static let addressTooLong = Problem(.uriTooLong, "The request's address is longer than 8 KiB.")
    static let bodyTooLong = Problem(.contentTooLarge, "The body is larger than any call takes.")
    static let noHTTP = Problem(.badRequest, "This is no HTTP/1.1 request.")
    static let wrongHost = Problem(
        .badRequest, "The request's Host header must be there once and name one host, such as crm.example.com or localhost:8080.")
    static let headTooSlow = Problem(.requestTimeout, "The request's header came too slowly.")
    static let bodyTooSlow = Problem(.requestTimeout, "The request's body came too slowly.")
    static let takesTooLong = Problem(
        .serviceUnavailable, "The answer took too long. What the request changes may have happened: look before you repeat it.",
        headers: [.retryAfter: "5"])

    /// The answer, after which the connection closes.
    var closingParts: [HTTPServerResponsePart] {
        var response = answer.response
        SecurityHeaders.add(to: &response, isSecure: false)
        var headers = HTTPHeaders(response.headers)
        headers.replaceOrAdd(name: "Connection", value: "close")
        headers.replaceOrAdd(name: "Content-Length", value: "\(answer.body.readableBytes)")
        let status = HTTPResponseStatus(statusCode: status.code, reasonPhrase: status.reasonPhrase)
        return [
            .head(HTTPResponseHead(version: .http1_1, status: status, headers: headers)), .body(.byteBuffer(answer.body)), .end(nil),
        ]
    }
}
