import Domain
import Storage

/// How a claimed run ended.
enum RunOutcome: Sendable {
    case succeeded(RunQueue.Success)
    /// With `retryAt` nil it was the last attempt.
    case failed(RunQueue.Claim, reason: String, retryAt: Timestamp?)
    /// Not to be written: something stands between it and its contact.
    case barred(RunQueue.Claim, rule: String?, reason: String)
    /// Not to be written yet.
    case postponed(RunQueue.Claim, until: Timestamp)

    /// What stores outcomes together: three statements for all that succeeded, then one for each of the others.
    static func statements(_ outcomes: [RunOutcome], owner: String, now: Timestamp) -> [SQL] {
        var successes: [RunQueue.Success] = []
        var others: [SQL] = []
        for outcome in outcomes {
            switch outcome {
            case .succeeded(let success): successes.append(success)
            case .failed(let claim, let reason, let retryAt):
                others.append(RunQueue.fail(claim, owner: owner, error: reason, retryAt: retryAt, now: now))
            case .barred(let claim, let rule, let reason):
                others.append(RunQueue.bar(claim, owner: owner, rule: rule, reason: reason, now: now))
            case .postponed(let claim, let time): others.append(RunQueue.postpone(claim, owner: owner, until: time, now: now))
            }
        }
        return (successes.isEmpty ? [] : RunQueue.succeed(successes, owner: owner, now: now)) + others
    }

    /// Whether the answers to `statements` tell of messages that are to be sent; only what creates deliveries returns rows there.
    static func haveDeliveries(_ answers: [[Row]]) -> Bool { answers.count > 2 && !answers[2].isEmpty }
}
