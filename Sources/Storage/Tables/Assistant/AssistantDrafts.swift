package import Domain

/// Messages to contacts that a person had the assistant draft: drafts as an agent's are, with a run that says what wrote them.
package enum AssistantDrafts {
    /// What stands where an agent's key would.
    package static let author = "ASSISTANT"

    package static let isWaiting = ValidationError(
        field: "contact_id", "A draft of the assistant's to the contact waits already: send or reject it first, under Drafts.")

    /// Drafts of the assistant's to a contact that still wait: none or one, as of an agent's.
    package static func waiting(to contact: Int64, for person: Person) -> SQL {
        SQL(
            """
            SELECT id FROM communications
            WHERE workspace_id = $1 AND contact_id = $2 AND direction = 'outbound' AND status = 'draft' AND agent_type = '\(author)'
            """, [.workspace(person.workspace), .integer(contact)]
        ).expecting(rows: 0...0, orThrow: isWaiting)
    }

    /// The run, and the message in the status `draft`: nobody gets it before a person lets it go. To whom it is, the contact's id says.
    ///
    /// - Parameter findings: what of it no fact bears out.
    /// - Throws: `RowNotFound` where the person looks after no such contact, `ValidationError` where a draft to it waits.
    package static func insert(
        _ wording: MessageWording, findings: (subject: [UncarriedClaim], body: [UncarriedClaim]) = ([], []), to contact: Int64, for person: Person,
        writer: WriterName, now: Timestamp
    ) -> [SQL] {
        let mark = "draft-\(Token.random())"
        let who: [SQLValue] = [.workspace(person.workspace), .integer(person.user), .integer(contact)]
        return [
            OwnRows.expected(Contacts.table, id: contact, of: person), waiting(to: contact, for: person),
            SQL(
                """
                INSERT INTO agent_runs (workspace_id, user_id, contact_id, agent_type, trigger, state, attempts, writer, lease_owner, started_at,
                    finished_at, sample, created_at, updated_at, version)
                SELECT c.workspace_id, c.user_id, c.id, '\(author)', 'manual', 'succeeded', 1, CAST($4 AS TEXT), CAST($5 AS TEXT),
                    CAST($6 AS BIGINT), CAST($6 AS BIGINT), c.sample, CAST($6 AS BIGINT), CAST($6 AS BIGINT), 1
                FROM contacts c WHERE c.workspace_id = $1 AND c.user_id = $2 AND c.id = $3 RETURNING id
                """, who + [.text(writer.description), .text(mark), .time(now)]
            ),
            SQL(
                """
                INSERT INTO communications (workspace_id, user_id, contact_id, direction, run_id, agent_type, body, findings, subject, subject_findings, writer, status,
                    sample, created_at, updated_at, version)
                SELECT r.workspace_id, r.user_id, r.contact_id, 'outbound', r.id, r.agent_type, CAST($4 AS TEXT), CAST($6 AS TEXT),
                    CAST($7 AS TEXT), CAST($8 AS TEXT), r.writer, 'draft', r.sample,
                    r.created_at, r.created_at, 1
                FROM agent_runs r WHERE r.workspace_id = $1 AND r.user_id = $2 AND r.contact_id = $3 AND r.lease_owner = $5 RETURNING id
                """,
                who + [
                    .text(wording.body), .text(mark), .text(Findings.json(findings.body, of: wording.body)), .optional(wording.subject),
                    .text(Findings.json(findings.subject, of: wording.subject ?? "")),
                ]
            ).changingDrafts(of: [person]),
        ]
    }
}
