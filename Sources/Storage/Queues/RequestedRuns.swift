package import Domain

/// Runs on request that have no message yet: failed ones that wait for their next attempt, and those being tried again.
package enum RequestedRuns {
    /// The oldest such run of an agent for a person: `id`, or no row, which is the rule.
    ///
    /// The plus signs keep a planner without statistics from walking through all runs the person ever had: few runs
    /// without an occurrence are unfinished.
    package static func unfinished(_ person: Person, agent: AgentType) -> SQL {
        SQL(oldestUnfinished, [.workspace(person.workspace), .integer(person.user), .text(agent.rawValue)]).quick().joining(oldestUnfinishedOfEach)
    }

    private static let oldestUnfinishedOfEach = JointForm(
        "SELECT oldest.id, ($2)[caller] FROM \(JointForm.callers) CROSS JOIN LATERAL (\(JointForm.own(oldestUnfinished))) AS oldest (id)",
        [.integer, .integer, .text], by: 2, inColumn: 1)

    private static let oldestUnfinished = """
        SELECT MIN(id) FROM agent_runs WHERE occurrence_id IS NULL AND \(AgentRuns.areUnfinished("agent_runs"))
        AND (next_attempt_at IS NOT NULL OR state = 'running')
        AND +workspace_id = $1 AND +user_id = $2 AND contact_id IS NULL AND agent_type = $3 HAVING MIN(id) IS NOT NULL
        """

    /// Claims a run that waits, due or not: the row of `RunQueue.claims`, or none where another has it in hand or the
    /// person has another run under way.
    package static func claim(_ id: Int64, of person: Person, owner: String, lease: Duration, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET state = 'running', attempts = attempts + 1, lease_owner = $4, lease_expires_at = $5, started_at = $6,
                rule = NULL, updated_at = $6, version = version + 1
            WHERE id = $1 AND workspace_id = $2 AND user_id = $3 AND state IN ('queued', 'failed') AND NOT EXISTS (
                SELECT 1 FROM agent_runs o WHERE o.workspace_id = $2 AND o.user_id = $3 AND \(RunQueue.recipient("o")) = 0 AND o.state = 'running')
            RETURNING \(RunQueue.claimed)
            """,
            [
                .integer(id), .workspace(person.workspace), .integer(person.user), .text(owner), .time(now.adding(lease)), .time(now),
            ])
    }

    /// A run for the worker to take up at once: its `id`, or no row where there is no such agent.
    package static func queue(_ person: Person, agent: AgentType, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO agent_runs (workspace_id, user_id, agent_type, agent_id, agent_version, trigger, state, attempts, next_attempt_at, sample,
                created_at, updated_at, version)
            SELECT a.workspace_id, u.id, a.agent_type, a.id, a.version, 'manual', 'queued', 0, CAST($4 AS BIGINT), 0, CAST($4 AS BIGINT),
                CAST($4 AS BIGINT), 1
            FROM agents a JOIN users u ON u.workspace_id = a.workspace_id AND u.id = $2 WHERE a.workspace_id = $1 AND a.agent_type = $3 RETURNING id
            """, [.workspace(person.workspace), .integer(person.user), .text(agent.rawValue), .time(now)])
    }

    /// What a run wrote: one row `body, writer, tokens_in, tokens_out` once it has succeeded.
    package static func message(of id: Int64, for person: Person) -> SQL {
        SQL(
            """
            SELECT c.body, r.writer, r.tokens_in, r.tokens_out FROM agent_runs r
            JOIN communications c ON c.workspace_id = r.workspace_id AND c.run_id = r.id WHERE r.workspace_id = $1 AND r.id = $2
            """, [.workspace(person.workspace), .integer(id)])
    }
}
