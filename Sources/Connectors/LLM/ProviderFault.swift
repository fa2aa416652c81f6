import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// One try that gave no message: what to say of it, and whether another try may do better.
struct ProviderFault: Error {
    let error: LLMError
    let mayPass: Bool
    /// The wait the provider asked for.
    var askedFor: Duration?

    static func final(_ error: LLMError) -> ProviderFault { ProviderFault(error: error, mayPass: false) }

    static func passing(_ reason: String, after wait: Duration? = nil) -> ProviderFault {
        ProviderFault(error: .unavailable(reason: reason, retryAfter: wait), mayPass: true, askedFor: wait)
    }
}

extension ProviderFault {
    /// An answer with a status other than 2xx.
    init(_ response: HTTPClient.Response, sentence: Sentence, now: Timestamp) {
        let said = response.body.flatMap { try? JSONDecoder().decode(ErrorResponse.self, from: $0) }
        let words = said?.text.map { ": " + sentence.quoting($0) } ?? ""
        let status = response.status.code
        func misconfigured(_ what: String) -> ProviderFault {
            .final(.misconfigured(reason: sentence.aboutServer(what)))
        }
        switch status {
        // Waiting does not fill an empty account, although the status is that of a busy server.
        case 429 where said?.error?.code == "insufficient_quota", 402:
            self = misconfigured("wants to be paid (\(status))\(words); check the account's billing")
        case 408, 425, 429, 500...:
            let wait = retryAfter(in: response.headers, now: now)
            self = .passing(sentence.aboutServer("is busy or out of order (\(status))\(words)"), after: wait)
        case 300..<400:
            self = misconfigured("has moved (\(status)); set OPENAI_BASE_URL to its new address")
        case 401, 403:
            self = misconfigured("refused the key (\(status))\(words); check OPENAI_API_KEY")
        case 404:
            self = misconfigured("knows no such model or path (404)\(words); check OPENAI_MODEL and OPENAI_BASE_URL")
        default:
            self = misconfigured("refused the request (\(status))\(words); check OPENAI_MODEL and OPENAI_BASE_URL")
        }
    }
}
