package import Domain

/// What may stand between a message and a contact, asked before it is written and again before it is sent.
package enum SendRules {
    /// One row for each subject whose contact exists: `contact_id, rule (null: nothing stands in the way), not_before
    /// (milliseconds; null: at once)`.
    package static func check(_ subjects: [SendSubject], in workspace: WorkspaceID, calendar: ContactCalendar, now: Timestamp) -> SQL {
        let rows = ValueRows(
            ["contact_id": .integer, "since": .integer],
            subjects.map { [.integer($0.contact), .integer($0.since?.milliseconds ?? .max)] }, after: 1)
        return SQL(
            """
            WITH \(rows.definition(of: "subjects"))
            SELECT c.id, CASE
                WHEN COALESCE(c.email, '') = '' THEN 'no_address'
                WHEN c.consent = 'withdrawn' OR c.consent = 'unknown' AND w.requires_consent = 1 THEN 'no_consent'
                WHEN EXISTS (SELECT 1 FROM suppressions s WHERE s.workspace_id = c.workspace_id AND lower(s.email) = lower(c.email)) THEN 'suppressed'
                WHEN EXISTS (
                    SELECT 1 FROM communications m WHERE m.workspace_id = c.workspace_id AND m.contact_id = c.id AND m.direction = 'inbound'
                    AND m.direction <> 'internal' AND m.created_at > subjects.since) THEN 'replied'
                END, CAST(NULL AS BIGINT)
            FROM subjects CROSS JOIN contacts c JOIN workspaces w ON w.id = c.workspace_id
            WHERE c.workspace_id = $1 AND c.id = subjects.contact_id
            """, [.workspace(workspace)] + rows.arguments)
    }
}

/// A message that is about to be written or sent.
package struct SendSubject: Hashable, Sendable {
    package var contact: Int64
    /// The agent's id.
    package var agent: Int64
    package var run: Int64
    /// What came from the contact after this time stops it; nil where that is not asked.
    package var since: Timestamp?

    package init(contact: Int64, agent: Int64, run: Int64, since: Timestamp? = nil) {
        self.contact = contact
        self.agent = agent
        self.run = run
        self.since = since
    }
}

/// What the rules need to know of the contacts' calendars.
package struct ContactCalendar: Sendable {
    package init() {}
}
