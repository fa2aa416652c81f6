package import Domain

/// Reads what the risk of messages to contacts of one workspace depends on: three statements, however many messages.
package enum RiskBackgrounds {
    /// A message that is about to be written: to whom, and by which template of which agent.
    package struct Subject: Hashable, Sendable {
        package var contact: Int64
        package var agent: AgentType
        /// As a fingerprint.
        package var template: String

        package init(contact: Int64, agent: AgentType, template: String) {
            self.contact = contact
            self.agent = agent
            self.template = template
        }
    }

    package static func statements(_ workspace: WorkspaceID, _ subjects: [Subject]) -> [SQL] {
        [
            SQL("SELECT large_deal_minor, guarded_ignores FROM workspaces WHERE id = $1", [.workspace(workspace)]),
            contacts(workspace, Set(subjects.map(\.contact)).sorted()),
            provenTemplates(workspace, Set(subjects.map { [$0.agent.rawValue, $0.template] })),
        ]
    }

    /// What to hold each message against, from the answers to `statements`.
    package static func assessments(_ answers: [[Row]], of subjects: [Subject]) -> [Subject: RiskAssessment] {
        let policy = answers[0].first.map(policy) ?? RiskPolicy()
        let contacts = Dictionary(answers[1].map { ($0.integer(0), $0) }) { first, _ in first }
        let proven = Set(answers[2].map { [$0.text(0), $0.text(1)] })
        let assessments = subjects.map { subject in
            let row = contacts[subject.contact]
            let background = RiskBackground(
                wasWrittenTo: row?.integer(1) == 1, largestDealMinor: row?.optionalInteger(2),
                isTemplateProven: proven.contains([subject.agent.rawValue, subject.template]))
            return (subject, RiskAssessment(background, by: policy))
        }
        return Dictionary(assessments) { first, _ in first }
    }

    private static func policy(_ row: Row) -> RiskPolicy {
        RiskPolicy(largeDealMinor: row.optionalInteger(0), ignored: Set(Risks.list(row.text(1))))
    }

    private static func contacts(_ workspace: WorkspaceID, _ ids: [Int64]) -> SQL {
        let who = Selection(workspace, by: "contact_id", ids)
        return who.statement {
            """
            c.id, CASE WHEN EXISTS (
                    SELECT 1 FROM communications m WHERE \(Unindexed.messages("m", of: "c.id")) AND \(Unindexed.text("m.direction")) = 'outbound'
                    AND \(Unindexed.text("m.status")) = 'sent' AND \(wentOut)) THEN 1 ELSE 0 END,
                (SELECT MAX(d.amount_minor) FROM deals d WHERE d.workspace_id = c.workspace_id AND d.contact_id = c.id AND d.status = 'open')
            FROM contacts c WHERE c.workspace_id = $1 AND c.id \($0)
            """
        }
    }

    /// Whether a message `m` is on none of its ways held back still, or was at the last moment, or given up.
    private static let wentOut =
        """
        (NOT EXISTS (SELECT 1 FROM deliveries x WHERE x.communication_id = m.id AND +x.workspace_id = m.workspace_id)
            OR EXISTS (SELECT 1 FROM deliveries x WHERE x.communication_id = m.id AND +x.workspace_id = m.workspace_id
                AND x.state NOT IN ('cancelled', 'dead')
                AND (x.state <> 'queued' OR x.next_attempt_at IS NULL OR x.next_attempt_at <= x.created_at)))
        """

    private static func provenTemplates(_ workspace: WorkspaceID, _ pairs: Set<[String]>) -> SQL {
        let uses = ValueRows(
            ["agent_type": .text, "template": .text], pairs.sorted { $0.lexicographicallyPrecedes($1) }.map { $0.map(SQLValue.text) },
            after: [.workspace(workspace)])
        return SQL(
            """
            WITH \(uses.definition(of: "uses"))
            SELECT u.agent_type, u.template FROM uses u WHERE EXISTS (
                SELECT 1 FROM communications m WHERE m.workspace_id = $1 AND m.agent_type = u.agent_type AND m.template = u.template
                AND m.template IS NOT NULL AND m.status = 'sent' AND m.written_body IS NULL AND m.written_subject IS NULL AND \(wentOut))
            """, uses.arguments)
    }
}
