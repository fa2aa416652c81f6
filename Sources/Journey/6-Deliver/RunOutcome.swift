import Domain
import Storage

/// How a claimed run ended.
enum RunOutcome: Sendable {
    case succeeded(RunQueue.Success)
    /// With `retryAt` nil it was the last attempt.
    case failed(RunQueue.Claim, rule: String?, reason: String, retryAt: Timestamp?)
    /// Not to be written: something stands between it and its contact.
    case barred(RunQueue.Claim, rule: String?, reason: String)
    /// To be written in the name of somebody else, who looks after the contact now.
    case handedOver(RunQueue.Claim)
    /// Not to be written yet; with a reason it is for a budget.
    case postponed(RunQueue.Claim, until: Timestamp, budget: String?)

    /// What stores outcomes together: one statement for each that did not succeed, then a few for all that did.
    static func statements(_ outcomes: [RunOutcome], owner: String, now: Timestamp) -> [SQL] {
        var successes: [RunQueue.Success] = []
        var others: [SQL] = []
        for outcome in outcomes {
            switch outcome {
            case .succeeded(let success): successes.append(success)
            case .failed(let claim, let rule, let reason, let retryAt):
                others.append(RunQueue.fail(claim, owner: owner, error: reason, rule: rule, retryAt: retryAt, now: now))
            case .barred(let claim, let rule, let reason):
                others.append(RunQueue.bar(claim, owner: owner, rule: rule, reason: reason, now: now))
            case .handedOver(let claim): others.append(RunQueue.handOver(claim, owner: owner, now: now))
            case .postponed(let claim, let time, let reason):
                others.append(RunQueue.postpone(claim, owner: owner, until: time, budget: reason, now: now))
            }
        }
        guard !successes.isEmpty else { return others }
        return others + DailyCounts.count(successes, owner: owner) + RunQueue.succeed(successes, owner: owner, now: now)
    }

    /// Whether the answers to `statements` tell of messages that are to be sent: the last of those for successes makes the
    /// deliveries, and none of the others returns rows.
    static func haveDeliveries(_ answers: [[Row]]) -> Bool { answers.last?.isEmpty == false }
}
