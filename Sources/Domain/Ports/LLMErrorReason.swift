extension LLMError {
    /// Whether a larger budget, or the next day's or month's, would do.
    package var waitsForBudget: Bool {
        if case .overBudget(_, .some) = self { true } else { false }
    }

    /// One sentence for a person: what went wrong with the model.
    package var reason: String {
        switch self {
        case .unavailable(let reason, _), .misconfigured(let reason), .unusable(let reason), .wordless(let reason), .overBudget(let reason, _): reason
        case .timedOut(let limit): "The model did not answer within \(limit.components.seconds) seconds."
        case .cancelled: "The caller went away."
        }
    }
}
