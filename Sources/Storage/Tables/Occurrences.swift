package import Domain

/// Times at which an agent is due: (agent, due time) is unique, so each happens once.
///
/// States: `planned` -> `running` once its runs exist -> `done`; `missed` where the product was down for too long.
package enum Occurrences {
    package static let table = Table(
        "occurrences", noun: "occurrence",
        fields: [
            .readOnly("agent_type", .choice(AgentType.allCases.map(\.rawValue)), "The agent.").filterable().sortable(),
            .readOnly("trigger", .choice(["schedule", "batch"]), "Its schedule, or a person who asked for it.").filterable(),
            .readOnly("due_at", .time, "When it was due.").sortable(),
            .readOnly("state", .choice(["planned", "running", "done", "missed"]), "How far it is.").filterable(),
            .readOnly("runs", .integer(0...Int64.max), "How many people it was for."),
            .readOnly("finished_at", .time, "When its last run ended.", nullable: true),
        ]
    )

    /// The latest occurrence of each agent that its schedule made: `agent_type, due_at`.
    package static func latest(_ workspace: WorkspaceID) -> SQL {
        SQL(
            "SELECT agent_type, MAX(due_at) FROM occurrences WHERE workspace_id = $1 AND trigger = 'schedule' GROUP BY agent_type",
            [.workspace(workspace)])
    }

    package static func plan(_ workspace: WorkspaceID, _ agent: AgentType, due: Timestamp, trigger: String, isMissed: Bool, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO occurrences (workspace_id, agent_type, trigger, due_at, state, runs, finished_at, created_at, updated_at, version)
            VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $7, 1)
            ON CONFLICT (workspace_id, agent_type, trigger, due_at) DO NOTHING RETURNING id
            """,
            [
                .workspace(workspace), .text(agent.rawValue), .text(trigger), .time(due), .text(isMissed ? "missed" : "planned"),
                isMissed ? .time(now) : .null, .time(now),
            ])
    }

    package static let planned = SQL(
        "SELECT due_at, workspace_id, agent_type, trigger FROM occurrences WHERE state = 'planned' ORDER BY due_at LIMIT 100")

    /// One run for each eligible user, and the occurrence under way, together.
    ///
    /// - Parameter condition: SQL over the user `u`, written in an agent's file.
    package static func expand(_ workspace: WorkspaceID, due: Timestamp, agent: AgentType, trigger: String, condition: String, now: Timestamp)
        -> [SQL]
    {
        let which: [SQLValue] = [.workspace(workspace), .time(due), .text(agent.rawValue), .text(trigger), .time(now)]
        let occurrence =
            "(SELECT o.id FROM occurrences o WHERE o.workspace_id = $1 AND o.due_at = $2 AND o.agent_type = $3 AND o.trigger = $4 AND o.state = 'planned')"
        return [
            SQL(
                """
                INSERT INTO agent_runs (workspace_id, user_id, agent_type, occurrence_id, trigger, state, attempts, next_attempt_at, sample, created_at, updated_at, version)
                SELECT u.workspace_id, u.id, $3, \(occurrence), $4, 'queued', 0, $5,
                    COALESCE((SELECT p.sample FROM business_profiles p WHERE p.workspace_id = u.workspace_id AND p.user_id = u.id), 0), $5, $5, 1
                FROM users u WHERE u.workspace_id = $1 AND \(occurrence) IS NOT NULL AND (\(condition))
                ON CONFLICT (workspace_id, occurrence_id, user_id) WHERE occurrence_id IS NOT NULL DO NOTHING
                """, which),
            SQL(
                """
                UPDATE occurrences SET state = 'running', updated_at = $5, version = version + 1,
                    runs = (SELECT COUNT(*) FROM agent_runs r WHERE r.workspace_id = $1 AND r.occurrence_id = occurrences.id)
                WHERE workspace_id = $1 AND due_at = $2 AND agent_type = $3 AND trigger = $4 AND state = 'planned' RETURNING id, runs
                """, which),
        ]
    }

    /// Ends the occurrences that have no run left to do.
    package static func finish(now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE occurrences SET state = 'done', finished_at = $1, updated_at = $1, version = version + 1
            WHERE state = 'running' AND NOT EXISTS (
                SELECT 1 FROM agent_runs r WHERE r.workspace_id = occurrences.workspace_id AND r.occurrence_id = occurrences.id
                AND r.state IN ('queued', 'running', 'failed'))
            """, [.time(now)])
    }

    /// How the runs of an occurrence stand: `state, count`.
    package static func counts(_ workspace: WorkspaceID, id: Int64) -> SQL {
        SQL(
            "SELECT state, COUNT(*) FROM agent_runs WHERE workspace_id = $1 AND occurrence_id = $2 GROUP BY state",
            [.workspace(workspace), .integer(id)])
    }
}
