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
    /// The tokens of what is written, by writer.
    package var uses: [TokenUse]
    /// What these cost; nil until a price list has been asked.
    package var cost: Cost?
    /// Nil where nothing tells, as while it is paused.
    package var secondsLeft: Int64?
    /// When the first of what is left may begin, where nothing may before: contacts have their hours, failures their pauses.
    package var waitsUntil: Timestamp?
    /// What it waits for then, where that is room in a budget: as its runs are told.
    package var waitsBecause: String?
    package var started: Timestamp
    package var finished: Timestamp?

    package var tokensIn: Int64 { uses.reduce(0) { $0.addingSaturated($1.input) } }
    package var tokensOut: Int64 { uses.reduce(0) { $0.addingSaturated($1.output) } }
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
                SELECT COALESCE(writer, ''), COUNT(*), COUNT(CASE WHEN state = 'succeeded' THEN 1 END), COUNT(CASE WHEN state = 'dead' THEN 1 END),
                    COUNT(CASE WHEN state = 'cancelled' THEN 1 END), COUNT(CASE WHEN state = 'running' THEN 1 END),
                    COUNT(CASE WHEN state = 'succeeded' AND finished_at > $3 THEN 1 END), COUNT(CASE WHEN state = 'failed' THEN 1 END),
                    \(CallSums.tokens("tokens_in")), \(CallSums.tokens("tokens_out")),
                    MAX(CASE WHEN state IN ('failed', 'dead') AND error IS NOT NULL THEN CAST(updated_at AS TEXT) || ' ' || error END),
                    COUNT(CASE WHEN state IN ('queued', 'failed') AND COALESCE(next_attempt_at, 0) <= $4 THEN 1 END),
                    MIN(CASE WHEN state IN ('queued', 'failed') THEN next_attempt_at END),
                    MAX(CASE WHEN state IN ('queued', 'failed') AND rule = 'model_budget' THEN error END),
                    MIN(CASE WHEN state IN ('queued', 'failed') AND rule = 'model_budget' THEN next_attempt_at END)
                FROM (\(runs("contact_id IS NULL")) UNION ALL \(runs("contact_id IS NOT NULL"))) r GROUP BY COALESCE(writer, '')
                """, [.workspace(workspace), .integer(id), .time(now.adding(.zero - window)), .time(now)]
            ).byStatistics().long(),
        ]
    }

    /// Of users and of contacts each, because the indexes by occurrence are of the one or the other.
    private static func runs(_ recipient: String) -> String {
        """
        SELECT state, finished_at, tokens_in, tokens_out, writer, updated_at, error, rule, next_attempt_at FROM agent_runs
        WHERE workspace_id = $1 AND occurrence_id = $2 AND \(recipient)
        """
    }

    private static let window = Duration.seconds(60)

    /// Nil where there is no such occurrence.
    package init?(_ answers: [[Row]], now: Timestamp) {
        guard let occurrence = answers[0].first else { return nil }
        let parts = answers[1]
        func sum(_ column: Int) -> Int64 { parts.reduce(0) { $0 + $1.integer(column) } }
        self.occurrence = occurrence.integer(0)
        agent = occurrence.text(1)
        state = Self.state(occurrence)
        (total, done, failed) = (sum(1), sum(2), sum(3))
        (cancelled, running, retrying) = (sum(4), sum(5), sum(7))
        // The time that stands before the words makes the last one the greatest.
        lastError = parts.compactMap { $0.optionalText(10) }.max().map { String($0.drop { $0 != " " }.dropFirst()) }
        left = total - done - failed - cancelled
        if left > 0, running == 0, sum(11) == 0 {
            waitsUntil = parts.compactMap { $0.optionalInteger(12) }.min().map(Timestamp.init(milliseconds:))
            let budget = parts.compactMap { $0.optionalInteger(14) }.min().map(Timestamp.init(milliseconds:))
            waitsBecause = waitsUntil == budget ? parts.compactMap { $0.optionalText(13) }.max() : nil
        }
        rate = occurrence.optionalInteger(5)
        uses = parts.filter { !$0.text(0).isEmpty }.map { TokenUse(writer: WriterName($0.text(0)), input: $0.integer(8), output: $0.integer(9)) }
        started = occurrence.time(6)
        finished = occurrence.optionalInteger(7).map(Timestamp.init(milliseconds:))
        let seconds = Double((finished ?? now).milliseconds - started.milliseconds) / 1000
        let counted = finished == nil ? (sum(6), min(60, seconds)) : (done, seconds)
        perMinute = Double(counted.0) * 60 / max(1, counted.1)
        secondsLeft = estimate
    }

    private static func state(_ occurrence: Row) -> String {
        if occurrence[4] != .null { return "cancelled" }
        if occurrence.integer(3) == 1, ["planned", "running"].contains(occurrence.text(2)) { return "paused" }
        return occurrence.text(2)
    }

    /// At the speed of the last minute, or before there is one at the rate. How much goes out once a wait is over nothing tells.
    private var estimate: Int64? {
        guard waitsUntil == nil else { return nil }
        guard left > 0, ["planned", "running"].contains(state) else { return finished == nil ? nil : 0 }
        let speed = perMinute > 0 ? min(perMinute, rate.map(Double.init) ?? perMinute) : rate.map(Double.init) ?? 0
        return speed > 0 ? Int64((Double(left) * 60 / speed).rounded(.up)) : nil
    }
}
