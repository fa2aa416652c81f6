import Domain
import Storage

/// How a claimed run ended.
enum RunOutcome: Sendable {
    case succeeded(RunQueue.Success)
    /// With `retryAt` nil it was the last attempt.
    case failed(RunQueue.Claim, rule: String?, reason: String, retryAt: Timestamp?)
    /// Not to be written: something stands between it and its contact.
    case barred(RunQueue.Obstacle)
    /// To be written in the name of somebody else, who looks after the contact now.
    case handedOver(RunQueue.Claim)
    /// Not to be written yet; with a reason it is for a budget.
    case postponed(RunQueue.Postponement)

    /// What stores outcomes together: one statement for each that failed or goes to somebody else, then a few for all others.
    static func statements(_ outcomes: [RunOutcome], owner: String, now: Timestamp) -> [SQL] {
        var successes: [RunQueue.Success] = [], barred: [RunQueue.Obstacle] = [], postponed: [RunQueue.Postponement] = []
        var others: [SQL] = []
        for outcome in ofLastClaims(outcomes) {
            switch outcome {
            case .succeeded(let success): successes.append(success)
            case .failed(let claim, let rule, let reason, let retryAt):
                others.append(RunQueue.fail(claim, owner: owner, error: reason, rule: rule, retryAt: retryAt, now: now))
            case .barred(let obstacle): barred.append(obstacle)
            case .handedOver(let claim): others.append(RunQueue.handOver(claim, owner: owner, now: now))
            case .postponed(let postponement): postponed.append(postponement)
            }
        }
        if !barred.isEmpty { others.append(RunQueue.bar(barred, owner: owner, now: now)) }
        if !postponed.isEmpty { others.append(RunQueue.postpone(postponed, owner: owner, now: now)) }
        guard !successes.isEmpty else { return others }
        return others + DailyCounts.count(successes, owner: owner) + RunQueue.succeed(successes, owner: owner, now: now)
    }

    /// A worker may hold a run that it has claimed twice, as when its first claim was taken for lost: only the last one counts, and a
    /// statement knows a run once.
    private static func ofLastClaims(_ outcomes: [RunOutcome]) -> [RunOutcome] {
        let last = Dictionary(outcomes.map { ($0.claim.id, $0.claim.fence) }, uniquingKeysWith: max)
        return outcomes.filter { last[$0.claim.id] == $0.claim.fence }
    }

    private var claim: RunQueue.Claim {
        switch self {
        case .succeeded(let success): success.claim
        case .failed(let claim, _, _, _), .handedOver(let claim): claim
        case .barred(let obstacle): obstacle.claim
        case .postponed(let postponement): postponement.claim
        }
    }

    /// Whether the answers to `statements` tell of messages that are to be sent: the last of those for successes makes the
    /// deliveries, and none of the others returns rows.
    static func haveDeliveries(_ answers: [[Row]]) -> Bool { answers.last?.isEmpty == false }
}
