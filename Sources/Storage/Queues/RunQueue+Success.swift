package import Domain

extension RunQueue {
    /// A claimed run whose message is written.
    package struct Success: Sendable {
        package var claim: Claim
        package var message: WrittenMessage
        /// What of an agent wrote it; nil where the run is to keep what it names.
        package var version: AgentVersion?
        /// Whether a person decides on a message to a contact before it is sent.
        package var isDraft: Bool
        /// The day of the workspace's on which a message that goes to a contact counts; nil for any other.
        package var sentOn: LocalDate?
        /// By which template a message to a contact was written, as a fingerprint; nil for any other.
        package var template: String?
        /// Why a guarded agent leaves the message to a person.
        package var risks: [Risk] = []

        package init(
            _ claim: Claim, _ message: WrittenMessage, by version: AgentVersion? = nil, isDraft: Bool = false, sentOn: LocalDate? = nil
        ) {
            self.claim = claim
            self.message = message
            self.version = version
            self.isDraft = isDraft
            self.sentOn = sentOn
        }
    }

    package static func succeed(_ claim: Claim, owner: String, by version: AgentVersion? = nil, message: WrittenMessage, now: Timestamp) -> [SQL] {
        succeed([Success(claim, message, by: version)], owner: owner, now: now)
    }

    /// The messages, the ends of their runs and the deliveries of what is no draft, together, and each only while its claim is still
    /// the worker's: `run ids`, `communication ids` and `delivery ids`.
    ///
    /// Each statement judges for itself which claims hold, so that a lost one undoes no other, and changes nothing when it
    /// runs again.
    package static func succeed(_ successes: [Success], owner: String, now: Timestamp) -> [SQL] {
        [end(successes, owner, now), insertMessages(successes, owner, now), Deliveries.insert(successes.map(\.claim), now: now)]
    }

    private static func end(_ successes: [Success], _ owner: String, _ now: Timestamp) -> SQL {
        let done = ValueRows(
            [
                "workspace_id": .integer, "id": .integer, "fence": .integer, "writer": .text, "tokens_in": .integer, "tokens_out": .integer,
                "agent_id": .integer, "agent_version": .integer,
            ],
            successes.map { success in
                [
                    .workspace(success.claim.person.workspace), .integer(success.claim.id), .integer(success.claim.fence),
                    .text(success.message.writer.description), .integer(success.message.tokensIn ?? -1), .integer(success.message.tokensOut ?? -1),
                    .integer(success.version?.agent ?? -1), .integer(success.version?.version ?? -1),
                ]
            }, after: [.text(owner), .time(now)])
        return change("done", done, returning: " RETURNING agent_runs.id") { done in
            """
            state = 'succeeded', error = NULL, rule = NULL, writer = \(done["writer"]), tokens_in = NULLIF(\(done["tokens_in"]), -1),
            tokens_out = NULLIF(\(done["tokens_out"]), -1), agent_id = COALESCE(NULLIF(\(done["agent_id"]), -1), agent_runs.agent_id),
            agent_version = COALESCE(NULLIF(\(done["agent_version"]), -1), agent_runs.agent_version), finished_at = $2, next_attempt_at = NULL,
            lease_expires_at = NULL
            """
        }
    }

    /// Where a run has succeeded by another worker's hand its message is there, or a person has deleted it. What is for a contact
    /// is in no conversation of the person's, and for nobody where the contact has gone meanwhile.
    private static func insertMessages(_ successes: [Success], _ owner: String, _ now: Timestamp) -> SQL {
        let done = ValueRows(
            [
                "workspace_id": .integer, "id": .integer, "fence": .integer, "body": .text, "writer": .text, "is_draft": .integer, "facts": .text,
                "findings": .text, "risks": .text, "template": .text, "subject": .text, "subject_findings": .text,
            ],
            successes.map { success in
                [
                    .workspace(success.claim.person.workspace), .integer(success.claim.id), .integer(success.claim.fence),
                    .text(success.message.text), .text(success.message.writer.description), .integer(success.isDraft ? 1 : 0),
                    .text(JSONText.list(success.message.facts)), .text(Findings.json(success.message.findings, of: success.message.text)),
                    .text(Risks.json(success.risks)), .text(success.template ?? ""), .text(success.message.subject ?? ""),
                    .text(Findings.json(success.message.subjectFindings, of: success.message.subject ?? "")),
                ]
            }, after: [.text(owner), .time(now)])
        return done.statement("done", by: "r.id") { done in
            """
            INSERT INTO communications (workspace_id, user_id, conversation_id, contact_id, direction, run_id, agent_type, body, writer, status,
                sent_at, facts, findings, risks, template, subject, subject_findings, sample, created_at, updated_at, version)
            SELECT r.workspace_id, r.user_id, CASE WHEN r.contact_id IS NULL THEN
                    (SELECT c.id FROM conversations c WHERE c.workspace_id = r.workspace_id AND c.user_id = r.user_id AND c.is_default = 1) END,
                (SELECT k.id FROM contacts k WHERE k.workspace_id = r.workspace_id AND k.id = r.contact_id),
                CASE WHEN r.contact_id IS NULL THEN 'internal' ELSE 'outbound' END,
                r.id, r.agent_type, \(done["body"]), \(done["writer"]), CASE WHEN \(done["is_draft"]) = 1 THEN 'draft' ELSE 'sent' END,
                CASE WHEN r.contact_id IS NOT NULL AND \(done["is_draft"]) = 0 THEN CAST($2 AS BIGINT) END, \(done["facts"]), \(done["findings"]),
                \(done["risks"]), NULLIF(\(done["template"]), ''), NULLIF(\(done["subject"]), ''), \(done["subject_findings"]), r.sample, $2, $2, 1
            FROM \(done.rows) CROSS JOIN agent_runs r WHERE \(done.areMatched) AND r.workspace_id = \(done["workspace_id"])
                AND r.version = \(done["fence"]) + 1 AND r.lease_owner = $1 AND r.state || '' = 'succeeded'
            ON CONFLICT (run_id) WHERE run_id IS NOT NULL DO NOTHING RETURNING id
            """
        }.addingToHistory(of: successes.map(\.claim).filter { $0.contact == nil }.map(\.person))
            .changingDrafts(of: successes.filter(\.isDraft).map(\.claim.person)).audited(sends(successes, now))
    }

    /// What agents let go to contacts by themselves, one mark for each workspace.
    private static func sends(_ successes: [Success], _ now: Timestamp) -> [AuditMark] {
        let sent = successes.filter { $0.claim.contact != nil && !$0.isDraft }
        return Dictionary(grouping: sent, by: \.claim.person.workspace).map { workspace, sent in
            let runs = ValueRows.padded(sent.map { .integer($0.claim.id) })
            let rows = Communications.table.audited(
                """
                \(Unindexed.workspace) AND created_at = $2 AND \(Unindexed.text("status")) = 'sent'
                AND run_id IN (\(placeholders(3...runs.count + 2)))
                """,
                [.workspace(workspace), .time(now)] + runs)
            return AuditMark(.creates, .messageSent, rows, by: .agent("agent_type"), key: "sent:", at: now)
        }
    }
}
