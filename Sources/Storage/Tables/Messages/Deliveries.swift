package import Domain

/// One message on its way to one receiver.
///
/// States: `queued` -> `sending` (claimed under a lease) -> `delivered`; refused it is `failed` with the time of the next
/// attempt, or `dead` where there is none; `unknown` where it may or may not have arrived, which only a person can judge;
/// `cancelled` by a person, or because its receiver is gone.
package enum Deliveries {
    package static let states = ["queued", "sending", "delivered", "failed", "dead", "unknown", "cancelled"]

    /// Those that wait or are under way, in the words of the indexes of each: SQLite knows them by these.
    static let waiting = ["state IN ('queued', 'failed')", "state = 'sending'"]

    /// Whether a delivery has something left to do.
    static func areOnTheirWay(_ deliveries: String) -> String { "(\(waiting.map { "\(deliveries).\($0)" }.joined(separator: " OR ")))" }

    package static let table = Table(
        "deliveries", noun: "delivery",
        fields: [
            .readOnly("user_id", .reference(table: "users"), "To whom the message was written.").filterable(),
            .readOnly("communication_id", .reference(table: "communications"), "The message.").filterable(),
            .readOnly("channel", .text(1...40), "How it is sent: webhook."),
            .readOnly("webhook_id", .reference(table: "webhooks"), "Where it is sent to.", nullable: true).filterable(),
            .readOnly("key", .text(1...200), "The same for every attempt: the webhook-id header.").filterable(),
            .readOnly("state", .choice(states), "How far it is.").filterable(),
            .readOnly("attempts", .integer(0...1000), "How often it was tried."),
            .readOnly("next_attempt_at", .time, "When it is tried next.", nullable: true),
            .readOnly("response_status", .integer(100...599), "The status of the receiver's last answer.", nullable: true),
            .readOnly("error", .text(0...2000), "Why it was not delivered, or why that is unknown.", nullable: true),
            .readOnly("delivered_at", .time, "When the receiver said it has it.", nullable: true),
            .readOnly("finished_at", .time, "When it reached its end.", nullable: true),
        ]
    )

    /// One delivery of a run's message for each enabled webhook, in the transaction that ends the run; returns their ids.
    ///
    /// Where there is no webhook this looks at an empty index and no more.
    /// - Parameter token: makes the keys unique.
    static func insert(_ person: Person, markedRun mark: String, now: Timestamp, token: String = Token.random()) -> SQL {
        SQL(
            insertMarked, [.workspace(person.workspace), .integer(person.user), .text("msg_\(token)_"), .time(now), .text(mark)]
        ).returningNumbers().quick().joining(insertEachMarked)
    }

    private static let insertion = """
        INSERT INTO deliveries (workspace_id, user_id, communication_id, channel, webhook_id, key, state, attempts, next_attempt_at,
            created_at, updated_at, version)
        """
    private static let inserted =
        "c.workspace_id, c.user_id, c.id, 'webhook', w.id, CAST($3 AS TEXT) || CAST(w.id AS TEXT), 'queued', 0, $4, $4, $4, 1"
    /// The webhooks first, of which there may be none.
    private static let insertEachMarked = JointForm(
        """
        \(insertion) SELECT \(JointForm.own(inserted)) FROM \(JointForm.callers)
        CROSS JOIN LATERAL (SELECT id, workspace_id FROM webhooks WHERE workspace_id = ($1)[caller] AND enabled = 1 OFFSET 0) AS w
        CROSS JOIN LATERAL (
            SELECT m.id, m.workspace_id, m.user_id FROM communications m WHERE m.workspace_id = w.workspace_id AND m.user_id = ($2)[caller]
            AND m.run_id = \(JointForm.own(AgentRuns.markedRun("$5"))) OFFSET 0) AS c
        RETURNING id, user_id
        """, [.integer, .integer, .text, .integer, .text], by: 2, inColumn: 1)

    private static let insertMarked = """
        \(insertion) SELECT \(inserted)
        FROM webhooks w JOIN communications c ON c.workspace_id = w.workspace_id AND c.user_id = $2
            AND c.run_id = \(AgentRuns.markedRun("$5"))
        WHERE w.workspace_id = $1 AND w.enabled = 1 RETURNING id
        """

    /// The same for all messages of claimed runs.
    static func insert(_ claims: [RunQueue.Claim], now: Timestamp, token: String = Token.random()) -> SQL {
        let done = ValueRows(
            ["workspace_id": .integer, "id": .integer], claims.map { [.workspace($0.person.workspace), .integer($0.id)] },
            after: [.text("msg_\(token)_"), .time(now)])
        return done.statement("done", by: "c.run_id") { done in
            """
            INSERT INTO deliveries (workspace_id, user_id, communication_id, channel, webhook_id, key, state, attempts, next_attempt_at,
                created_at, updated_at, version)
            SELECT c.workspace_id, c.user_id, c.id, 'webhook', w.id,
                CAST($1 AS TEXT) || CAST(c.id AS TEXT) || '_' || CAST(w.id AS TEXT), 'queued', 0, $2, $2, $2, 1
            FROM webhooks w CROSS JOIN \(done.rows) CROSS JOIN communications c
            WHERE w.enabled = 1 AND \(done["workspace_id"]) = w.workspace_id AND +c.workspace_id = w.workspace_id AND \(done.areMatched) AND c.status = 'sent'
            ON CONFLICT (workspace_id, communication_id, webhook_id) DO NOTHING RETURNING id
            """
        }
    }

    /// The same for a draft that the same commit lets go, not before a time.
    static func insert(approved id: Int64, in workspace: WorkspaceID, notBefore: Timestamp, now: Timestamp, token: String = Token.random()) -> SQL {
        SQL(
            """
            INSERT INTO deliveries (workspace_id, user_id, communication_id, channel, webhook_id, key, state, attempts, next_attempt_at,
                created_at, updated_at, version)
            SELECT c.workspace_id, c.user_id, c.id, 'webhook', w.id, CAST($3 AS TEXT) || CAST(w.id AS TEXT), 'queued', 0, $4, $5, $5, 1
            FROM webhooks w JOIN communications c ON c.workspace_id = w.workspace_id AND c.id = $2 AND c.status = 'sent'
            WHERE w.workspace_id = $1 AND w.enabled = 1
            ON CONFLICT (workspace_id, communication_id, webhook_id) DO NOTHING RETURNING id
            """, [.workspace(workspace), .integer(id), .text("msg_\(token)_"), .time(max(notBefore, now)), .time(now)])
    }

    /// Those that are dead and can be sent again, by their numbers: `id`.
    ///
    /// - Parameters:
    ///   - webhook: to which; nil for any.
    ///   - last: only those with greater numbers.
    package static func dead(_ workspace: WorkspaceID, to webhook: Int64?, after last: Int64, limit: Int64) -> SQL {
        SQL(
            """
            SELECT d.id FROM deliveries d
            WHERE d.workspace_id = $1 AND d.state = 'dead' AND d.id > $2 AND d.webhook_id = COALESCE(CAST($3 AS BIGINT), d.webhook_id)
                AND EXISTS (SELECT 1 FROM webhooks w WHERE w.workspace_id = $1 AND w.id = d.webhook_id AND w.enabled = 1)
            ORDER BY d.id LIMIT $4
            """, [.workspace(workspace), .integer(last), .optional(webhook), .integer(limit)])
    }

    /// What a person may make of a delivery: one row where that was possible.
    ///
    /// `queued` sends it (again) while its webhook is there and enabled, and says of an unknown one that it has not arrived, `cancelled` gives it up, `delivered` settles an
    /// unknown one.
    package static func setState(_ workspace: WorkspaceID, id: Int64, to state: String, now: Timestamp) -> SQL {
        let isQueued = state == "queued"
        return SQL(
            """
            UPDATE deliveries SET state = $3, attempts = CASE WHEN $4 = 1 THEN 0 ELSE attempts END,
                may_have_arrived = CASE WHEN $4 = 1 AND state = 'unknown' THEN 0 ELSE may_have_arrived END,
                next_attempt_at = CASE WHEN $4 = 1 THEN CAST($5 AS BIGINT) END, finished_at = CASE WHEN $4 = 0 THEN CAST($5 AS BIGINT) END,
                delivered_at = CASE WHEN $6 = 1 THEN CAST($5 AS BIGINT) END, updated_at = $5, version = version + 1
            WHERE \(Unindexed.workspace) AND id = $2 AND \(condition(for: state)) RETURNING id
            """,
            [
                .workspace(workspace), .integer(id), .text(state), .integer(isQueued ? 1 : 0), .time(now),
                .integer(state == "delivered" ? 1 : 0),
            ]
        ).audited(
            AuditMark(.changes, .changed(table.noun), audited("workspace_id = $1 AND id = $2", [.workspace(workspace), .integer(id)]), at: now))
    }

    private static func condition(for state: String) -> String {
        switch state {
        case "queued":
            """
            \(Unindexed.text("state")) IN ('failed', 'dead', 'unknown', 'cancelled') AND EXISTS (
                SELECT 1 FROM webhooks w WHERE w.workspace_id = deliveries.workspace_id AND w.id = deliveries.webhook_id AND w.enabled = 1)
            """
        case "delivered": "\(Unindexed.text("state")) = 'unknown'"
        default: "\(Unindexed.text("state")) IN ('queued', 'failed')"
        }
    }
}

extension Deliveries {
    /// What the audit trail shows of deliveries.
    fileprivate static func audited(_ condition: String, _ arguments: [SQLValue]) -> AuditedRows {
        let shown = table.columns.filter {
            ["id", "communication_id", "channel", "webhook_id", "key", "state", "attempts", "response_status", "error"].contains($0.name)
        }
        return AuditedRows(table.name, noun: table.noun, columns: shown, where: condition, arguments)
    }

    /// A delivery of an agent's message that has reached its end; entered once for each end.
    ///
    /// - Parameter key: tells the end from another that the same deliveries may reach later.
    static func ended(_ state: String, where condition: String, _ arguments: [SQLValue], key: String, at now: Timestamp) -> AuditMark {
        let agent =
            "(SELECT c.agent_type FROM communications c WHERE c.workspace_id = deliveries.workspace_id AND c.id = deliveries.communication_id)"
        return AuditMark(.creates, .delivery(state), audited(condition, arguments), by: .agent(agent), key: key, at: now)
    }
}
