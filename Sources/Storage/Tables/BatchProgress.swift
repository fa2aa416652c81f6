package import Domain

/// How far an occurrence is, counted from its runs.
package struct BatchProgress: Sendable, Equatable {
    package var occurrence: Int64
    package var agent: String
    /// The occurrence's own state, or `paused`, or `cancelled`.
    package var state: String
    /// Runs there are; while the occurrence is `planned` more are being made.
    package var total: Int64
    package var done: Int64
    /// Given up after the last attempt.
    package var failed: Int64
    package var cancelled: Int64
    package var running: Int64
    /// Whose last try failed and which are tried again.
    package var retrying: Int64
    /// Why the last try that failed did so, of runs that have not succeeded since.
    package var lastError: String?
    /// Not at their end yet, those under way among them.
    package var left: Int64
    package var rate: Int64?
    /// Messages in a minute: of the last one, or since the beginning; of one that has ended over all its time.
    package var perMinute: Double
    package var tokensIn: Int64
    package var tokensOut: Int64
    /// Nil where nothing tells, as while it is paused.
    package var secondsLeft: Int64?
    package var started: Timestamp
    package var finished: Timestamp?

    package var hasEnded: Bool { finished != nil }

    /// What `init` makes a progress of: the occurrence, and the counts of its runs, from their index.
    package static func query(_ workspace: WorkspaceID, id: Int64, now: Timestamp) -> [SQL] {
        [
            SQL(
                """
                SELECT id, agent_type, state, paused, cancelled_at, rate_per_minute, created_at, finished_at
                FROM occurrences WHERE workspace_id = $1 AND id = $2
                """, [.workspace(workspace), .integer(id)]),
            SQL(
                """
                SELECT COUNT(*), COUNT(CASE WHEN state = 'succeeded' THEN 1 END), COUNT(CASE WHEN state = 'dead' THEN 1 END),
                    COUNT(CASE WHEN state = 'cancelled' THEN 1 END), COUNT(CASE WHEN state = 'running' THEN 1 END),
                    COUNT(CASE WHEN state = 'succeeded' AND finished_at > $3 THEN 1 END),
                    CAST(COALESCE(SUM(tokens_in), 0) AS BIGINT), CAST(COALESCE(SUM(tokens_out), 0) AS BIGINT),
                    COUNT(CASE WHEN state = 'failed' THEN 1 END)
                FROM (\(runs("contact_id IS NULL")) UNION ALL \(runs("contact_id IS NOT NULL"))) r
                """, [.workspace(workspace), .integer(id), .time(now.adding(.zero - window))]
            ).byStatistics(),
            SQL(
                """
                SELECT error FROM agent_runs
                WHERE workspace_id = $1 AND occurrence_id = $2 AND state IN ('failed', 'dead') AND error IS NOT NULL
                ORDER BY updated_at DESC LIMIT 1
                """, [.workspace(workspace), .integer(id)]
            ).byStatistics(),
        ]
    }

    /// Of users and of contacts each, because the indexes by occurrence are of the one or the other.
    private static func runs(_ recipient: String) -> String {
        "SELECT state, finished_at, tokens_in, tokens_out FROM agent_runs WHERE workspace_id = $1 AND occurrence_id = $2 AND \(recipient)"
    }

    private static let window = Duration.seconds(60)

    /// Nil where there is no such occurrence.
    package init?(_ answers: [[Row]], now: Timestamp) {
        guard let occurrence = answers[0].first, let counts = answers[1].first else { return nil }
        self.occurrence = occurrence.integer(0)
        agent = occurrence.text(1)
        state = Self.state(occurrence)
        (total, done, failed) = (counts.integer(0), counts.integer(1), counts.integer(2))
        (cancelled, running) = (counts.integer(3), counts.integer(4))
        retrying = counts.integer(8)
        lastError = answers[2].first?.optionalText(0)
        left = total - done - failed - cancelled
        rate = occurrence.optionalInteger(5)
        (tokensIn, tokensOut) = (counts.integer(6), counts.integer(7))
        started = occurrence.time(6)
        finished = occurrence.optionalInteger(7).map(Timestamp.init(milliseconds:))
        let seconds = Double((finished ?? now).milliseconds - started.milliseconds) / 1000
        let counted = finished == nil ? (counts.integer(5), min(60, seconds)) : (done, seconds)
        perMinute = Double(counted.0) * 60 / max(1, counted.1)
        secondsLeft = estimate
    }

    private static func state(_ occurrence: Row) -> String {
        if occurrence[4] != .null { return "cancelled" }
        if occurrence.integer(3) == 1, ["planned", "running"].contains(occurrence.text(2)) { return "paused" }
        return occurrence.text(2)
    }

    /// At the speed of the last minute, or before there is one at the rate.
    private var estimate: Int64? {
        guard left > 0, ["planned", "running"].contains(state) else { return finished == nil ? nil : 0 }
        let speed = perMinute > 0 ? min(perMinute, rate.map(Double.init) ?? perMinute) : rate.map(Double.init) ?? 0
        return speed > 0 ? Int64((Double(left) * 60 / speed).rounded(.up)) : nil
    }
}
