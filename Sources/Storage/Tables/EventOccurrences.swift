package import Domain

/// Occurrences that an event has made, and the runs for the one subject of each.
package enum EventOccurrences {
    /// The planned ones of all agents, the oldest first: `workspace_id, agent_type, occurrence id`.
    package static func planned(limit: Int64) -> SQL {
        SQL(
            """
            SELECT o.workspace_id, o.agent_type, o.id FROM occurrences o WHERE o.state = 'planned' AND o.event_id IS NOT NULL ORDER BY o.id LIMIT $1
            """, [.integer(limit)])
    }

    /// A run for the user of each occurrence, where the agent writes to users and the user is eligible.
    ///
    /// - Parameter condition: SQL over the user `u`, written in an agent's file.
    package static func expandForUsers(_ workspace: WorkspaceID, _ agent: AgentType, _ occurrences: [Int64], condition: String, now: Timestamp) -> SQL
    {
        let ids = ValueRows(["id": .integer], occurrences.map { [.integer($0)] }, after: 3)
        return SQL(
            """
            WITH \(ids.definition(of: "chosen"))
            INSERT INTO agent_runs (workspace_id, user_id, agent_type, agent_id, agent_version, occurrence_id, trigger, state, attempts,
                next_attempt_at, sample, created_at, updated_at, version)
            SELECT u.workspace_id, u.id, a.agent_type, a.id, a.version, o.id, 'event', 'queued', 0, $3,
                COALESCE((SELECT p.sample FROM business_profiles p WHERE p.workspace_id = u.workspace_id AND p.user_id = u.id), 0), $3, $3, 1
            FROM chosen c CROSS JOIN occurrences o CROSS JOIN events e CROSS JOIN agents a CROSS JOIN users u
            WHERE o.id = c.id AND o.workspace_id = $1 AND o.state || '' = 'planned' AND e.id = o.event_id AND e.workspace_id = $1
                AND a.workspace_id = $1 AND a.agent_type = $2 AND a.recipients <> 'contact'
                AND u.workspace_id = $1 AND u.id = e.user_id AND (\(condition))
            ON CONFLICT (workspace_id, occurrence_id, user_id) WHERE occurrence_id IS NOT NULL AND contact_id IS NULL DO NOTHING
            """, [.workspace(workspace), .text(agent.rawValue), .time(now)] + ids.arguments
        ).plannedAnew()
    }

    /// What comes after the runs: the occurrences have them all.
    package static func expanded(_ workspace: WorkspaceID, _ occurrences: [Int64], now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE occurrences SET state = 'running', updated_at = $2, version = version + 1,
                runs = (SELECT COUNT(*) FROM agent_runs r WHERE r.workspace_id = $1 AND r.occurrence_id = occurrences.id)
            WHERE workspace_id = $1 AND state || '' = 'planned' AND id IN (\(placeholders(3...occurrences.count + 2)))
            """, [.workspace(workspace), .time(now)] + occurrences.map(SQLValue.integer)
        ).oneOff()
    }
}
