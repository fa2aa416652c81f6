import Domain
import HTTPTypes
import Hummingbird
import Journey
import NIOCore
import Storage

/// An error as RFC 9457 problem details: `detail` is a sentence that a person can act on.
struct Problem: Error {
    var status: HTTPResponse.Status
    var detail: String
    var issues: [ValidationError.Issue] = []
    var headers: HTTPFields = [:]
    /// A word for programs, where the status alone doesn't tell what to do next.
    var code: String?

    init(_ status: HTTPResponse.Status, _ detail: String, issues: [ValidationError.Issue] = [], headers: HTTPFields = [:]) {
        self.status = status
        self.detail = detail
        self.issues = issues
        self.headers = headers
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
    /// The one place where errors become HTTP. Nil for a fault of ours, which is logged and told without detail.
    init?(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as ValidationError:
            self.init(.unprocessableContent, error.issues.map(\.message).joined(separator: " "), issues: error.issues)
        case let error as RowNotFound: self.init(.notFound, "There is no \(error.noun) \(error.id).")
        case let error as AgentNotFound: self.init(.notFound, "There is no agent \(error.name): GET /api/v1/agents lists them.")
        case is NothingToSkip: self.init(.conflict, "Nothing is due that could be skipped: the agent is paused, or its schedule has ended.")
        case is BuiltInAgentsOnly: self.init(.conflict, "Only a built-in agent can be restored: an own agent's versions tell what it was.")
        case is OwnAgentsOnly: self.init(.conflict, "A built-in agent stays: pause it instead.")
        case let error as BatchHasEnded:
            self.init(.conflict, "Occurrence \(error.id) has ended or is being cancelled: only one that is planned or running can be changed.")
        case is TooManyAgents: self.init(.conflict, "The workspace has \(Agents.most) agents, as many as it may have: delete one first.")
        case let error as StaleVersion:
            self.init(.preconditionFailed, "The \(error.noun) has changed since you read it, or is gone: read it again and repeat your change.")
        case is AlreadyDecided: self.init(.conflict, "The message is no draft, or not any more: read it to see what became of it.")
        case let closed as ProposalClosed:
            self.init(.conflict, "Proposal \(closed.id) can't be decided on any more (\(closed.state)): read it to see what became of it.")
        case let failed as ProposalFailed: self.init(.conflict, "Proposal \(failed.id) could not be carried out: \(failed.reason)")
        case is UndoneTooLate: self.init(.conflict, "The message is on its way already, or was never approved: nothing can be undone.")
        case let error as OtherDrafts: self.init(.conflict, error.sentence)
        case let error as DraftExpired: self.init(.conflict, "\(error.reason) Reject it; the agent writes anew.")
        case let error as WrongConfirmation: self.init(.conflict, error.sentence)
        case is ImportUnderWay:
            self.init(
                .serviceUnavailable, "Another file is being imported just now: try again in a moment.", headers: [.retryAfter: "5"])
        case is ContactGone: self.init(.conflict, "The contact has been deleted: reject the draft.")
        case let rule as BrokenRule: self.init(.conflict, "\(rule.sentence) It stays a draft (rule \(rule.key)).")
        case let error as UncarriedWords: self.init(.conflict, error.sentence)
        case is AlreadyAnswered: self.init(.conflict, "The same message was sent twice at once and has its answer: read the history.")
        case let error as NotSignedIn: self = .notSignedIn(isExpired: error.isExpired)
        case is TokenReused: self = .notSignedIn(isExpired: true)
        case let error as ForeignRequest: self.init(.forbidden, error.sentence)
        case let error as RateRefused: self = error.verdict.problem
        case is NotSetUp:
            self.init(
                .unauthorized, "This server has no accounts yet: open the set-up link that it printed at its start.",
                headers: [.wwwAuthenticate: "Bearer"])
        case let error as NotAllowed: self.init(.forbidden, error.sentence)
        case let error as ToolNotAllowed:
            self.init(.forbidden, "This change needs the permission \(error.permission.rawValue), which you have not got.")
        case is WrongPassword: self.init(.unauthorized, "The e-mail address or the password is wrong.", headers: [.wwwAuthenticate: "Bearer"])
        case is SecondFactorNeeded:
            self.init(.unauthorized, "The account has a second factor: send its code too.", headers: [.wwwAuthenticate: "Bearer"])
            code = "second_factor_needed"
        case is WrongCode:
            self.init(.unauthorized, "The code is wrong, or was used before: wait for the next one.", headers: [.wwwAuthenticate: "Bearer"])
            code = "second_factor_wrong"
        case is ProofNeeded:
            self.init(.forbidden, "Show once more that it is you: POST /api/v1/session/proof with your password or a code, then send this again.")
            code = "proof_needed"
        case is SecondFactorExists: self.init(.conflict, "The account has a second factor: delete it first to set up another.")
        case is SecondFactorMissing: self.init(.conflict, "No second factor has been set up: begin with POST /api/v1/second-factor.")
        case is SecondFactorUnreadable:
            self.init(
                .serviceUnavailable,
                "The second factor can't be read with the server's MASTER_KEY. Use a recovery code, or ask for crm-agent user reset-second-factor.")
        case let error as TooManyTries:
            self.init(
                .tooManyRequests, "Too many tries. Wait \(error.wait.components.seconds + 1) seconds, then try again.",
                headers: [.retryAfter: "\(error.wait.components.seconds + 1)"])
        case is TooBusy:
            self.init(.serviceUnavailable, "Too many people sign in at this moment: try again shortly.", headers: [.retryAfter: "3"])
        case is LinkSpent: self.init(.notFound, "This link was used or has expired: ask for a new one.")
        case is OthersContact:
            self.init(.forbidden, "Only who looks after a contact, or an admin, deletes it or decides who sees it; an admin alone hands it on.")
        case let error as NotAbove:
            self.init(.forbidden, "Only an account with the role \(error.role.rawValue) can give or change that role.")
        case is LastOwner: self.init(.conflict, "The workspace must keep an active owner: make another account an owner first.")
        case let error as StoreError: self.init(error)
        case let error as LLMError: self.init(error)
        case is CancellationError: self.init(LLMError.cancelled)
        case let error as RunFailed:
            self.init(error.error)
            detail += " \(error.outlook)"
        case let error as HTTPError:
            self.init(error.status, error.body ?? Problem.sentence(for: error.status), headers: error.headers)
        default: return nil
        }
    }

    private static func notSignedIn(isExpired: Bool) -> Problem {
        let detail =
            isExpired
            ? "The session or key counts no more: sign in again." : "Sign in, or send an access token or an API key in Authorization: Bearer."
        return Problem(.unauthorized, detail, headers: [.wwwAuthenticate: isExpired ? "Bearer error=\"invalid_token\"" : "Bearer"])
    }

    private init?(_ error: StoreError) {
        switch error {
        case .unavailable(let reason):
            self.init(
                .serviceUnavailable, "\(reason) Nothing was written. Try again in a moment.", headers: [.retryAfter: "2"])
        case .uncertain(let reason):
            self.init(.serviceUnavailable, "\(reason) Look before you repeat it.", headers: [.retryAfter: "2"])
        case .duplicate:
            self.init(.conflict, "A row with the same unique value (name, e-mail, external_id, sku or owner) exists already: change that one.")
        case .brokenReference: self.init(.conflict, "The row refers to one that does not exist, or others refer to it.")
        case .failed: return nil
        }
    }

    private init(_ error: LLMError) {
        let kept = "Your data and your message are kept; everything but writing with the model still works."
        switch error {
        case .unavailable(_, let wish), .overBudget(_, let wish):
            self.init(.serviceUnavailable, "\(error.reason) \(kept)", headers: [.retryAfter: "\(max(1, wish?.components.seconds ?? 5))"])
        case .timedOut, .cancelled: self.init(.serviceUnavailable, "\(error.reason) \(kept)", headers: [.retryAfter: "5"])
        case .misconfigured, .unusable, .wordless: self.init(.badGateway, "\(error.reason) \(kept)")
        }
    }

    private static func sentence(for status: HTTPResponse.Status) -> String {
        switch status {
        case .notFound: "There is nothing at this address; /openapi.json lists what there is."
        default: "\(status.reasonPhrase)."
        }
    }

    static func tooLarge(over limit: Int) -> Problem { Problem(.contentTooLarge, "The body is larger than \(limit >> 20) MiB.") }

    static let fault = Problem(.internalServerError, "The server made a mistake and has logged it. Nothing was half-written.")
}
