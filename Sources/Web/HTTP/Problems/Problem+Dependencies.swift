import Domain
import HTTPTypes
import Journey
import Storage

extension Problem {
    /// A database or a model that does not do what it is asked, and what still works.
    static func ofDependencies(_ error: any Error) -> Problem? {
        switch error {
        case let error as StoreError: of(error)
        case let error as LLMError: of(error)
        case is CancellationError: of(LLMError.cancelled)
        case let failed as RunFailed: of(failed.error).going(on: failed.outlook)
        default: nil
        }
    }

    private func going(on outlook: String) -> Problem {
        var problem = self
        problem.detail += " \(outlook)"
        return problem
    }

    private static func of(_ error: StoreError) -> Problem? {
        switch error {
        case .unavailable(let reason):
            Problem(.serviceUnavailable, "\(reason) Nothing was written. Try again in a moment.", headers: [.retryAfter: "2"])
        case .uncertain(let reason): Problem(.serviceUnavailable, "\(reason) Look before you repeat it.", headers: [.retryAfter: "2"])
        case .duplicate:
            Problem(.conflict, "A row with the same unique value (name, e-mail, external_id, sku or owner) exists already: change that one.")
        case .brokenReference: Problem(.conflict, "The row refers to one that does not exist, or others refer to it.")
        case .failed: nil
        }
    }

    private static func of(_ error: LLMError) -> Problem {
        let kept = "Your data and your message are kept; everything but writing with the model still works."
        switch error {
        case .unavailable(_, let wish), .overBudget(_, let wish):
            return Problem(.serviceUnavailable, "\(error.reason) \(kept)", headers: [.retryAfter: "\(max(1, wish?.components.seconds ?? 5))"])
        case .timedOut, .cancelled: return Problem(.serviceUnavailable, "\(error.reason) \(kept)", headers: [.retryAfter: "5"])
        case .misconfigured, .unusable, .wordless: return Problem(.badGateway, "\(error.reason) \(kept)")
        }
    }
}
