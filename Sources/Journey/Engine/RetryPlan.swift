import Domain
import Storage

/// When something that failed is tried again.
struct RetryPlan: Sendable {
    let attempts: Int64
    /// The longest delay after the first attempt; each further one may be four times as long.
    let first: Duration

    /// About 1, 4, 16 and 64 minutes.
    static let runs = RetryPlan(attempts: 5, first: .seconds(60))
    /// About 5 and 20 seconds, 1, 5, 21 and 85 minutes, and 6 hours: a receiver may be away for a night's maintenance.
    static let deliveries = RetryPlan(attempts: 8, first: .seconds(5))

    /// About 5 and 20 seconds, 1, 5 and 21 minutes: whoever has forgotten a password waits for the mail.
    static let mails = RetryPlan(attempts: 6, first: .seconds(5))

    /// For how long a run waits for a budget before it is looked at again: the budget may have grown in the very moment in which the
    /// run began to wait, so that nobody woke it.
    static func budgetPause(_ wait: Duration) -> Duration { min(wait, .seconds(3600)) }

    /// Between half and the whole of the delay, so that what failed together does not come back together; never before
    /// the other side's own wish. Nil after the last attempt.
    func delay(afterAttempt attempt: Int64, wish: Duration? = nil) -> Duration? {
        guard attempt < attempts else { return nil }
        let longest = first * (1 << (2 * max(0, attempt - 1)))
        return max(longest * Double.random(in: 0.5...1), wish ?? .zero)
    }

    /// What has nothing to say is not tried again: only a person changes that. A budget that is used up is waited for as long as it takes,
    /// and not at all where waiting does not help.
    func delay(afterAttempt attempt: Int64, error: LLMError) -> Duration? {
        if case .wordless = error { return nil }
        if case .overBudget(_, let wait) = error { return wait.map(Self.budgetPause) }
        guard case .unavailable(_, let wish) = error else { return delay(afterAttempt: attempt) }
        return delay(afterAttempt: attempt, wish: wish)
    }
}

extension LLMError {
    /// What a run names as its `rule` that ends so, or waits.
    var rule: String? {
        switch self {
        case .overBudget: waitsForBudget ? RunQueue.modelBudget : nil
        case .wordless: RunQueue.noText
        case .unavailable, .timedOut, .misconfigured, .unusable, .cancelled: nil
        }
    }
}
