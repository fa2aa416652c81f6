package import Domain

/// Occurrences that an event has made, and the runs for the one subject of each.
package enum EventOccurrences {
    /// The planned ones of all agents, the oldest first: `workspace_id, agent_type, occurrence id, contact_id` (null where the event
    /// is about none).
    package static func planned(limit: Int64) -> SQL {
        SQL(
            """
            SELECT o.workspace_id, o.agent_type, o.id, e.contact_id
            FROM occurrences o LEFT JOIN events e ON e.id = o.event_id AND e.workspace_id = o.workspace_id
            WHERE o.state = 'planned' AND o.event_id IS NOT NULL ORDER BY o.id LIMIT $1
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

    /// A run for the contact of each occurrence, where the agent writes to contacts: queued for when the contact may get it, or
    /// cancelled with the rule that keeps it out. The contacts are the agent's then, and in its sequence, as in `ContactRuns`.
    ///
    /// Of a daily cap those get what is left who come first by the plan's own order.
    /// - Parameter occurrences: by their contacts, each of which is there once.
    package static func expandForContacts(_ plan: PlanQuery, _ occurrences: [Int64: Int64], now: Timestamp) -> [SQL] {
        let made = made(occurrences, of: plan.agent.workspace, now: now)
        let sequence = plan.agent.sequence
        return [
            ContactHolds.lock(plan.agent.workspace), insert(plan, occurrences, now: now), ContactHolds.take(made.condition, made.arguments).oneOff(),
        ] + (sequence.isEmpty ? [] : [SequencePositions.start(sequence, made.condition, made.arguments).oneOff()])
    }

    private static func insert(_ plan: PlanQuery, _ occurrences: [Int64: Int64], now: Timestamp) -> SQL {
        var statement = PlanStatement(plan, scope: .some(occurrences.keys.sorted()), isRanked: plan.isCapped, own: [.time(now)])
        let chosen = occurrences.values.sorted().map { statement.bind(.integer($0)) }.joined(separator: ", ")
        return statement.query(
            """
            INSERT INTO agent_runs (workspace_id, user_id, contact_id, agent_type, agent_id, agent_version, occurrence_id, trigger, state, rule, error,
                attempts, step, next_attempt_at, finished_at, sample, created_at, updated_at, version)
            SELECT $1, p.user_id, p.id, $3, $2, (SELECT a.version FROM agents a WHERE a.workspace_id = $1 AND a.id = $2), o.id, 'event',
                CASE WHEN p.reason = 0 THEN 'queued' ELSE 'cancelled' END, \(ruleText(\.rawValue)), \(ruleText(\.sentence)), 0,
                CASE WHEN p.reason = 0 THEN \(plan.agent.firstStep) END, p.send_at,
                CASE WHEN p.reason <> 0 THEN CAST($4 AS BIGINT) END, p.sample, CAST($4 AS BIGINT), CAST($4 AS BIGINT), 1
            FROM (\(statement.planned())) p JOIN events e ON e.workspace_id = $1 AND e.contact_id = p.id
            JOIN occurrences o ON o.workspace_id = $1 AND o.event_id = e.id WHERE o.id IN (\(chosen)) AND o.state || '' = 'planned'
            ON CONFLICT (workspace_id, occurrence_id, contact_id) WHERE occurrence_id IS NOT NULL AND contact_id IS NOT NULL DO NOTHING
            """)
    }

    /// SQL for what is told of the rule that keeps a contact of a plan out; null for none.
    private static func ruleText(_ text: (Rule) -> String) -> String {
        func literal(_ rule: Rule) -> String { "'\(text(rule).replacing("'", with: "''"))'" }
        let cases = Rule.allCases.map { "WHEN p.reason = \($0.code) THEN \(literal($0))" }
        return "CASE \(cases.joined(separator: " ")) WHEN p.reason > \(Rule.firstFilterCode) THEN \(literal(.filter)) END"
    }

    /// A condition over the runs `r` that this commit has queued, with its statement's arguments: they are looked up by their
    /// contacts.
    private static func made(_ occurrences: [Int64: Int64], of workspace: WorkspaceID, now: Timestamp) -> (condition: String, arguments: [SQLValue]) {
        let count = occurrences.count
        return (
            """
            r.contact_id IN (\(placeholders(3...count + 2))) AND r.state = 'queued' AND r.created_at = $2
            AND r.occurrence_id IN (\(placeholders(count + 3...2 * count + 2)))
            """,
            [.workspace(workspace), .time(now)] + occurrences.keys.sorted().map(SQLValue.integer) + occurrences.values.sorted().map(SQLValue.integer)
        )
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
