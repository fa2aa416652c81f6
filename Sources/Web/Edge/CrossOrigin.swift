import Domain
import HTTPTypes
import Hummingbird

/// Lets the pages of listed origins call the API from a browser (CORS); closed without a list.
///
/// They bring a token or a key of their own: browsers are never told to send this server's cookies along.
struct CrossOrigin: Sendable {
    let origins: Set<String>

    /// The answer to a browser's question whether it may send a request; nil where it is none.
    ///
    /// - Throws: where its page is not listed.
    func preflight(_ head: HTTPRequest) throws(ForeignRequest) -> Response? {
        guard head.method == .options, let origin = head.headerFields[.origin], head.headerFields[.accessControlRequestMethod] != nil else {
            return nil
        }
        guard origins.contains(origin) else { throw ForeignRequest.page(origin) }
        return Response(status: .noContent, headers: Self.permission)
    }

    /// - Parameter head: what is answered.
    func add(to response: inout Response, for head: HTTPRequest) {
        guard !origins.isEmpty else { return }
        response.headers.append(HTTPField(name: .vary, value: "Origin"))
        guard let origin = head.headerFields[.origin], origins.contains(origin) else { return }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlExposeHeaders] = Self.exposed
    }

    private static let permission: HTTPFields = [
        .accessControlAllowMethods: "GET, POST, PATCH, PUT, DELETE",
        .accessControlAllowHeaders: "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID",
        .accessControlMaxAge: "600",
    ]
    private static let exposed = "ETag, Location, RateLimit, RateLimit-Policy, Retry-After, Idempotency-Replayed"
}
