package import Domain

/// The table of runs as a queue: claimed in batches under a lease, finished once.
package enum RunQueue {
    /// What a worker needs to know of a claimed run.
    package struct Claim: Sendable, Equatable {
        package var id: Int64
        package var person: Person
        /// The contact whom it is for; nil where it is for the person.
        package var contact: Int64?
        package var agent: AgentType
        /// Which message of the agent's sequence it is; nil for none.
        package var step: Int?
        /// When it was planned; nil where that is not known.
        package var madeAt: Timestamp?
        /// When a person queued it again; nil where none has.
        package var queuedAgainAt: Timestamp?
        /// Whether an event has made it.
        package var isOfEvent = false
        /// Whether its agent's schedule or an event has made it; a sequence sees to its days itself.
        package var isAutomatic = false
        /// Counted with the attempt under way.
        package var attempts: Int64
        /// Tells this claim from every other of the same run, also by the same worker: the row's version, which whatever
        /// happens to a row raises, and only renewing a lease does not.
        package var fence: Int64

        package init(
            id: Int64, person: Person, contact: Int64? = nil, agent: AgentType, step: Int? = nil, madeAt: Timestamp? = nil, attempts: Int64,
            fence: Int64
        ) {
            self.id = id
            self.person = person
            self.contact = contact
            self.agent = agent
            self.step = step
            self.madeAt = madeAt
            self.attempts = attempts
            self.fence = fence
        }
    }

    /// The workspaces with a run that is due: one look at an index for each workspace, however many runs wait.
    package static func dueWorkspaces(now: Timestamp) -> SQL { DueWork.workspaces(in: "agent_runs", now: now) }

    /// Claims up to `limit` due runs of a workspace, at most one for each recipient, and none for one who has a run under
    /// way. A recipient is a person, or one of the person's contacts.
    ///
    /// The predicate is repeated outside the sub-select: without it two workers could claim one row. Only the first of a
    /// recipient's runs can be chosen, so two workers never choose two runs of one either. The sub-select of one value
    /// is looked up row by row, where a join might read every run that waits; the plus signs and the empty text keep the
    /// databases from reading those instead of the few that were chosen. Who has a run under way PostgreSQL reads once: looked up for each,
    /// it may do so among all that wait, if none did when it gathered its statistics. SQLite would walk through that list for each.
    package static func claim(_ workspace: WorkspaceID, owner: String, limit: Int, lease: Duration, now: Timestamp) -> SQL {
        var statement = SQL(
            claimOnSQLite, [.workspace(workspace), .text(owner), .time(now.adding(lease)), .time(now), .integer(Int64(limit))])
        statement.postgresText = claimOnPostgres
        return statement.plannedAnew()
    }

    private static let underWay = "FROM agent_runs o WHERE o.workspace_id = $1 AND o.state = 'running'"
    private static let claimOnSQLite = claim(
        besides: "NOT EXISTS (SELECT 1 \(underWay) AND o.user_id = q.user_id AND \(recipient("o")) = \(recipient("q")))")
    private static let claimOnPostgres = claim(
        besides: "(q.user_id, \(recipient("q"))) NOT IN (SELECT o.user_id, \(recipient("o")) \(underWay))")

    /// - Parameter condition: holds where the recipient of a run `q` has none under way.
    private static func claim(besides condition: String) -> String {
        """
        WITH due AS MATERIALIZED (
            SELECT q.id FROM agent_runs q
            WHERE q.workspace_id = $1 AND q.state IN ('queued', 'failed') AND q.next_attempt_at <= $4
            AND \(condition)
            AND q.id = (
                SELECT f.id FROM agent_runs f
                WHERE f.workspace_id = q.workspace_id AND f.user_id = q.user_id AND \(recipient("f")) = \(recipient("q"))
                AND f.state IN ('queued', 'failed') AND f.next_attempt_at IS NOT NULL ORDER BY f.next_attempt_at, f.id LIMIT 1)
            ORDER BY q.next_attempt_at, q.id LIMIT $5 {{skip_locked}})
        UPDATE agent_runs SET state = 'running', attempts = attempts + 1, lease_owner = $2, lease_expires_at = $3, started_at = $4,
            rule = NULL, updated_at = $4, version = version + 1
        WHERE id IN (SELECT id FROM due) AND +workspace_id = $1 AND state || '' IN ('queued', 'failed') AND +next_attempt_at <= $4
        RETURNING \(claimed)
        """
    }

    /// Comes first in a commit of claims where several instances make such: theirs wait for each other.
    ///
    /// A claim that began before another ended walks through all that this one takes, and locks the rows as they are then until its
    /// own end, so that who has them in hand cannot store what it wrote. The more claims are under way, the longer each takes.
    /// None waits for more than a second.
    package static func oneAtATime(on dialect: Dialect) -> [SQL] {
        dialect == .sqlite ? [] : [SQL("SELECT set_config('lock_timeout', '1000', true), pg_advisory_xact_lock(4841370)")]
    }

    /// The contact that a run is for, 0 for its person: what two indexes have. Behind its policies PostgreSQL looks up in no index
    /// what COALESCE or a function returns.
    static func recipient(_ run: String) -> String { "CASE WHEN \(run).contact_id IS NULL THEN 0 ELSE \(run).contact_id END" }

    /// What a claim returns, for `claims`.
    static let claimed = "id, workspace_id, user_id, agent_type, attempts, version, contact_id, step, created_at, trigger, queued_again_at"

    package static func claims(_ rows: [Row]) -> [Claim] { rows.compactMap(claim) }

    private static func claim(_ row: Row) -> Claim? {
        guard let agent = AgentType(rawValue: row.text(3)) else { return nil }
        var claim = Claim(
            id: row.integer(0), person: Person(workspace: WorkspaceID(row.integer(1)), user: row.integer(2)), contact: row.optionalInteger(6),
            agent: agent, step: row.optionalInteger(7).map(Int.init), madeAt: row.time(8), attempts: row.integer(4), fence: row.integer(5))
        claim.isOfEvent = row.text(9) == "event"
        claim.isAutomatic = claim.isOfEvent || row.text(9) == "schedule"
        claim.queuedAgainAt = row.optionalInteger(10).map(Timestamp.init(milliseconds:))
        return claim
    }

    /// Whether a worker is gone: one row where a lease has run out.
    package static func hasAbandoned(now: Timestamp) -> SQL {
        // In the order of the index over those that are running; SQLite would look through all that wait, too.
        SQL("SELECT 1 FROM agent_runs WHERE state = 'running' AND lease_expires_at <= $1 ORDER BY workspace_id LIMIT 1", [.time(now)])
    }

    /// Assignments for a run that goes back into the queue: due at a time, or where its occurrence has been held back meanwhile
    /// (`Batches`) or has a rate (`BatchRates.release`) from then on once that lets it go.
    static func due(_ time: String) -> String {
        """
        next_attempt_at = CASE WHEN next_attempt_at IS NULL OR resumes_at IS NOT NULL THEN NULL ELSE \(time) END,
        resumes_at = CASE WHEN next_attempt_at IS NULL OR resumes_at IS NOT NULL THEN \(time) END
        """
    }

    /// Puts back runs whose worker is gone: all leases run out, and all of owners that cannot be alive. One that its
    /// workers die of is given up in the end.
    ///
    /// - Parameter owner: this process, whose claims bear its name or one that begins with it.
    package static func takeBack(now: Timestamp, exceptOwner owner: String? = nil) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET state = \(AbandonedWork.either("'dead'", or: "'queued'")), error = \(AbandonedWork.either("$3", or: "error")),
                \(due(AbandonedWork.nextAttempt)), finished_at = \(AbandonedWork.either("CAST($1 AS BIGINT)", or: "NULL")),
                lease_owner = NULL, lease_expires_at = NULL, updated_at = $1, version = version + 1
            WHERE state = 'running' AND \(AbandonedWork.condition)
            """, [.time(now), .optional(owner), .text("Every instance that wrote it stopped before it was done.")])
    }

    /// Keeps the claims of these runs, which are still being worked on.
    package static func renew(_ runs: [Int64], owner: String, lease: Duration, now: Timestamp) -> SQL {
        let held = ValueRows(["id": .integer], runs.map { [.integer($0)] }, after: [.text(owner), .time(now.adding(lease))])
        return held.statement("held", by: "agent_runs.id") { held in
            """
            UPDATE agent_runs SET lease_expires_at = $2
            FROM \(held.rows) WHERE \(held.areMatched) AND agent_runs.lease_owner = $1 AND agent_runs.state || '' = 'running'
            """
        }
    }

    /// Records why an attempt failed; with `retryAt` nil it was the last.
    ///
    /// - Parameter rule: what it waits for besides time, such as `modelBudget`.
    package static func fail(_ claim: Claim, owner: String, error: String, rule: String? = nil, retryAt: Timestamp?, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET state = $3, error = $4, rule = $10, \(due("CAST($5 AS BIGINT)")), finished_at = $6, lease_owner = NULL, lease_expires_at = NULL,
                updated_at = $7, version = version + 1
            WHERE id = $1 AND lease_owner = $2 AND state || '' = 'running' AND +workspace_id = $8 AND version = $9
            """,
            [
                .integer(claim.id), .text(owner), .text(retryAt == nil ? "dead" : "failed"), .text(error), .optional(retryAt?.milliseconds),
                retryAt == nil ? .time(now) : .null, .time(now), .workspace(claim.person.workspace), .integer(claim.fence), .optional(rule),
            ])
    }

    /// Gives a claim back untried, as at a shutdown.
    package static func release(_ claim: Claim, owner: String, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET state = 'queued', attempts = attempts - 1, \(due("COALESCE(next_attempt_at, resumes_at)")), lease_owner = NULL,
                lease_expires_at = NULL, updated_at = $3, version = version + 1
            WHERE id = $1 AND lease_owner = $2 AND state || '' = 'running' AND +workspace_id = $4 AND version = $5
            """, [.integer(claim.id), .text(owner), .time(now), .workspace(claim.person.workspace), .integer(claim.fence)])
    }

    /// Gives back all claims of an owner but those named: what a claim left behind whose answer was lost.
    package static func releaseAll(of owner: String, except runs: [Int64], now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET state = 'queued', attempts = attempts - 1, \(due("CAST($2 AS BIGINT)")), lease_owner = NULL, lease_expires_at = NULL,
                updated_at = $2, version = version + 1
            WHERE lease_owner = $1 AND state = 'running' AND id NOT IN (\(placeholders(3...runs.count + 3)))
            """, [.text(owner), .time(now), .integer(0)] + runs.map(SQLValue.integer)
        ).oneOff()
    }
}
