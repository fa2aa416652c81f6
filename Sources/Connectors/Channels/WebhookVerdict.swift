import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOHTTP1

/// Judges what became of one attempt.
///
/// The line is the request's head: before it was written the message certainly did not arrive; after it, without an
/// answer, nobody can tell. An answer's status decides, even where the rest of the answer was lost.
struct WebhookVerdict {
    /// What sentences call the receiver.
    let receiver: String
    /// Taken out of what the receiver says.
    let secret: String
    let now: Timestamp
    let totalTimeout: Duration

    func outcome(_ progress: WebhookExchange.Progress, _ failure: (any Error)?) -> DeliveryOutcome {
        if let status = progress.status { return outcome(status: Int(status.code), progress) }
        let cause = cause(failure)
        guard progress.isSent else {
            return .refused(reason: "\(receiver) was not reached: \(cause). Nothing was sent", status: nil, retryAfter: nil)
        }
        return .unknown(reason: "The message was on its way to \(receiver) when \(cause); ask the receiver whether it has it")
    }

    /// Other statuses of 4xx, such as 401 or 404, are often a receiver's mistake that somebody mends, and Standard Webhooks
    /// tries them again: they are refusals too, and the limit of attempts ends them. 410 says that it will never work. 502 and 504 are said by
    /// a proxy that has passed the request on, or may have, and can't tell what became of it (RFC 9110, 15.6), as 520, 522 and 524
    /// are by Cloudflare's. 500 and 503 are taken at their word, as Standard Webhooks has it: the receiver has not taken the message.
    private func outcome(status: Int, _ progress: WebhookExchange.Progress) -> DeliveryOutcome {
        let wait = retryAfter(in: progress.headers, now: now)
        switch status {
        case 200..<300:
            return .delivered(status: status)
        case 300..<400:
            let reason = "\(receiver) answered with a redirect (\(status)), which is not followed; set the webhook to the address it leads to"
            return .impossible(reason: reason, status: status)
        case 410:
            return .impossible(reason: "\(receiver) wants no more messages (410)\(words(progress)); change or remove the webhook", status: status)
        case 502, 504, 520, 522, 524:
            let reason = "\(receiver) answered with \(status): what stands before it did not hear what became of the message"
            return .unknown(reason: "\(reason)\(words(progress)); ask the receiver whether it has it", status: status, retryAfter: wait)
        case 400..<600:
            return .refused(reason: "\(receiver) did not take the message (\(status))\(words(progress))", status: status, retryAfter: wait)
        default:
            let reason = "\(receiver) answered with \(status), which says neither yes nor no; ask the receiver whether it has it"
            return .unknown(reason: reason, status: status, retryAfter: wait)
        }
    }

    /// The receiver's own words on one line, at most 200 characters of them.
    private func words(_ progress: WebhookExchange.Progress) -> String {
        let text = String(decoding: progress.excerpt.readableBytesView, as: UTF8.self)
        let safe = secret.isEmpty ? text : text.replacingOccurrences(of: secret, with: "[secret]")
        let line = safe.split { $0.isWhitespace || $0.isNewline || $0.unicodeScalars.allSatisfy { $0.properties.generalCategory == .control } }
        let shown = line.joined(separator: " ").prefix(200)
        return shown.isEmpty ? "" : ": \(shown)"
    }

    private func cause(_ failure: (any Error)?) -> String {
        switch failure {
        case let error as HTTPClientError: cause(of: error)
        case let error as IOError: error.errnoCode == ECONNREFUSED ? "the connection was refused" : "the connection broke"
        case is HTTPParserError: "the answer was no HTTP"
        case let error?: "\(error)".contains("CERTIFICATE_VERIFY_FAILED") ? "its certificate is not trusted" : "the connection failed"
        case nil: "no answer came"
        }
    }

    private func cause(of error: HTTPClientError) -> String {
        switch error {
        case .cancelled: "the delivery was stopped"
        case .deadlineExceeded: "the time was up (\(totalTimeout))"
        case .connectTimeout, .tlsHandshakeTimeout: "no connection came about in time"
        case .remoteConnectionClosed, .uncleanShutdown: "the connection was closed without an answer"
        default: error.shortDescription
        }
    }
}
