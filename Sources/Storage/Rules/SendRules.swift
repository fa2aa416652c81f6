package import Domain

/// The rules that hold for every message to a contact, asked again right before it is written and before it is sent.
package enum SendRules {
    /// For runs about to be written, or messages about to be sent, to contacts of one workspace at the calendar's moment: one row for each subject
    /// whose contact still exists: `contact_id, rule (null where nothing stands in the way), not_before (milliseconds; null for at
    /// once), run, day_start (when the contact's day began)`.
    ///
    /// Caps count the subjects too, in the order of their runs: of a hundred where ten more may be sent ten have no rule.
    package static func check(_ subjects: [SendSubject], in workspace: WorkspaceID, calendar: ContactCalendar) -> SQL {
        let rows = ValueRows(
            ["contact": .integer, "agent": .integer, "run": .integer, "since": .integer],
            subjects.map { [.integer($0.contact), .integer($0.agent), .integer($0.run), .integer($0.since?.milliseconds ?? .max)] },
            after: [.workspace(workspace)])
        var bindings = SQLBindings()
        bindings.append(rows.arguments)
        var judgement = ContactJudgement(
            calendar, agent: ("s.agent", "a.agent_type"), ignored: "COALESCE(m.run_id, 0) = s.run", bindings: bindings)
        let tables = [
            rows.definition(of: "subjects"), judgement.zones(), judgement.recent(of: "subjects"), judged(&judgement), drafts,
            counted(&judgement),
        ]
        // Whoever has moved into a zone since the calendar was read waits for the next look, which knows its hours.
        let soon = judgement.bindings.bind(.time(calendar.now.adding(.seconds(60))))
        let early = "WHEN opens_at IS NULL THEN CAST(\(soon) AS BIGINT) WHEN opens_at > \(judgement.bindings.bind(.time(calendar.now))) THEN opens_at"
        let keys = Rule.allCases.map { "WHEN \($0.code) THEN '\($0.rawValue)'" }.joined(separator: " ")
        return SQL(
            """
            WITH \(tables.joined(separator: ",\n"))
            SELECT contact, CASE reason \(keys) END, CASE \(early) END, run, day_start
            FROM counted ORDER BY run
            """, judgement.bindings.values)
    }

    private static func judged(_ judgement: inout ContactJudgement) -> String {
        let cases = Rule.allCases.compactMap { rule in
            condition(rule, &judgement).map { "WHEN (\($0)) THEN \(rule.code)" }
        }
        let joins = judgement.joins()
        return """
            judged AS MATERIALIZED (
                SELECT s.contact, s.run, s.agent, a.agent_type, z.opens_at, z.day_start, a.daily_cap, COALESCE(own.status, '') AS written,
                    CASE \(cases.joined(separator: "\n")) ELSE 0 END AS reason
                FROM subjects s JOIN contacts c ON c.workspace_id = $1 AND c.id = s.contact
                LEFT JOIN agents a ON a.workspace_id = $1 AND a.id = s.agent
                LEFT JOIN communications own ON own.workspace_id = $1 AND own.run_id = s.run
                \(joins))
            """
    }

    private static func condition(_ rule: Rule, _ judgement: inout ContactJudgement) -> String? {
        switch rule {
        case .suppressed: Suppressions.condition
        case .inConversation:
            """
            \(judgement.condition(rule) ?? "1 = 0") OR EXISTS (
                SELECT 1 FROM communications m WHERE \(Unindexed.messages("m", of: "c.id")) AND \(Unindexed.text("m.direction")) = 'inbound'
                    AND m.created_at > s.since)
            """
        // What was written before another agent took the contact was first.
        case .held:
            judgement.condition(rule).map { "\($0) AND (COALESCE(own.status, '') <> 'sent' OR own.created_at >= h.held_since)" }
        case .pending:
            """
            EXISTS (
                SELECT 1 FROM communications m WHERE \(Unindexed.messages("m", of: "c.id")) AND \(Unindexed.text("m.direction")) = 'outbound'
                AND \(Unindexed.text("m.status")) = 'draft' AND m.agent_type = a.agent_type AND COALESCE(m.run_id, 0) <> s.run)
            """
        default: judgement.condition(rule)
        }
    }

    /// How many drafts to contacts wait of each agent, counted once and only where there is a cap. A contact is asked for without
    /// the indexes that begin with one: those hold all messages.
    private static let drafts = """
        drafts AS MATERIALIZED (
            SELECT m.agent_type, COUNT(*) AS waiting FROM communications m
            WHERE m.workspace_id = $1 AND m.status = 'draft' AND +m.contact_id IS NOT NULL GROUP BY m.agent_type)
        """

    /// The caps of the agents and of the workspace, by what was sent on the workspace's day and, for what is about to be written,
    /// by the drafts too. What is sent already has been counted then, and what waits for its hour counts for the day on which that is.
    private static func counted(_ judgement: inout ContactJudgement) -> String {
        let day = judgement.bindings.bind(.date(judgement.calendar.today))
        let now = judgement.bindings.bind(.time(judgement.calendar.now))
        let isEarly = "(opens_at IS NULL OR opens_at > \(now))"
        let cap = judgement.calendar.rules.dailyCap.map { judgement.bindings.bind(.integer($0)) }
        func used(_ agent: String, drafts: String) -> String {
            "\(DailyCounts.sent(by: agent, day: day)) + CASE written WHEN '' THEN COALESCE((\(drafts)), 0) ELSE 0 END"
        }
        let ofAgent = used("agent", drafts: "SELECT d.waiting FROM drafts d WHERE d.agent_type = placed.agent_type")
        let ofAll = cap.map { "WHEN \(used("0", drafts: "SELECT SUM(d.waiting) FROM drafts d")) + place > \($0) THEN \(Rule.workspaceDailyCap.code)" }
        return """
            placed AS (
                SELECT judged.*, ROW_NUMBER() OVER (PARTITION BY reason, \(isEarly), agent ORDER BY run) AS place_of_agent,
                    ROW_NUMBER() OVER (PARTITION BY reason, \(isEarly) ORDER BY run) AS place
                FROM judged),
            counted AS (
                SELECT contact, run, opens_at, day_start, CASE WHEN reason <> 0 OR written = 'sent' OR \(isEarly) THEN reason
                    WHEN daily_cap IS NOT NULL AND \(ofAgent) + place_of_agent > daily_cap THEN \(Rule.agentDailyCap.code)
                    \(ofAll ?? "") ELSE 0 END AS reason
                FROM placed)
            """
    }
}

/// A run about to be written to a contact, or whose message is about to be sent.
package struct SendSubject: Hashable, Sendable {
    package var contact: Int64
    /// Who writes: an agent's id.
    package var agent: Int64
    package var run: Int64
    /// What came from the contact after this time stops it; nil where that is not asked.
    package var since: Timestamp?

    package init(contact: Int64, agent: Int64, run: Int64, since: Timestamp?) {
        self.contact = contact
        self.agent = agent
        self.run = run
        self.since = since
    }
}
