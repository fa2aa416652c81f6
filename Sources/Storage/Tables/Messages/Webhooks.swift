package import Domain

/// Receivers outside: each message that an agent writes is sent to every enabled webhook of its workspace.
package enum Webhooks {
    package static let table = Table(
        "webhooks", noun: "webhook",
        fields: [
            .required("url", .url, "Where messages are POSTed to."),
            .optional("description", .text(0...200), "What it is for.", initial: .text("")).searchable(),
            .optional(
                "is_idempotent", .boolean, "Whether the receiver ignores a webhook-id it has seen: then what may have arrived is sent again.",
                initial: .integer(0)),
            .optional("enabled", .boolean, "Whether messages are sent there.", initial: .integer(1)).filterable(),
        ]
    )

    /// What messages are signed with; shown when the webhook is created and by a call of its own, never in a list.
    package static let secret = Field.optional("secret", .webhookSecret, "whsec_ and 24 to 65 bytes in Base64; made where it is left out.")

    /// Creates a webhook: the last statement returns its row.
    package static func insert(_ workspace: WorkspaceID, _ values: Table.Values, secret: String, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO webhooks (workspace_id, url, description, secret, is_idempotent, enabled, created_at, updated_at, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 1) RETURNING \(table.columnList)
            """,
            [
                .workspace(workspace), values["url"] ?? .null, values["description"] ?? .text(""), .text(secret),
                values["is_idempotent"] ?? .integer(0), values["enabled"] ?? .integer(1), .time(now),
            ]
        ).audited(AuditMark(.creates, .created(table.noun), table.newlyInserted, at: now))
    }

    /// An agent of any workspace that writes to contacts where no enabled webhook delivers it: one row `title`, or none.
    package static let lackReceivers = SQL(
        """
        SELECT a.title FROM agents a WHERE a.recipients <> 'user' AND NOT EXISTS (
            SELECT 1 FROM webhooks w WHERE w.workspace_id = a.workspace_id AND w.enabled = 1)
        ORDER BY a.workspace_id, a.id LIMIT 1
        """)

    /// One row `secret`.
    package static func secret(_ workspace: WorkspaceID, id: Int64) -> SQL {
        SQL("SELECT secret FROM webhooks WHERE workspace_id = $1 AND id = $2", [.workspace(workspace), .integer(id)])
    }
}
