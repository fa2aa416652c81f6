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
        case .duplicate(let columns): ofDuplicate(columns)
        case .brokenReference: Problem(.conflict, "The row refers to one that does not exist, or others refer to it.")
        case .failed: nil
        }
    }

    /// - Parameter columns: which are to be unique together, or the name of their index.
    private static func ofDuplicate(_ columns: String) -> Problem {
        guard let field = ["email", "external_id", "sku", "name"].first(where: columns.contains) else {
            return Problem(.conflict, "A row that says the same exists already: change that one.")
        }
        let noun = ResourceCatalog.all.map(\.table).first { columns.contains($0.name) }?.noun ?? "row"
        let message = "\(field) belongs to another \(noun) already. Change that one, or use another \(field)."
        return Problem(.conflict, message, issues: [.init(field: field, message: message)])
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
