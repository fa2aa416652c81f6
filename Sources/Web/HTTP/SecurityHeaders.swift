import HTTPTypes
import Hummingbird

/// What a browser is told about every answer: run only our own files, guess no types, show us in no other page's frame.
enum SecurityHeaders {
    private static let policy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    private static let typeOptions = HTTPField.Name("X-Content-Type-Options")!
    private static let referrer = HTTPField.Name("Referrer-Policy")!

    static func add(to response: Response) -> Response {
        var response = response
        response.headers[typeOptions] = "nosniff"
        if response.headers[.contentType]?.hasPrefix("text/html") == true {
            response.headers[.contentSecurityPolicy] = policy
            response.headers[referrer] = "no-referrer"
        } else if response.headers[.cacheControl] == nil {
            response.headers[.cacheControl] = "no-store"
        }
        return response
    }
}
