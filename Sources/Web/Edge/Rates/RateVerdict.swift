import Domain
import HTTPTypes

/// Whether a request is let through, and what is left of its quota: as `RateLimit` header fields tell it
/// (draft-ietf-httpapi-ratelimit-headers).
struct RateVerdict: Sendable, Equatable {
    var rate: RateClass
    var quota: Int
    var remaining: Int
    /// Until all of it is there again; of a refused request, until the next is let through.
    var seconds: Int64
    var isRefused: Bool

    var problem: Problem {
        var headers: HTTPFields = [.retryAfter: "\(seconds)"]
        add(to: &headers)
        return Problem(.tooManyRequests, "\(subject): wait \(seconds) s and send it again.", headers: headers)
    }

    func add(to headers: inout HTTPFields) {
        headers.append(HTTPField(name: .rateLimitPolicy, value: "\"\(rate.rawValue)\";q=\(quota);w=60"))
        headers.append(HTTPField(name: .rateLimit, value: "\"\(rate.rawValue)\";r=\(remaining);t=\(seconds)"))
    }

    private var subject: String {
        switch rate {
        case .address: "There were too many requests from this address"
        case .account: "There were too many requests of this account"
        case .key: "There were too many requests with this key"
        case .model: "There were too many requests that may ask a model"
        case .signIn: "There were too many attempts to sign in from this address"
        }
    }
}

extension HTTPField.Name {
    static let rateLimit = HTTPField.Name("RateLimit")!
    static let rateLimitPolicy = HTTPField.Name("RateLimit-Policy")!
}
