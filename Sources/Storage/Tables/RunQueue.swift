package import Domain

/// The table of runs as a queue: claimed in batches under a lease, finished once.
package enum RunQueue {
    /// What a worker needs to know of a claimed run.
    package struct Claim: Sendable, Equatable {
        package var id: Int64
        package var person: Person
        package var agent: AgentType
        /// Counted with the attempt under way.
        package var attempts: Int64
    }

    /// Claims up to `limit` due runs, at most one for each person, and none for a person who has one under way.
    ///
    /// The predicate is repeated outside the sub-select: without it two workers could claim one row.
    package static func claim(owner: String, limit: Int, lease: Duration, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET state = 'running', attempts = attempts + 1, lease_owner = $1, lease_expires_at = $2, started_at = $3,
                updated_at = $3, version = version + 1
            WHERE id IN (
                SELECT MIN(r.id) FROM (
                    SELECT id, workspace_id, user_id FROM agent_runs q
                    WHERE state IN ('queued', 'failed') AND next_attempt_at <= $3 AND NOT EXISTS (
                        SELECT 1 FROM agent_runs o WHERE o.workspace_id = q.workspace_id AND o.user_id = q.user_id AND o.state = 'running')
                    ORDER BY next_attempt_at, id LIMIT $5) r
                GROUP BY r.workspace_id, r.user_id ORDER BY MIN(r.id) LIMIT $4)
            AND state IN ('queued', 'failed') AND next_attempt_at <= $3
            RETURNING id, workspace_id, user_id, agent_type, attempts
            """, [.text(owner), .time(now.adding(lease)), .time(now), .integer(Int64(limit)), .integer(Int64(limit * 8))])
    }

    package static func claims(_ rows: [Row]) -> [Claim] {
        rows.compactMap { row in
            AgentType(rawValue: row.text(3)).map {
                Claim(
                    id: row.integer(0), person: Person(workspace: WorkspaceID(row.integer(1)), user: row.integer(2)), agent: $0,
                    attempts: row.integer(4))
            }
        }
    }

    /// Puts back runs whose worker is gone: all leases run out, and all of owners that cannot be alive.
    package static func takeBack(now: Timestamp, exceptOwner owner: String? = nil) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET state = 'queued', lease_owner = NULL, lease_expires_at = NULL, next_attempt_at = $1, updated_at = $1, version = version + 1
            WHERE state = 'running' AND (lease_expires_at <= $1 OR lease_owner <> $2)
            """, [.time(now), .optional(owner)])
    }

    /// Keeps the claims of these runs, which are still being worked on.
    package static func renew(_ runs: [Int64], owner: String, lease: Duration, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET lease_expires_at = $2 WHERE lease_owner = $1 AND state = 'running'
            AND id IN (\(placeholders(3...runs.count + 2)))
            """, [.text(owner), .time(now.adding(lease))] + runs.map(SQLValue.integer))
    }

    /// The message and the end of its run, together, and only while the claim is still the worker's.
    package static func succeed(_ claim: Claim, owner: String, message: WrittenMessage, now: Timestamp) -> [SQL] {
        [
            SQL(
                """
                UPDATE agent_runs SET state = 'succeeded', error = NULL, writer = $3, tokens_in = $4, tokens_out = $5, finished_at = $6,
                    next_attempt_at = NULL, lease_owner = NULL, lease_expires_at = NULL, updated_at = $6, version = version + 1
                WHERE id = $1 AND lease_owner = $2 AND state = 'running' AND workspace_id = $7
                """,
                [
                    .integer(claim.id), .text(owner), .text(message.writer.description), .optional(message.tokensIn),
                    .optional(message.tokensOut), .time(now), .workspace(claim.person.workspace),
                ]
            ).expectingOneRow(orThrow: LostClaim()),
            AgentRuns.insertMessage(claim.person, agent: claim.agent, message: message, run: .id(claim.id), now: now),
        ]
    }

    /// Records why an attempt failed; with `retryAt` nil it was the last.
    package static func fail(_ claim: Claim, owner: String, error: String, retryAt: Timestamp?, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET state = $3, error = $4, next_attempt_at = $5, finished_at = $6, lease_owner = NULL, lease_expires_at = NULL,
                updated_at = $7, version = version + 1
            WHERE id = $1 AND lease_owner = $2 AND state = 'running' AND workspace_id = $8
            """,
            [
                .integer(claim.id), .text(owner), .text(retryAt == nil ? "dead" : "failed"), .text(error), .optional(retryAt?.milliseconds),
                retryAt == nil ? .time(now) : .null, .time(now), .workspace(claim.person.workspace),
            ])
    }

    /// Gives a claim back untried, as at a shutdown.
    package static func release(_ claim: Claim, owner: String, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET state = 'queued', attempts = attempts - 1, lease_owner = NULL, lease_expires_at = NULL, updated_at = $3, version = version + 1
            WHERE id = $1 AND lease_owner = $2 AND state = 'running' AND workspace_id = $4
            """, [.integer(claim.id), .text(owner), .time(now), .workspace(claim.person.workspace)])
    }

    /// When the next run is due: one row, null where none waits.
    package static let nextDue = SQL("SELECT MIN(next_attempt_at) FROM agent_runs WHERE state IN ('queued', 'failed')")
}

/// The run was taken over by another worker meanwhile; whatever this one wrote for it is dropped.
package struct LostClaim: Error, Equatable {}
