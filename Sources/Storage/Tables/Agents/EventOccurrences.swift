package import Domain

/// Occurrences that an event has made, and the runs for the one subject of each.
package enum EventOccurrences {
    /// The workspaces that have some to be looked at now: `id`.
    package static func dueWorkspaces(now: Timestamp) -> SQL {
        DueWork.workspaces(in: "occurrences q", where: waiting("q"), at: "q.due_at", now: now)
    }

    /// The planned ones of a workspace's agents, but some, that are to be looked at now, the oldest first: `workspace_id, agent_type,
    /// occurrence id, contact_id` (null where the event is about none).
    package static func planned(_ workspace: WorkspaceID, limit: Int64, now: Timestamp, except agents: Set<AgentKey> = []) -> SQL {
        let others = Occurrences.Others(than: agents, after: [.integer(limit), .time(now), .workspace(workspace)])
        return SQL(
            """
            \(others.definition) SELECT o.workspace_id, o.agent_type, o.id, e.contact_id
            FROM occurrences o LEFT JOIN events e ON e.id = o.event_id AND e.workspace_id = o.workspace_id
            WHERE o.workspace_id = $3 AND \(waiting("o")) AND o.due_at <= $2 AND \(others.condition) ORDER BY o.due_at, o.id LIMIT $1
            """, others.arguments)
    }

    /// SQL for an occurrence of an event that has no run yet.
    private static func waiting(_ name: String) -> String { "\(name).state = 'planned' AND \(name).event_id IS NOT NULL" }

    /// A run for the user of each occurrence, where the agent writes to users and the user is eligible.
    ///
    /// - Parameter condition: SQL over the user `u`, written in an agent's file.
    package static func expandForUsers(_ workspace: WorkspaceID, _ agent: AgentType, _ occurrences: [Int64], condition: String, now: Timestamp) -> SQL
    {
        let ids = ValueRows(["id": .integer], occurrences.map { [.integer($0)] }, after: [.workspace(workspace), .text(agent.rawValue), .time(now)])
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
            """, ids.arguments
        ).plannedAnew()
    }

    /// A run for the contact of each occurrence, where the agent writes to contacts: queued for when the contact may get it, or
    /// cancelled with the rule that keeps it out; none yet where the occurrence waits for that rule to pass (`waits`). The contacts are the
    /// agent's then, and in its sequence, as in `ContactRuns`.
    ///
    /// Of a daily cap those get what is left who come first by the plan's own order.
    /// - Parameter occurrences: by their contacts, each of which is there once.
    package static func expandForContacts(_ plan: PlanQuery, _ occurrences: [Int64: Int64], now: Timestamp) -> [SQL] {
        let made = made(occurrences, of: plan.agent.workspace, now: now)
        let sequence = plan.agent.sequence
        return [
            ContactHolds.lock(plan.agent.workspace), insert(plan, occurrences, now: now), ContactHolds.take(made.condition, made.arguments).oneOff(),
        ] + (sequence.isEmpty ? [] : [SequencePositions.start(sequence, made.condition, made.arguments).oneOff()])
            + [wait(plan.agent, occurrences, now: now)]
    }

    private static func insert(_ plan: PlanQuery, _ occurrences: [Int64: Int64], now: Timestamp) -> SQL {
        var statement = PlanStatement(plan, scope: .some(occurrences.keys.sorted()), isRanked: plan.isCapped, own: [.time(now)])
        let chosen = occurrences.values.sorted().map { statement.bind(.integer($0)) }.joined(separator: ", ")
        return statement.query(
            """
            INSERT INTO agent_runs (workspace_id, user_id, contact_id, agent_type, agent_id, agent_version, occurrence_id, trigger, state, rule, error,
                attempts, step, next_attempt_at, finished_at, sample, created_at, updated_at, version)
            SELECT $1, p.user_id, p.id, $3, $2, (SELECT a.version FROM agents a WHERE a.workspace_id = $1 AND a.id = $2), p.occurrence, 'event',
                CASE WHEN p.reason = 0 THEN 'queued' ELSE 'cancelled' END, \(ruleText(\.rawValue)), \(ruleText(\.sentence)), 0,
                CASE WHEN p.reason = 0 THEN \(plan.agent.firstStep) END, CASE WHEN p.reason = 0 THEN COALESCE(p.send_at, CAST($4 AS BIGINT)) END,
                CASE WHEN p.reason <> 0 THEN CAST($4 AS BIGINT) END, p.sample, CAST($4 AS BIGINT), CAST($4 AS BIGINT), 1
            FROM (
                SELECT p.id, p.user_id, p.sample, p.send_at, o.id AS occurrence, CASE WHEN \(isOver) THEN \(Rule.inConversation.code) ELSE p.reason END AS reason
                FROM (\(statement.planned())) p JOIN events e ON e.workspace_id = $1 AND e.contact_id = p.id
                JOIN occurrences o ON o.workspace_id = $1 AND o.event_id = e.id
                WHERE o.id IN (\(chosen)) AND o.state || '' = 'planned' AND (NOT (\(waits)) OR \(isOver))) p
            WHERE \(Agents.writesToContacts("$2"))
            ON CONFLICT (workspace_id, occurrence_id, contact_id) WHERE occurrence_id IS NOT NULL AND contact_id IS NOT NULL DO NOTHING
            """)
    }

    /// For how many milliseconds an occurrence waits for a rule to pass.
    private static let patience = 30 * 86_400_000
    /// How often it is looked at meanwhile.
    private static let interval = 3_600_000

    /// SQL that holds for an occurrence `o` of an event `e` whose contact `p` another agent has, or with whom there is the
    /// conversation that the event is part of: for an event there is no later time than when that has passed.
    private static let waits =
        """
        (p.reason = \(Rule.held.code) OR (p.reason = \(Rule.inConversation.code) AND \(isOfConversation))) AND o.created_at > CAST($4 AS BIGINT) - \(patience)
        """

    private static let isOfConversation = "(e.kind = '\(EventKind.inboundMessage.rawValue)' OR e.kind = '\(EventKind.noReply.rawValue)')"

    /// SQL that holds where a message had no answer, and the contact or a person has written meanwhile.
    private static let isOver =
        """
        (e.kind = '\(EventKind.noReply.rawValue)' AND (p.reason = 0 OR p.reason = \(Rule.held.code) OR p.reason = \(Rule.inConversation.code)) AND EXISTS (
            SELECT 1 FROM communications n WHERE n.workspace_id = $1 AND n.contact_id = p.id AND n.created_at > o.created_at
            AND (n.direction = 'inbound' OR (n.direction = 'outbound' AND n.agent_type = 'NOTE'))))
        """

    /// Has those that wait, as they have no run yet, looked at again.
    private static func wait(_ agent: PlannedAgent, _ occurrences: [Int64: Int64], now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE occurrences SET due_at = $2 + \(interval), updated_at = $2, version = version + 1
            WHERE workspace_id = $1 AND state || '' = 'planned' AND id IN (\(placeholders(4...occurrences.count + 3)))
            AND created_at > $2 - \(patience) AND \(Agents.writesToContacts("$3"))
            AND EXISTS (
                SELECT 1 FROM events e JOIN contacts c ON c.workspace_id = $1 AND c.id = e.contact_id
                WHERE e.workspace_id = $1 AND e.id = occurrences.event_id)
            AND NOT EXISTS (
                SELECT 1 FROM agent_runs r WHERE r.workspace_id = $1 AND r.occurrence_id = occurrences.id AND r.contact_id IS NOT NULL)
            """, [.workspace(agent.workspace), .time(now), .integer(agent.id)] + occurrences.values.sorted().map(SQLValue.integer)
        ).oneOff()
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

    /// What comes after the runs: the occurrences have them all, but for those that wait.
    package static func expanded(_ workspace: WorkspaceID, _ occurrences: [Int64], now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE occurrences SET state = 'running', updated_at = $2, version = version + 1,
                runs = \(AgentRuns.count(of: "occurrences.id"))
            WHERE workspace_id = $1 AND state || '' = 'planned' AND due_at <= $2 AND id IN (\(placeholders(3...occurrences.count + 2)))
            """, [.workspace(workspace), .time(now)] + occurrences.map(SQLValue.integer)
        ).oneOff()
    }
}
