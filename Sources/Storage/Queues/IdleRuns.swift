package import Domain

/// What of an agent waits to be written.
package enum IdleRuns {
    /// The agent's occurrences that have runs to make or to do, then whoever plans for contacts.
    package static func locks(_ agent: Agent) -> [SQL] {
        [
            SQL(
                """
                SELECT o.id FROM occurrences o WHERE o.workspace_id = $1 AND o.agent_type = $2 AND o.state IN ('planned', 'running')
                ORDER BY o.id {{lock}}
                """, [.workspace(agent.workspace), .text(agent.type.rawValue)]),
            ContactHolds.lock(agent.workspace),
        ]
    }

    /// Ends the runs for contacts, and has the sequences looked at to which they belong.
    package static func cancelForContacts(_ agent: Agent, because reason: String, now: Timestamp) -> [SQL] {
        let idle = "r.agent_id = $2 AND r.contact_id IS NOT NULL AND r.state <> 'running' AND \(AgentRuns.areUnfinished("r"))"
        return [
            SequencePositions.wake(agent.workspace, idle, [.integer(agent.id)], now: now), cancel(agent, "contact_id IS NOT NULL", reason, now),
        ]
    }

    /// Ends the runs for people, but for those that a person has asked for.
    package static func cancelForUsers(_ agent: Agent, because reason: String, now: Timestamp) -> SQL {
        cancel(agent, "contact_id IS NULL AND trigger <> 'manual'", reason, now)
    }

    private static func cancel(_ agent: Agent, _ condition: String, _ reason: String, _ now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agent_runs SET state = 'cancelled', rule = NULL, error = $3, next_attempt_at = NULL, resumes_at = NULL, finished_at = $4,
                updated_at = $4, version = version + 1
            WHERE workspace_id = $1 AND agent_id = $2 AND \(condition) AND state <> 'running' AND \(AgentRuns.areUnfinished("agent_runs"))
            """, [.workspace(agent.workspace), .integer(agent.id), .text(reason), .time(now)])
    }
}
