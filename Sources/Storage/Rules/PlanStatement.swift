import Domain

/// Writes the statement of a plan: `WITH` the judged contacts, to be followed by what is asked of them.
///
/// `$1` is the workspace, `$2` the agent's id, `$3` its key.
struct PlanStatement {
    private let plan: PlanQuery
    private var judgement: ContactJudgement
    private var tables: [String] = []
    private let isRanked: Bool
    /// An occurrence whose contacts are left out: those that have a run of it.
    private let occurrence: String?

    /// - Parameters:
    ///   - isRanked: whether those for whom the caps leave no room are to be told from the others.
    ///   - own: values that the statement has besides, from `$4` on.
    ///   - occurrence: SQL for an occurrence's id, whose contacts with a run are left out.
    init(_ plan: PlanQuery, scope: PlanQuery.Scope, isRanked: Bool, own: [SQLValue] = [], occurrence: String? = nil) {
        self.plan = plan
        self.isRanked = isRanked
        self.occurrence = occurrence
        var bindings = SQLBindings()
        bindings.append([.workspace(plan.agent.workspace), .integer(plan.agent.id), .text(plan.agent.type.rawValue)] + own)
        judgement = ContactJudgement(plan.calendar, agent: ("$2", "$3"), isOfMany: scope.isOfMany, bindings: bindings)
        add(scope)
        if isRanked {
            addBudget()
            addRanks()
        }
    }

    mutating func bind(_ value: SQLValue) -> String { judgement.bindings.bind(value) }

    /// - Parameter text: begins with a comma where it goes on with tables of its own.
    func query(_ text: String) -> SQL {
        SQL("WITH \(tables.joined(separator: ",\n"))\n\(text)", judgement.bindings.values).oneOff().byStatistics().long()
    }

    // MARK: Tables

    private mutating func add(_ scope: PlanQuery.Scope) {
        let (contacts, messages) = conditions(scope)
        let delivering = scope.isOfMany ? [ContactJudgement.delivering] : []
        tables += [judgement.zones(), judgement.recent(messages), pending] + delivering + [judged(contacts)]
    }

    /// The walk along the ids has SQLite go through the rows in the order in which they are stored (`AudienceQuery`).
    private mutating func conditions(_ scope: PlanQuery.Scope) -> (contacts: String, messages: String) {
        switch scope {
        case .all: return ("c.id > 0", "")
        case .one(let id):
            let one = bind(.integer(id))
            return ("c.id = \(one)", " AND m.contact_id = \(one)")
        case .some(let ids):
            let some = ids.map { bind(.integer($0)) }.joined(separator: ", ")
            return ("c.id IN (\(some))", " AND m.contact_id IN (\(some))")
        case .slice(let after, let through):
            let (first, last) = (bind(.integer(after)), bind(.integer(through)))
            return ("c.id > \(first) AND c.id <= \(last)", " AND m.contact_id > \(first) AND m.contact_id <= \(last)")
        }
    }

    /// To whom something of the agent is on its way already.
    private var pending: String {
        """
        pending AS MATERIALIZED (
            SELECT r.contact_id FROM agent_runs r WHERE r.workspace_id = $1 AND r.agent_id = $2 AND r.contact_id IS NOT NULL
            AND \(AgentRuns.areUnfinished("r"))
            UNION SELECT m.contact_id FROM communications m WHERE m.workspace_id = $1 AND m.status = 'draft' AND m.agent_type = $3
            AND +m.contact_id IS NOT NULL)
        """
    }

    private mutating func judged(_ contacts: String) -> String {
        let cases = Rule.allCases.compactMap { self.cases(for: $0) }
        let joins = judgement.joins()
        let others = occurrence.map {
            " AND c.id NOT IN (SELECT o.contact_id FROM agent_runs o WHERE o.workspace_id = $1 AND o.occurrence_id = \($0) AND o.contact_id IS NOT NULL)"
        }
        return """
            judged AS (
                SELECT c.id, c.user_id, c.sample, CASE \(cases.joined(separator: "\n")) ELSE 0 END AS reason, z.opens_at, z.closes_at, z.zone,
                    \(ContactJudgement.zoneSource) AS zone_source, h.agent_type AS held_by
                FROM contacts c \(joins) WHERE c.workspace_id = $1 AND \(contacts)\(others ?? ""))
            """
    }

    private mutating func cases(for rule: Rule) -> String? {
        switch rule {
        case .filter:
            let cases = plan.agent.audience.compileCases(alias: "c", startingAt: judgement.bindings.next, code: Rule.filterCode)
            judgement.bindings.append(cases.bindings.values)
            return cases.text
        // The list is read once, where a look for each contact would read it over and over.
        case .suppressed:
            return """
                WHEN c.email_key IN (SELECT s.email_key FROM suppressions s WHERE s.workspace_id = $1) OR \(ErasedAddresses.condition)
                THEN \(rule.code)
                """
        case .inSequence:
            guard !plan.agent.sequence.isEmpty else { return nil }
            return "WHEN c.id IN (SELECT q.contact_id FROM sequence_positions q WHERE q.workspace_id = $1 AND q.agent_id = $2) THEN \(rule.code)"
        case .pending: return "WHEN c.id IN (SELECT pending.contact_id FROM pending) THEN \(rule.code)"
        default: return judgement.condition(rule).map { "WHEN (\($0)) THEN \(rule.code)" }
        }
    }

    // MARK: Caps

    /// One row: how many messages to contacts the agent and the workspace may still send on the day on which the first of these go out. What
    /// is on its way counts as sent.
    mutating func addBudget() {
        let day = bind(.date(plan.calendar.firstSendingDay))
        let ofAgent = left(plan.agent.dailyCap, sentBy: "$2", day: day, onTheirWay: "(SELECT COUNT(*) FROM pending)")
        let ofAll = left(
            plan.calendar.rules.dailyCap, sentBy: "0", day: day,
            onTheirWay: """
                ((SELECT COUNT(*) FROM agent_runs r WHERE r.workspace_id = $1 AND r.contact_id IS NOT NULL AND \(AgentRuns.areUnfinished("r")))
                + (SELECT COUNT(*) FROM communications m WHERE m.workspace_id = $1 AND m.status = 'draft' AND +m.contact_id IS NOT NULL))
                """)
        tables.append("budget AS MATERIALIZED (SELECT \(ofAgent) AS agent_left, \(ofAll) AS workspace_left)")
    }

    private mutating func left(_ cap: Int64?, sentBy agent: String, day: String, onTheirWay: String) -> String {
        guard let cap else { return "\(Int64.max / 2)" }
        let left = "CAST(\(bind(.integer(cap))) AS BIGINT) - \(DailyCounts.sent(by: agent, day: day)) - \(onTheirWay)"
        return "CASE WHEN \(left) > 0 THEN \(left) ELSE 0 END"
    }

    /// Who comes first: the one who was not written to for the longest time, then the lower id. Whoever the agent
    /// had to give up on counts as written to: coming first again and again, they would keep all others out.
    private mutating func addRanks() {
        tables += [
            """
            unwritten AS MATERIALIZED (
                SELECT r.contact_id, MAX(r.finished_at) AS ended FROM agent_runs r
                WHERE r.workspace_id = $1 AND r.state = 'dead' AND r.agent_id = $2 AND +r.contact_id IS NOT NULL GROUP BY r.contact_id)
            """,
            """
            ordered AS MATERIALIZED (
                SELECT j.id, COALESCE((
                    SELECT MAX(m.created_at) FROM communications m WHERE m.workspace_id = $1 AND m.contact_id = j.id AND m.direction <> 'internal'
                    AND m.created_at > COALESCE(u.ended, 0)), u.ended, 0) AS last
                FROM judged j LEFT JOIN unwritten u ON u.contact_id = j.id WHERE j.reason = 0)
            """,
            "ranked AS MATERIALIZED (SELECT id, ROW_NUMBER() OVER (ORDER BY last, id) AS place, COUNT(*) OVER () AS people FROM ordered)",
        ]
    }

    /// `id, user_id, sample, reason, send_at, zone, zone_source, held_by` of every contact, caps included.
    ///
    /// - Parameter before: SQL for how many of the same wave have their place already.
    func planned(before done: String = "0") -> String {
        guard isRanked else {
            return """
                SELECT j.id, j.user_id, j.sample, j.reason, CASE WHEN j.reason = 0 THEN j.opens_at END AS send_at, j.zone, j.zone_source, j.held_by, j.id AS place
                FROM judged j
                """
        }
        let room = "CASE WHEN b.agent_left < b.workspace_left THEN b.agent_left ELSE b.workspace_left END"
        let wave = "(CASE WHEN g.people < \(room) THEN g.people ELSE \(room) END + \(done))"
        return """
            SELECT j.id, j.user_id, j.sample,
                CASE WHEN j.reason <> 0 OR g.place <= \(room) THEN j.reason WHEN g.place > b.agent_left THEN \(Rule.agentDailyCap.code)
                    ELSE \(Rule.workspaceDailyCap.code) END AS reason,
                CASE WHEN g.place <= \(room) THEN j.opens_at + (j.closes_at - j.opens_at) * (g.place - 1 + \(done)) / \(wave) END AS send_at,
                j.zone, j.zone_source, j.held_by, g.place AS place
            FROM judged j CROSS JOIN budget b LEFT JOIN ranked g ON g.id = j.id
            """
    }
}
