import Domain
import Storage

/// How a claimed run ended.
enum RunOutcome: Sendable {
    case succeeded(RunQueue.Success)
    /// With `retryAt` nil it was the last attempt.
    case failed(RunQueue.Claim, reason: String, retryAt: Timestamp?)

    /// What stores outcomes together: three statements for all that succeeded, then one for each that failed.
    static func statements(_ outcomes: [RunOutcome], owner: String, now: Timestamp) -> [SQL] {
        var successes: [RunQueue.Success] = []
        var failures: [SQL] = []
        for outcome in outcomes {
            switch outcome {
            case .succeeded(let success): successes.append(success)
            case .failed(let claim, let reason, let retryAt):
                failures.append(RunQueue.fail(claim, owner: owner, error: reason, retryAt: retryAt, now: now))
            }
        }
        return (successes.isEmpty ? [] : RunQueue.succeed(successes, owner: owner, now: now)) + failures
    }

    /// Whether the answers to `statements` tell of messages that are to be sent.
    static func haveDeliveries(_ answers: [[Row]]) -> Bool { answers.count > 2 && !answers[2].isEmpty }
}
