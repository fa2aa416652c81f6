package import Domain

/// Times at which an agent is due: (agent, due time) is unique, so each happens once.
///
/// States: `planned` -> `running` once all its runs exist -> `done`; `missed` where the product was down for too long.
package enum Occurrences {
    package static let table = Table(
        "occurrences", noun: "occurrence",
        fields: [
            .readOnly("agent_type", .text(1...40), "The agent's key.").filterable().sortable(),
            .readOnly("trigger", .choice(["schedule", "batch", "event"]), "Its schedule, a person who asked for it, or an event.").filterable()
                .computed("CASE WHEN event_id IS NULL THEN trigger ELSE 'event' END"),
            .readOnly("event_id", .integer(Field.identifiers), "The event that made it.", nullable: true).filterable(),
            .readOnly("due_at", .time, "When it was due; while it waits for a rule to pass (docs/triggers.md), when it is looked at next.")
                .sortable(),
            .readOnly("state", .choice(["planned", "running", "done", "missed"]), "How far it is.").filterable(),
            .readOnly(
                "missed_because", .choice(MissedReason.allCases.map(\.rawValue)),
                "Why it was missed: found too late, overtaken by a later one, or skipped by a person.", nullable: true),
            .readOnly("runs", .integer(0...Int64.max), "How many people it was for."),
            .readOnly("finished_at", .time, "When its last run ended.", nullable: true),
            .readOnly("paused", .boolean, "Whether a person holds its runs back.").filterable(),
            .readOnly(Batches.rate.name, Batches.rate.kind, Batches.rate.summary, nullable: true),
            .readOnly("cancelled_at", .time, "When a person cancelled it.", nullable: true),
        ]
    )

    /// An occurrence that its schedule makes, in the commit that advances the agent to `through`: nothing where somebody has
    /// changed the agent meanwhile, or where it is there already.
    package static func schedule(_ agent: Agent, _ due: AgentTiming.Due, through: Timestamp, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO occurrences
                (workspace_id, agent_type, trigger, due_at, state, missed_because, runs, finished_at, created_at, updated_at, version)
            SELECT a.workspace_id, a.agent_type, 'schedule', CAST($5 AS BIGINT), $6, $7, 0, CAST($8 AS BIGINT), CAST($9 AS BIGINT),
                CAST($9 AS BIGINT), 1
            FROM agents a WHERE a.workspace_id = $1 AND a.id = $2 AND a.version = $3 AND a.planned_through = $4
            ON CONFLICT (workspace_id, agent_type, trigger, due_at) DO NOTHING
            """,
            [
                .workspace(agent.workspace), .integer(agent.id), .integer(agent.version), .time(through), .time(due.time),
                .text(due.missed == nil ? "planned" : "missed"), .optional(due.missed?.rawValue), due.missed == nil ? .null : .time(now),
                .time(now),
            ])
    }

    /// Whether an agent was due at a time by its schedule: one row.
    package static func happened(_ workspace: WorkspaceID, _ agent: AgentType, at time: Timestamp) -> SQL {
        SQL(
            "SELECT id FROM occurrences WHERE workspace_id = $1 AND agent_type = $2 AND trigger = 'schedule' AND due_at = $3",
            [.workspace(workspace), .text(agent.rawValue), .time(time)])
    }

    /// Forgets the times of schedules after a moment that are recorded as missed.
    static func forgetMissed(after moment: Timestamp) -> SQL {
        SQL("DELETE FROM occurrences WHERE trigger = 'schedule' AND state = 'missed' AND due_at > $1", [.time(moment)])
    }

    /// An occurrence on its own; one row where it was not there yet.
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

    /// An occurrence whose runs do not all exist yet, and the next users to look at.
    package struct Slice: Sendable, Equatable {
        package var workspace: WorkspaceID
        package var agent: AgentType
        package var trigger: String
        package var due: Timestamp
        /// The last user of the slice before; 0 for the first slice.
        package var after: Int64
        /// The last user of this one; nil for the last slice.
        package var through: Int64?
        /// Whether contacts get runs too.
        package var hasContacts = false

        package init(
            _ workspace: WorkspaceID, _ agent: AgentType, trigger: String, due: Timestamp, after: Int64 = 0, through: Int64? = nil,
            hasContacts: Bool = false
        ) {
            self.workspace = workspace
            self.agent = agent
            self.trigger = trigger
            self.due = due
            self.after = after
            self.through = through
            self.hasContacts = hasContacts
        }
    }

    /// How many users one commit looks at: few enough for a database's time limits, however many there are.
    package static let sliceSize: Int64 = 10_000

    /// The next slice of each planned occurrence of all agents but some, the earliest first: users as long as there are any to look at,
    /// then contacts.
    package static func slices(ofSize size: Int64 = sliceSize, except agents: Set<AgentKey> = []) -> SQL {
        let others = Others(than: agents, after: [.integer(size - 1)])
        return SQL(
            """
            \(others.definition) SELECT o.workspace_id, o.agent_type, o.trigger, o.due_at, o.expanded_through, (
                SELECT u.id FROM users u WHERE u.workspace_id = o.workspace_id AND u.id > o.expanded_through ORDER BY u.id LIMIT 1 OFFSET $1),
                COALESCE((SELECT a.recipients FROM agents a WHERE a.workspace_id = o.workspace_id AND a.agent_type = o.agent_type), 'user'),
                o.contacts_through
            FROM occurrences o WHERE o.state = 'planned' AND \(isOpen("o")) AND o.event_id IS NULL AND \(others.condition)
            ORDER BY o.due_at, o.id LIMIT 100
            """, others.arguments)
    }

    /// What leaves occurrences `o` of some agents out of a statement.
    struct Others {
        private let agents: ValueRows

        /// - Parameter own: the statement's other arguments.
        init(than agents: Set<AgentKey>, after own: [SQLValue]) {
            self.agents = ValueRows(
                ["workspace_id": .integer, "agent_type": .text], agents.map { [.workspace($0.workspace), .text($0.type.rawValue)] }, after: own)
        }

        var arguments: [SQLValue] { agents.arguments }
        /// What the statement begins with.
        var definition: String { "WITH \(agents.definition(of: "passed_over"))" }
        let condition = "(o.workspace_id, o.agent_type) NOT IN (SELECT x.workspace_id, x.agent_type FROM passed_over x)"
    }

    /// Those of `slices` that are of users.
    package static func slices(_ rows: [Row]) -> [Slice] {
        rows.compactMap { row in
            guard let type = AgentType(rawValue: row.text(1)), let recipients = Recipients(rawValue: row.text(6)), recipients.includesUsers,
                row.integer(4) < .max
            else { return nil }
            return Slice(
                WorkspaceID(row.integer(0)), type, trigger: row.text(2), due: row.time(3), after: row.integer(4), through: row.optionalInteger(5),
                hasContacts: recipients.includesContacts)
        }
    }

    /// Those of `slices` that are of contacts.
    package static func contactSlices(_ rows: [Row]) -> [ContactRuns.Slice] {
        rows.compactMap { row in
            guard let type = AgentType(rawValue: row.text(1)), let recipients = Recipients(rawValue: row.text(6)),
                !recipients.includesUsers || row.integer(4) == .max
            else { return nil }
            return ContactRuns.Slice(
                workspace: WorkspaceID(row.integer(0)), agent: type, trigger: row.text(2), due: row.time(3), fence: row.integer(7))
        }
    }

    /// The last user of a workspace's first slice, where it is not its last: `id`.
    package static func endOfFirstSlice(_ workspace: WorkspaceID, size: Int64 = sliceSize) -> SQL {
        SQL(
            "SELECT id FROM users WHERE workspace_id = $1 ORDER BY id LIMIT 1 OFFSET $2",
            [.workspace(workspace), .integer(size - 1)])
    }

    /// One run for each eligible user of a slice, and the occurrence so much further, together: of the second statement `id, runs`, with those of
    /// the slices before.
    ///
    /// Where another instance has done the slice meanwhile this does nothing.
    /// - Parameter condition: SQL over the user `u`, written in an agent's file.
    package static func expand(_ slice: Slice, condition: String, now: Timestamp) -> [SQL] {
        let which: [SQLValue] = [
            .workspace(slice.workspace), .time(slice.due), .text(slice.agent.rawValue), .text(slice.trigger), .time(now), .integer(slice.after),
            .integer(slice.through ?? .max),
        ]
        let occurrence =
            """
            (SELECT o.id FROM occurrences o WHERE o.workspace_id = $1 AND o.due_at = $2 AND o.agent_type = $3 AND o.trigger = $4
                AND o.state = 'planned' AND o.expanded_through = $6)
            """
        return [
            SQL(
                """
                INSERT INTO agent_runs (workspace_id, user_id, agent_type, agent_id, agent_version, occurrence_id, trigger, state, attempts,
                    next_attempt_at, sample, created_at, updated_at, version)
                SELECT u.workspace_id, u.id, $3, \(agent("id")), \(agent("version")), \(occurrence), $4, 'queued', 0, $5,
                    COALESCE((SELECT p.sample FROM business_profiles p WHERE p.workspace_id = u.workspace_id AND p.user_id = u.id), 0), $5, $5, 1
                FROM users u WHERE u.workspace_id = $1 AND u.id > $6 AND u.id <= $7 AND \(occurrence) IS NOT NULL AND (\(condition))
                ON CONFLICT (workspace_id, occurrence_id, user_id) WHERE occurrence_id IS NOT NULL AND contact_id IS NULL DO NOTHING
                """, which),
            SQL(
                """
                UPDATE occurrences SET state = CASE WHEN $8 = 1 THEN 'running' ELSE state END, expanded_through = $7, updated_at = $5,
                    version = version + 1, runs = runs + (
                        SELECT COUNT(*) FROM agent_runs r
                        WHERE r.workspace_id = $1 AND r.occurrence_id = occurrences.id AND r.contact_id IS NULL AND r.user_id > $6 AND r.user_id <= $7)
                WHERE workspace_id = $1 AND due_at = $2 AND agent_type = $3 AND trigger = $4 AND state = 'planned' AND expanded_through = $6
                RETURNING id, runs
                """, which + [.integer(slice.through == nil && !slice.hasContacts ? 1 : 0)]),
        ]
    }

    private static func agent(_ column: String) -> String { "(SELECT a.\(column) FROM agents a WHERE a.workspace_id = $1 AND a.agent_type = $3)" }

    /// Ends what is planned for an agent that is going: what has no run yet gets none.
    package static func cancel(_ workspace: WorkspaceID, _ agent: AgentType, now: Timestamp) -> [SQL] {
        let which: [SQLValue] = [.workspace(workspace), .text(agent.rawValue), .time(now)]
        return [
            SQL(
                """
                UPDATE occurrences SET state = 'running', updated_at = $3, version = version + 1
                WHERE workspace_id = $1 AND agent_type = $2 AND state = 'planned'
                """, which),
            SQL(
                """
                UPDATE agent_runs SET state = 'cancelled', next_attempt_at = NULL, finished_at = $3, updated_at = $3, version = version + 1
                WHERE workspace_id = $1 AND agent_type = $2 AND state IN ('queued', 'failed')
                """, which),
        ]
    }

    /// How many users are eligible: `count`.
    package static func eligible(_ workspace: WorkspaceID, condition: String) -> SQL {
        SQL("SELECT COUNT(*) FROM users u WHERE u.workspace_id = $1 AND (\(condition))", [.workspace(workspace)])
    }

    /// Whether an occurrence has something left to do, in the words of the index of such ones (as `AgentRuns.areUnfinished`).
    private static func isOpen(_ occurrences: String) -> String { "\(occurrences).state IN ('planned', 'running')" }

    /// Ends the occurrences that have nothing left to do, after what was cancelled meanwhile has been given up.
    package static func settle(now: Timestamp) -> [SQL] { [Batches.settleCancelled(now: now), finish(now: now)] }

    /// Ends the occurrences that have no run left to do. Of a paused one also what a rule has kept out of a sequence is left to
    /// do, as it is to be tried again when the occurrence goes on.
    package static func finish(now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE occurrences SET state = 'done', finished_at = $1, updated_at = $1, version = version + 1
            WHERE state = 'running' AND \(isOpen("occurrences")) AND NOT EXISTS (
                SELECT 1 FROM agent_runs r WHERE r.workspace_id = occurrences.workspace_id AND r.occurrence_id = occurrences.id
                AND \(AgentRuns.areUnfinished("r")))
            AND NOT (paused = 1 AND EXISTS (
                SELECT 1 FROM agent_runs r WHERE r.workspace_id = occurrences.workspace_id AND r.occurrence_id = occurrences.id
                AND r.contact_id IS NOT NULL AND r.state = 'cancelled' AND r.rule IS NOT NULL AND r.step IS NOT NULL))
            """, [.time(now)])
    }

    /// How the runs of an occurrence stand: `state, count`.
    package static func counts(_ workspace: WorkspaceID, id: Int64) -> SQL {
        SQL(
            "SELECT state, COUNT(*) FROM (\(AgentRuns.all(of: "$2", "r.state"))) runs GROUP BY state",
            [.workspace(workspace), .integer(id)])
    }
}
