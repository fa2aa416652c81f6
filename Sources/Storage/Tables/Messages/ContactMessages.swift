package import Domain

/// What a person records of the correspondence with a contact: that it wrote, or what the person wrote to it.
package enum ContactMessages {
    /// A recorded message: the last statement returns its row as of `Communications.table`. It is in the history of whoever looks
    /// after the contact, unless another user is named.
    ///
    /// - Parameter values: with a contact and a direction.
    package static func record(_ workspace: WorkspaceID, _ values: Table.Values, now: Timestamp) -> [SQL] {
        let body = values.text("body")
        let arguments: [SQLValue] = [
            .workspace(workspace), values["contact_id"] ?? .null, values["user_id"] ?? .null, values["direction"] ?? .null, .text(body), .time(now),
        ]
        let isOptOut = values.text("direction") == "inbound" && OptOut.isOne(body)
        return (isOptOut ? OptOut.statements(workspace, contact: values.integer("contact_id"), now: now) : [])
            + [
                Table.reference("contact_id", to: values.integer("contact_id"), in: "contacts", of: workspace),
                values.optionalInteger("user_id").map { Table.reference("user_id", to: $0, in: "users", of: workspace) },
                SQL(
                    """
                    INSERT INTO communications
                        (workspace_id, user_id, contact_id, direction, agent_type, body, status, sent_at, sample, created_at, updated_at, version)
                    SELECT c.workspace_id, COALESCE(CAST($3 AS BIGINT), c.user_id), c.id, CAST($4 AS TEXT), 'NOTE', CAST($5 AS TEXT), 'sent',
                        CASE WHEN CAST($4 AS TEXT) = 'outbound' THEN CAST($6 AS BIGINT) END, 0, CAST($6 AS BIGINT), CAST($6 AS BIGINT), 1
                    FROM contacts c WHERE c.workspace_id = $1 AND c.id = $2 RETURNING \(Communications.table.columnList)
                    """, arguments),
            ].compactMap(\.self)
    }
}

/// A message by which a contact asks not to be written to any more: nothing but one of a few words.
package enum OptOut {
    package static let words = ["STOP", "STOPALL", "UNSUBSCRIBE", "OPT OUT", "OPT-OUT", "OPTOUT", "REMOVE ME"]

    /// Whatever the case, and with white space, quotation marks or a full stop around it.
    package static func isOne(_ body: String) -> Bool {
        let text = body.split(whereSeparator: \.isWhitespace).joined(separator: " ").uppercased()
        let bare = text.drop { !$0.isLetter }.reversed().drop { !$0.isLetter }.reversed()
        return words.contains(String(bare))
    }

    /// Withdraws the contact's consent, ends its sequences, and puts its address on the suppression list, where it stays when the contact
    /// is deleted.
    static func statements(_ workspace: WorkspaceID, contact: Int64, now: Timestamp) -> [SQL] {
        let arguments: [SQLValue] = [.workspace(workspace), .integer(contact), .time(now)]
        return [
            SQL(
                """
                UPDATE contacts SET consent = 'withdrawn', updated_at = $3, version = version + 1
                WHERE workspace_id = $1 AND id = $2 AND consent <> 'withdrawn'
                """, arguments),
            SQL(
                """
                INSERT INTO suppressions (workspace_id, email, reason, created_at, updated_at, version)
                SELECT c.workspace_id, c.email, 'opt_out', CAST($3 AS BIGINT), CAST($3 AS BIGINT), 1 FROM contacts c
                WHERE c.workspace_id = $1 AND c.id = $2 AND COALESCE(c.email, '') <> ''
                ON CONFLICT (workspace_id, email_key) DO NOTHING
                """, arguments),
        ] + SequencePositions.stopAll(workspace, contact: contact, by: .noConsent, now: now)
    }
}
