package import Domain

/// What has happened that agents wait for: each fact once, by (kind, key), and kept where an agent listens.
///
/// What follows from the change of a row is recorded by the database, in the change's own transaction (`EventTriggers`); what time
/// makes true is found (`EventSearch`); the rest is told by a call. An event is handled once: it then has its occurrences.
package enum Events {
    /// After so long they are forgotten.
    package static let lifetime = Duration.seconds(90 * 86_400)

    package static let table = Table(
        "events", noun: "event",
        fields: [
            .readOnly("kind", .choice(EventKind.allCases.map(\.rawValue)), "What has happened (docs/triggers.md).").filterable(),
            .readOnly("key", .text(1...300), "Names the fact: of a kind each is there once."),
            .readOnly("agent_id", .integer(Field.identifiers), "The agent that was told; null for all that listen.", nullable: true).filterable(),
            .readOnly("user_id", .integer(Field.identifiers), "Whose it is.").filterable(),
            .readOnly("contact_id", .integer(Field.identifiers), "The contact it is about.", nullable: true).filterable(),
            .readOnly("subject_id", .integer(Field.identifiers), "The contact, deal, task, target or message that it happened to.", nullable: true),
            .readOnly("detail", .text(0...200), "What became of it, such as won.", nullable: true),
            .readOnly("occurred_at", .time, "When it happened.").sortable(),
            .readOnly("handled_at", .time, "When the agents that wait for it were told.", nullable: true),
        ]
    )

    /// What a call says has happened to a contact or a user, for one agent: one row `id` where it was not known yet, and the
    /// contact and the user are there.
    package static func tell(_ agent: Agent, key: String, contact: Int64?, user: Int64?, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO events (workspace_id, kind, key, agent_id, user_id, contact_id, subject_id, occurred_at, created_at, updated_at, version)
            SELECT $1, 'api', $3, CAST($2 AS BIGINT), s.user_id, s.contact_id, COALESCE(s.contact_id, s.user_id), $6, $6, $6, 1
            FROM (\(subject)) s WHERE 1 = 1 ON CONFLICT (workspace_id, kind, key) DO NOTHING RETURNING id
            """,
            [
                .workspace(agent.workspace), .integer(agent.id), .text(Self.key(agent, key)), .optional(contact), .optional(user), .time(now),
            ])
    }

    /// A subject's row `user_id`, or none where it is not there.
    package static func subject(_ workspace: WorkspaceID, contact: Int64?, user: Int64?) -> SQL {
        SQL(
            """
            SELECT id FROM contacts WHERE workspace_id = $1 AND id = CAST($2 AS BIGINT)
            UNION ALL SELECT id FROM users WHERE workspace_id = $1 AND id = CAST($3 AS BIGINT) AND CAST($2 AS BIGINT) IS NULL
            """, [.workspace(workspace), .optional(contact), .optional(user)])
    }

    private static let subject =
        """
        SELECT c.user_id, c.id AS contact_id FROM contacts c WHERE c.workspace_id = $1 AND c.id = CAST($4 AS BIGINT)
        UNION ALL SELECT u.id, NULL FROM users u WHERE u.workspace_id = $1 AND u.id = CAST($5 AS BIGINT) AND CAST($4 AS BIGINT) IS NULL
        """

    /// The event of that subject that a call has told an agent of: `id`. Fails with `KeyOfAnother` where the key names another's.
    package static func told(_ agent: Agent, key: String, contact: Int64?, user: Int64?) -> SQL {
        SQL(
            """
            SELECT id FROM events WHERE workspace_id = $1 AND kind = 'api' AND key = $2
            AND contact_id IS NOT DISTINCT FROM CAST($3 AS BIGINT) AND (contact_id IS NOT NULL OR user_id = CAST($4 AS BIGINT))
            """, [.workspace(agent.workspace), .text(Self.key(agent, key)), .optional(contact), .optional(user)]
        ).expectingOneRow(orThrow: KeyOfAnother())
    }

    /// The key of an event names one that has happened to somebody else.
    package struct KeyOfAnother: Error {}

    private static func key(_ agent: Agent, _ key: String) -> String { "\(agent.id):\(key)" }

    /// Forgets what is old.
    package static func forget(before: Timestamp) -> SQL { SQL("DELETE FROM events WHERE occurred_at < $1", [.time(before)]) }
}

extension Events {
    /// An event that no agent has been told of yet.
    package struct Open: Sendable {
        package var id: Int64
        package var workspace: WorkspaceID
        package var kind: EventKind
        package var agent: Int64?
        package var detail: String?
        package var occurredAt: Timestamp
    }

    /// The workspaces that have any which is not handled: `id`, by one look at the index for each.
    package static let openWorkspaces = SQL(
        """
        WITH RECURSIVE waiting (id) AS (
            SELECT MIN(workspace_id) FROM events WHERE handled_at IS NULL
            UNION ALL
            SELECT (SELECT MIN(e.workspace_id) FROM events e WHERE e.handled_at IS NULL AND e.workspace_id > w.id) FROM waiting w WHERE w.id IS NOT NULL)
        SELECT id FROM waiting WHERE id IS NOT NULL ORDER BY id
        """)

    /// A workspace's oldest that are not handled.
    package static func open(_ workspace: WorkspaceID, limit: Int64) -> SQL {
        SQL(
            """
            SELECT id, workspace_id, kind, agent_id, detail, occurred_at FROM events
            WHERE workspace_id = $1 AND handled_at IS NULL AND kind IN (\(knownKinds)) ORDER BY id LIMIT $2
            """, [.workspace(workspace), .integer(limit)])
    }

    /// Those of a newer version, which shares the database, are left to it.
    private static let knownKinds = EventKind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")

    package static func open(_ rows: [Row]) -> [Open] {
        rows.compactMap { row in
            EventKind(rawValue: row.text(2)).map {
                Open(
                    id: row.integer(0), workspace: WorkspaceID(row.integer(1)), kind: $0, agent: row.optionalInteger(3), detail: row.optionalText(4),
                    occurredAt: row.time(5))
            }
        }
    }

    /// Marks events as handled: of two instances that do so at once, the second waits and changes nothing.
    package static func handle(_ events: [Int64], now: Timestamp) -> SQL {
        SQL(
            "UPDATE events SET handled_at = $1 WHERE COALESCE(handled_at, 0) = 0 AND id IN (\(placeholders(2...events.count + 1)))",
            [.time(now)] + events.map(SQLValue.integer)
        ).oneOff()
    }

    /// An agent is no longer as it was read.
    package struct AgentsChanged: Error {}

    /// Fails with `AgentsChanged` where one of the agents has been changed or deleted; they stay as they are until the commit ends.
    package static func unchanged(_ agents: [Agent]) -> [SQL] {
        let versions = Dictionary(agents.map { ($0.id, $0.version) }) { first, _ in first }.sorted { $0.key < $1.key }
        guard !versions.isEmpty else { return [] }
        let known = ValueRows(["agent_id": .integer, "agent_version": .integer], versions.map { [.integer($0.key), .integer($0.value)] }, after: [])
        return [
            SQL(
                """
                WITH \(known.definition(of: "known"))
                SELECT a.id FROM known k CROSS JOIN agents a WHERE a.id = k.agent_id AND a.version = k.agent_version ORDER BY a.id {{lock}}
                """, known.arguments
            ).expecting(rows: versions.count...versions.count, orThrow: AgentsChanged())
        ]
    }

    /// An occurrence for each pair of an event and an agent that listens: at most one, and none where the agent has been changed
    /// meanwhile, rests, listened later only, or writes to contacts and the event has none.
    package static func occurrences(_ pairs: [(event: Int64, agent: Agent)], now: Timestamp) -> SQL {
        let pairs = ValueRows(
            ["event_id": .integer, "agent_id": .integer, "agent_version": .integer],
            pairs.map { [.integer($0.event), .integer($0.agent.id), .integer($0.agent.version)] }, after: [.time(now)])
        return SQL(
            """
            WITH \(pairs.definition(of: "pairs"))
            INSERT INTO occurrences (workspace_id, agent_type, trigger, due_at, event_id, state, runs, created_at, updated_at, version)
            SELECT e.workspace_id, a.agent_type, 'event:' || e.id, e.occurred_at, e.id, 'planned', 0, $1, $1, 1
            FROM pairs p CROSS JOIN events e CROSS JOIN agents a
            WHERE e.id = p.event_id AND a.id = p.agent_id AND a.workspace_id = e.workspace_id AND a.version = p.agent_version AND a.paused = 0
                AND a.listens_since <= e.occurred_at AND (a.recipients <> 'contact' OR e.contact_id IS NOT NULL)
            ON CONFLICT DO NOTHING
            """, pairs.arguments)
    }
}
