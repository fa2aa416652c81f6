import Domain

/// How queues judge claims whose worker is gone, in statements whose `$1` is now and `$2` a worker known to be alive.
enum AbandonedWork {
    /// What kills every worker that takes it up must not go on doing so for ever.
    static let mostAttempts: Int64 = 20
    /// The first ones are tried again at once: one stop of a process is no fault of the work it had in hand.
    private static let attemptsWithoutDelay = 3
    private static let delayPerAttempt = Duration.seconds(5)

    /// All leases run out and, where a worker is named, all claims of others. A worker's claims bear its name or one
    /// that begins with it.
    static let condition = "(lease_expires_at <= $1 OR substr(lease_owner, 1, length(CAST($2 AS TEXT))) <> CAST($2 AS TEXT))"

    static let hasAttemptsLeft = "attempts < \(mostAttempts)"

    static let nextAttempt =
        either("NULL", or: "$1 + CASE WHEN attempts <= \(attemptsWithoutDelay) THEN 0 ELSE attempts * \(delayPerAttempt.milliseconds) END")

    /// SQL that is `last` for work that has been tried often enough.
    static func either(_ last: String, or otherwise: String) -> String {
        "CASE WHEN \(hasAttemptsLeft) THEN \(otherwise) ELSE \(last) END"
    }
}
