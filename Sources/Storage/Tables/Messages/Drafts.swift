package import Domain

/// Messages to contacts that a person decides on before they are sent: rows of `Communications` in the status `draft`.
package enum Drafts {
    /// What is to be known before one is approved.
    package struct Draft: Sendable, Equatable {
        package var status: String
        /// Nil where the contact has been deleted.
        package var contact: Int64?
        /// The agent's id; 0 where the agent is gone.
        package var agent: Int64
        /// 0 where the run has been deleted.
        package var run: Int64
        package var createdAt: Timestamp
        /// As of `DeliveryQueue.Message`.
        package var begunAt: Timestamp
        /// How many messages its agent sends to contacts in a day; nil for no limit.
        package var agentCap: Int64?
        package var wording: MessageWording
        /// The words that no fact bears out.
        package var findings: [String]
        /// Whether it is not as the agent wrote it: what it was approved with stayed when that was undone.
        package var wasChanged: Bool
        /// When it goes out, or went; nil for a draft.
        package var sentAt: Timestamp?
    }

    /// What is to go out instead of what the agent wrote, which is kept.
    package struct Change: Sendable {
        /// Nil for what the agent wrote; an empty subject for none.
        package var body: String?
        package var subject: String?
        /// Whether a person answers for what was found.
        package var isDespite: Bool
        /// What no fact bears out, as `Findings` has it; nil for what was found in the draft.
        package var findings: (subject: String, body: String)?

        package init(body: String?, subject: String?, isDespite: Bool = false, findings: (subject: String, body: String)? = nil) {
            self.body = body
            self.subject = subject
            self.isDespite = isDespite
            self.findings = findings
        }
    }

    /// A message to a contact: one row for `draft`, or none.
    package static func find(_ workspace: WorkspaceID, id: Int64) -> SQL {
        SQL(
            """
            SELECT c.status, c.contact_id, COALESCE(r.agent_id, 0), COALESCE(c.run_id, 0), c.created_at, a.daily_cap, c.body, c.findings, c.sent_at, c.subject,
                c.subject_findings, CASE WHEN c.written_body IS NULL AND c.written_subject IS NULL THEN 0 ELSE 1 END,
                \(MessageBeginning.columns)
            FROM communications c
            LEFT JOIN agent_runs r ON r.workspace_id = c.workspace_id AND r.id = c.run_id
            LEFT JOIN agents a ON a.workspace_id = c.workspace_id AND a.id = r.agent_id
            WHERE c.workspace_id = $1 AND c.id = $2 AND c.direction = 'outbound'
            """, [.workspace(workspace), .integer(id)])
    }

    package static func draft(_ row: Row) -> Draft {
        Draft(
            status: row.text(0), contact: row.optionalInteger(1), agent: row.integer(2), run: row.integer(3), createdAt: row.time(4),
            begunAt: MessageBeginning.time(row, from: 12, writtenAt: row.time(4)),
            agentCap: row.optionalInteger(5), wording: MessageWording(subject: row.optionalText(9), body: row.text(6)),
            findings: Findings.phrases(row.text(10), row.text(7)), wasChanged: row.integer(11) == 1,
            sentAt: row.optionalInteger(8).map(Timestamp.init(milliseconds:)))
    }

    /// Lets a draft go: its row as of `Communications.table`, then the ids of its deliveries, which wait until `notBefore`. That is
    /// when it counts as sent, so that the caps of the day on which it goes out know of it.
    ///
    /// Of two decisions at the same time one finds a draft, and the other fails with `AlreadyDecided`.
    /// - Parameter change: what is to go out, and whether a person answers for what was found in it.
    package static func approve(_ workspace: WorkspaceID, id: Int64, _ change: Change, notBefore: Timestamp, now: Timestamp) -> [SQL] {
        [
            SQL(
                """
                UPDATE communications SET status = 'sent', sent_at = $5, updated_at = $3, version = version + 1,
                    written_body = \(kept("body", unless: "$4")), written_subject = \(kept("subject", unless: "$8")),
                    body = COALESCE(CAST($4 AS TEXT), body), subject = NULLIF(COALESCE(CAST($8 AS TEXT), subject), ''),
                    findings = COALESCE(CAST($6 AS TEXT), findings), subject_findings = COALESCE(CAST($9 AS TEXT), subject_findings), despite_findings = $7
                WHERE \(Unindexed.workspace) AND id = $2 AND \(Unindexed.text("status")) = 'draft' AND +contact_id IS NOT NULL
                RETURNING \(Communications.table.columnList)
                """,
                [
                    .workspace(workspace), .integer(id), .time(now), .optional(change.body), .time(notBefore),
                    .optional(change.findings?.body), .integer(change.isDespite ? 1 : 0), .optional(change.subject),
                    .optional(change.findings?.subject),
                ]
            ).expectingOneRow(orThrow: AlreadyDecided(id: id)).audited(mark(.draftApproved, workspace, id, now))
                .changingDrafts(of: [.everybody(of: workspace)]),
            Deliveries.insert(approved: id, in: workspace, notBefore: notBefore, now: now),
        ]
    }

    /// What the agent wrote; null where it goes out as it was.
    private static func kept(_ column: String, unless change: String) -> String {
        let written = "COALESCE(written_\(column), \(column))"
        return "CASE WHEN COALESCE(CAST(\(change) AS TEXT), \(column)) = \(written) THEN NULL ELSE \(written) END"
    }

    /// Keeps a draft from being sent, for good: its row. Its sequence is looked at at once. Fails as `approve` does.
    package static func reject(_ workspace: WorkspaceID, id: Int64, reason: String?, now: Timestamp) -> [SQL] {
        let message = "r.id = (SELECT m.run_id FROM communications m WHERE m.workspace_id = $1 AND m.id = $2)"
        return [reject(workspace, id, reason, now), SequencePositions.wake(workspace, message, [.integer(id)], now: now)]
    }

    /// Rejects all drafts of an agent that is going.
    package static func rejectAll(_ workspace: WorkspaceID, of agent: AgentType, because reason: String, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE communications SET status = 'rejected', rejected_because = $3, updated_at = $4, version = version + 1
            WHERE workspace_id = $1 AND agent_type = $2 AND status = 'draft'
            """, [.workspace(workspace), .text(agent.rawValue), .text(reason), .time(now)]
        ).audited(AuditMark(.creates, .draftRejected, rejected(workspace, agent, now), at: now))
            .changingDrafts(of: [.everybody(of: workspace)])
    }

    private static func rejected(_ workspace: WorkspaceID, _ agent: AgentType, _ now: Timestamp) -> AuditedRows {
        Communications.table.audited(
            "workspace_id = $1 AND agent_type = $2 AND status = 'rejected' AND updated_at = $3",
            [.workspace(workspace), .text(agent.rawValue), .time(now)])
    }

    private static func reject(_ workspace: WorkspaceID, _ id: Int64, _ reason: String?, _ now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE communications SET status = 'rejected', rejected_because = $4, updated_at = $3, version = version + 1
            WHERE \(Unindexed.workspace) AND id = $2 AND \(Unindexed.text("status")) = 'draft' RETURNING \(Communications.table.columnList)
            """, [.workspace(workspace), .integer(id), .time(now), .optional(reason)]
        ).expectingOneRow(orThrow: AlreadyDecided(id: id)).audited(mark(.draftRejected, workspace, id, now))
            .changingDrafts(of: [.everybody(of: workspace)])
    }

    /// What the audit trail says of a decision: who made it, on which text, and which one went out.
    static func mark(_ action: AuditAction, _ workspace: WorkspaceID, _ id: Int64, _ now: Timestamp) -> AuditMark {
        AuditMark(.changes, action, Communications.table.audited(workspace, id: id), at: now)
    }
}

/// The message is no draft, or none any more.
package struct AlreadyDecided: Error, Equatable, Sendable {
    package var id: Int64

    package init(id: Int64) { self.id = id }
}
