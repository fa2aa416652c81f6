package import Domain

/// The agents of a workspace: the five built-in ones and its own.
package enum Agents {
    /// How many a workspace may have, so that a list of them needs no pages.
    package static let most: Int64 = 200

    package static let table = Table(
        "agents", noun: "agent",
        fields: [
            .readOnly("agent_type", .text(1...40), "Its key, made of its title: what runs and messages name it by.").filterable(),
            .required("title", .text(1...200), "How people call it."),
            .optional("purpose", .text(0...1000), "What a person gets from it, in a sentence.", initial: .text("")),
            .required("schedule_rule", .text(1...1000), "When it is due, such as every day at 09:00, or a cron expression (docs/schedules.md)."),
            .optional("time_zone", .timeZone, "The IANA time zone of its schedule; null for the workspace's."),
            .optional("start_date", .date, "The first day on which it is due; null for no limit."),
            .optional("end_date", .date, "The last day on which it is due; null for no limit."),
            .optional("holidays", .textList(count: 1000, length: 10), "Days on which it is not due, each as 2026-12-25.", initial: .text("[]")),
            .optional(
                "catch_up", .choice(CatchUp.allCases.map(\.rawValue)),
                "What was due while nothing ran: skip runs only what is at most CATCH_UP_MINUTES late, run_once the latest, run_all everything.",
                initial: .text(CatchUp.skip.rawValue)),
            .readOnly("paused", .boolean, "Whether its schedule rests.", initial: .integer(0)).filterable(),
            .optional(
                "recipients", .choice(Recipients.allCases.map(\.rawValue)),
                "Whom it writes to: the people of the workspace (user), its contacts (contact), or both.", initial: .text(Recipients.user.rawValue)),
            .optional(
                "filter", .text(1...FilterLimits.length),
                "Which contacts it writes to, such as stage = lead and email is not empty (docs/filters.md); null for a built-in agent's own."),
            .optional(
                "daily_cap", .integer(0...1_000_000_000), "How many messages it sends to contacts in a day of the workspace's; null for no limit."),
            .optional(
                "hold_days", .integer(0...365), "For how many days after its message no other agent writes to the contact, unless it answers.",
                initial: .integer(0)),
            .optional(
                "prompt", .text(1...8000),
                "What it is to write to people, a Mustache template (docs/agents.md); null for a built-in agent's own words."),
            .optional(
                "contact_prompt", .text(1...8000),
                "What it is to write to contacts, a Mustache template over other variables; null for a built-in agent's own."),
            .optional(
                "channel", .choice(MessageChannel.allCases.map(\.rawValue)), "How its messages go out: webhook, to every webhook of the workspace.",
                initial: .text(MessageChannel.webhook.rawValue)),
            .optional(
                "autonomy", .choice(Autonomy.allCases.map(\.rawValue)),
                "What becomes of a message to a contact: ask makes it a draft that a person decides on, guarded sends it where nothing speaks against that, auto sends it (docs/autonomy.md).",
                initial: .text(Autonomy.ask.rawValue)),
            .optional(
                "trigger", .text(1...200), "What besides its schedule makes it run, such as deal_status = won (docs/triggers.md); null for nothing."),
            .optional(
                "steps", .objects(SequenceSteps.fields, count: MessageSequence.most),
                "Further messages to a contact after the one of contact_prompt (docs/sequences.md).", initial: .text("[]")),
            .optional(
                "models", ModelAccounts.chain,
                "The models that write for it, the first one first, each as account:model or provider:model, and options as docs/models.md has them; none for the workspace's.",
                initial: .text("[]")),
            .readOnly("built_in", .boolean, "Whether it is one of the five that come with the product.", initial: .integer(0)),
            .readOnly("skipped_through", .time, "What is due up to this time is left out.", nullable: true),
        ],
        derive: { values, now in
            if let trigger = values["trigger"] { values.merge(listening(trigger, from: now)) { $1 } }
            // What happened while it rested counts as little as what was due.
            if values["paused"] == .integer(0) { values["listens_since"] = .time(now) }
        }
    )

    /// How events are matched with a trigger, which counts from the moment it is said.
    private static func listening(_ text: SQLValue, from now: Timestamp) -> Table.Values {
        let trigger = ["": text].optionalText("").flatMap { try? Trigger(parsing: $0) }
        return [
            "trigger_kind": .optional(trigger?.kind.rawValue), "trigger_detail": .optional(trigger?.detail), "listens_since": .time(now),
            "search_due_at": trigger?.kind.isMadeByTime == true ? .integer(0) : .null,
        ]
    }

    /// A built-in agent, with its first version, in every workspace that lacks it. Where it ran before agents were rows it
    /// goes on from its last occurrence.
    package static func ensure(_ agent: NewAgent, now: Timestamp) -> [SQL] {
        [
            SQL(
                """
                INSERT INTO agents (workspace_id, agent_type, title, purpose, schedule_rule, catch_up, recipients, built_in, planned_through,
                    next_due_at, created_at, updated_at, version)
                SELECT w.id, $1, $2, $3, $4, 'skip', 'user', 1, COALESCE((
                    SELECT MAX(o.due_at) FROM occurrences o WHERE o.workspace_id = w.id AND o.agent_type = $1 AND o.trigger = 'schedule'),
                    w.created_at), 0, CAST($5 AS BIGINT), $5, 1
                FROM workspaces w WHERE NOT EXISTS (SELECT 1 FROM agents a WHERE a.workspace_id = w.id AND a.agent_type = $1)
                ON CONFLICT (workspace_id, agent_type) DO NOTHING
                """,
                [.text(agent.type.rawValue), .text(agent.title), .text(agent.purpose), .text(agent.schedule.description), .time(now)]),
            SQL(
                """
                INSERT INTO agent_versions (workspace_id, agent_id, agent_type, version, content, created_at)
                SELECT a.workspace_id, a.id, a.agent_type, a.version, $2, a.created_at FROM agents a
                WHERE a.agent_type = $1 AND a.version = 1 AND NOT EXISTS (
                    SELECT 1 FROM agent_versions v WHERE v.workspace_id = a.workspace_id AND v.agent_id = a.id AND v.version = 1)
                ON CONFLICT (workspace_id, agent_id, version) DO NOTHING
                """, [.text(agent.type.rawValue), .text(AgentVersions.content(agent.values))]),
        ]
    }

    /// All agents of a workspace, the oldest first: rows of `table`'s columns, then
    /// `workspace_id, planned_through, next_due_at, time_zone` (the workspace's).
    package static func all(_ workspace: WorkspaceID) -> SQL { selection("a.workspace_id = $1 ORDER BY a.id", [.workspace(workspace)]) }

    /// One agent by its key or its id: a row as of `all`, or none.
    package static func one(_ workspace: WorkspaceID, _ name: AgentName) -> SQL {
        selection("a.workspace_id = $1 AND \(name.condition("a.", "$2"))", [.workspace(workspace), name.value])
    }

    /// What a run needs to know of an agent: `id, version, prompt, contact_prompt, autonomy, daily_cap, steps, models,
    /// start_date, end_date, holidays, time_zone, trigger`, or no row.
    package static func brief(_ workspace: WorkspaceID, _ type: AgentType) -> SQL {
        SQL(
            """
            SELECT id, version, prompt, contact_prompt, autonomy, daily_cap, steps, models, start_date, end_date, holidays, time_zone, trigger
            FROM agents WHERE workspace_id = $1 AND agent_type = $2
            """, [.workspace(workspace), .text(type.rawValue)]
        ).quick().alike()
    }

    /// The agents of all workspaces, but some, with something to plan, the earliest first: rows as of `all`.
    package static func due(now: Timestamp, limit: Int64 = 1000, except ids: [Int64] = []) -> SQL {
        let others = others(than: ids, after: [.time(now), .integer(limit)])
        return selection("a.next_due_at <= $1 AND \(others.condition) ORDER BY a.next_due_at, a.id LIMIT $2", others.arguments)
    }

    /// SQL that holds for every agent `a` but some, with the arguments of its statement.
    static func others(than ids: [Int64], after own: [SQLValue]) -> (condition: String, arguments: [SQLValue]) {
        // No row has the id 0.
        let ids = ValueRows.padded((ids.isEmpty ? [0] : ids).map(SQLValue.integer))
        return ("a.id NOT IN (\(placeholders(own.count + 1...own.count + ids.count)))", own + ids)
    }

    /// When the next agent is due, of all workspaces: one row `next_due_at`, null for never.
    package static let nextDue = SQL(
        "SELECT (SELECT next_due_at FROM agents WHERE next_due_at IS NOT NULL ORDER BY next_due_at LIMIT 1)")

    static func selection(_ condition: String, _ arguments: [SQLValue], more: String = "") -> SQL {
        let columns = table.columns.map { "a.\($0.name)" }.joined(separator: ", ")
        return SQL(
            """
            SELECT \(columns), a.workspace_id, a.planned_through, a.next_due_at, w.time_zone\(more)
            FROM agents a JOIN workspaces w ON w.id = a.workspace_id WHERE \(condition)
            """, arguments)
    }

    /// Sets how far an agent is planned and when it is due next (null for never): one row unless somebody changed it, or
    /// planned it too, meanwhile. It is no change of what people said, so its version stays.
    package static func advance(_ agent: Agent, through: Timestamp, nextDue: Timestamp?) -> SQL {
        SQL(
            """
            UPDATE agents SET planned_through = $3, next_due_at = $4
            WHERE workspace_id = $1 AND id = $2 AND version = $5 AND planned_through = $6 AND next_due_at = $7 RETURNING id
            """,
            [
                .workspace(agent.workspace), .integer(agent.id), .time(through), .optional(nextDue?.milliseconds), .integer(agent.version),
                .time(agent.timing.plannedThrough), .optional(agent.nextDueAt?.milliseconds),
            ])
    }

    /// Keeps everybody else from changing or planning an agent until the commit it is in has ended: one row, where nobody has
    /// since the agent was read.
    package static func hold(_ agent: Agent) -> SQL {
        SQL(
            "UPDATE agents SET version = version WHERE workspace_id = $1 AND id = $2 AND version = $3 AND planned_through = $4 RETURNING id",
            [.workspace(agent.workspace), .integer(agent.id), .integer(agent.version), .time(agent.timing.plannedThrough)])
    }

    /// Has the next due times worked out anew from now on, where the workspace's time zone counts, which is to become another one; what was
    /// to be skipped by the old one is not skipped any more.
    package static func reconsider(_ workspace: WorkspaceID, in zone: String, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agents SET next_due_at = 0, planned_through = CASE WHEN planned_through < $2 THEN $2 ELSE planned_through END,
                skipped_through = CASE WHEN (SELECT w.time_zone FROM workspaces w WHERE w.id = $1) = $3 THEN skipped_through END
            WHERE workspace_id = $1 AND time_zone IS NULL AND paused = 0
            """, [.workspace(workspace), .time(now), .text(zone)])
    }
}

extension Agents {
    /// The agents that are planned, or have looked for events, beyond a moment: one row for each.
    package static func planned(after moment: Timestamp) -> SQL {
        SQL("SELECT id FROM agents WHERE \(isAhead)", [.time(moment), .time(moment.adding(EventSearch.interval))])
    }

    /// Has them planned from now on. A time by which something ran comes to nothing when it comes again; one that was recorded as missed has yet to come.
    package static func bringBack(plannedAfter moment: Timestamp, now: Timestamp) -> [SQL] {
        [Occurrences.forgetMissed(after: now), replanned(after: moment, now: now)]
    }

    private static func replanned(after moment: Timestamp, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE agents SET planned_through = CASE WHEN planned_through > $1 THEN $3 ELSE planned_through END,
                next_due_at = CASE WHEN paused = 1 THEN next_due_at ELSE 0 END,
                search_due_at = CASE WHEN search_due_at IS NULL THEN NULL ELSE 0 END,
                listens_since = CASE WHEN listens_since > $1 THEN $3 ELSE listens_since END
            WHERE \(isAhead)
            """, [.time(moment), .time(moment.adding(EventSearch.interval)), .time(now)])
    }

    private static let isAhead = "(planned_through > $1 OR search_due_at > $2)"

    /// Has an agent rest that cannot be planned.
    package static func rest(_ workspace: WorkspaceID, id: Int64) -> SQL {
        SQL("UPDATE agents SET next_due_at = NULL, search_due_at = NULL WHERE workspace_id = $1 AND id = $2", [.workspace(workspace), .integer(id)])
    }

    /// Which agent a row is of that cannot be read as one.
    package static func place(of row: Row) -> (workspace: WorkspaceID, id: Int64) {
        (WorkspaceID(row.integer(table.columns.count)), row.integer(table.idIndex))
    }

    /// The agents of these workspaces that wait for events: rows as of `all`.
    package static func listening(in workspaces: [WorkspaceID]) -> SQL {
        selection(
            "a.trigger_kind IS NOT NULL AND a.paused = 0 AND a.workspace_id IN (\(placeholders(1...workspaces.count))) ORDER BY a.id",
            workspaces.map(SQLValue.workspace)
        ).oneOff()
    }

    /// One row where any agent of any workspace waits for events.
    package static let areListening = SQL("SELECT 1 FROM agents WHERE trigger_kind IS NOT NULL LIMIT 1")

    /// Some agents of a workspace: rows as of `all`.
    package static func some(_ workspace: WorkspaceID, ids: [Int64]) -> SQL {
        selection("a.workspace_id = $1 AND a.id IN (\(placeholders(2...ids.count + 1)))", [.workspace(workspace)] + ids.map(SQLValue.integer))
            .oneOff()
    }

    /// SQL that holds while an agent of the workspace `$1` writes to contacts: it may have been changed since a plan was read.
    static func writesToContacts(_ id: String) -> String {
        "EXISTS (SELECT 1 FROM agents w WHERE w.workspace_id = $1 AND w.id = \(id) AND w.recipients <> 'user')"
    }

    /// How many agents a workspace has: `count`.
    package static func count(_ workspace: WorkspaceID) -> SQL {
        SQL("SELECT COUNT(*) FROM agents WHERE workspace_id = $1", [.workspace(workspace)])
    }
}

/// How a call names an agent.
package enum AgentName: Equatable, Sendable {
    case key(AgentType)
    case id(Int64)

    /// Nil for what is neither a key nor an id.
    package init?(_ text: String) {
        if let type = AgentType(rawValue: text) {
            self = .key(type)
        } else if let id = Int64(text), Field.identifiers.contains(id) {
            self = .id(id)
        } else {
            return nil
        }
    }

    func condition(_ alias: String, _ placeholder: String) -> String {
        switch self {
        case .key: "\(alias)agent_type = \(placeholder)"
        case .id: "\(alias)id = \(placeholder)"
        }
    }

    var value: SQLValue {
        switch self {
        case .key(let type): .text(type.rawValue)
        case .id(let id): .integer(id)
        }
    }
}

/// No agent of this key or id in the workspace.
package struct AgentNotFound: Error, Equatable, Sendable {
    package var name: String

    package init(name: String) { self.name = name }
    package init(_ name: AgentName) { self.name = Row([name.value]).optionalText(0) ?? "\(Row([name.value]).integer(0))" }
}
