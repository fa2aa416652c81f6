import Domain
import HTTPTypes
import NIOCore

/// An error as RFC 9457 problem details: `detail` is a sentence that a person can act on.
struct Problem: Error {
    var status: HTTPResponse.Status
    var detail: String
    var issues: [ValidationError.Issue] = []
    var headers: HTTPFields = [:]
    /// A word for programs, where the status alone doesn't tell what to do next.
    var code: String?

    init(
        _ status: HTTPResponse.Status, _ detail: String, issues: [ValidationError.Issue] = [], headers: HTTPFields = [:], code: String? = nil
    ) {
        self.status = status
        self.detail = detail
        self.issues = issues
        self.headers = headers
        self.code = code
    }

    var answer: Answer {
        var answer = Answer.json(status) { json in
            json.object {
                $0.field("type", "about:blank")
                $0.field("title", status.reasonPhrase)
                $0.field("status", Int64(status.code))
                $0.field("detail", detail)
                if let code { $0.field("code", code) }
                guard !issues.isEmpty else { return }
                $0.key("errors")
                $0.array {
                    for issue in issues {
                        $0.object {
                            $0.field("field", issue.field); $0.field("message", issue.message)
                        }
                    }
                }
            }
        }
        for field in headers { answer.headers[field.name] = field.value }
        answer.headers[.contentType] = "application/problem+json"
        return answer
    }
}

extension Problem {
    static func tooLarge(over limit: Int) -> Problem { Problem(.contentTooLarge, "The body is larger than \(limit >> 20) MiB.") }

    static let fault = Problem(.internalServerError, "The server made a mistake and has logged it. Nothing was half-written.")
}
