package import Domain

/// The rules about messages to contacts as SQL: one text for planning and for the check before sending.
///
/// It speaks of the aliases `c` (the contact), `k` (its company), `z` (its row of `ContactCalendar`), `h` (its row of
/// `contact_holds`) and `recent` (what was written lately, see `recent`). `$1` is the workspace.
struct ContactJudgement {
    let calendar: ContactCalendar
    /// SQL for the id and the key of the agent that is to write.
    let agent: (id: String, type: String)
    /// SQL that holds for messages `m` that do not count, as the one that is to be sent; nil where all count.
    let ignored: String?
    /// Whether very many contacts are judged: what is on its way to its receivers is read once then (`delivering`), and not looked up
    /// for each.
    let isOfMany: Bool
    var bindings: SQLBindings

    init(_ calendar: ContactCalendar, agent: (id: String, type: String), ignored: String? = nil, isOfMany: Bool = false, bindings: SQLBindings) {
        self.calendar = calendar
        self.agent = agent
        self.ignored = ignored
        self.isOfMany = isOfMany
        self.bindings = bindings
    }

    /// What stands after `WHEN` for a rule and before `THEN`; nil where it is none of those that ask about one contact by itself.
    mutating func condition(_ rule: Rule) -> String? {
        switch rule {
        case .noAddress: "c.email IS NULL OR c.email = ''"
        case .noConsent: calendar.rules.requiresConsent ? "c.consent <> 'given'" : "c.consent = 'withdrawn'"
        case .inConversation: "recent.by_person >= \(bindings.bind(.time(calendar.conversationStart)))"
        case .held: "h.agent_id <> \(agent.id) AND \(Self.isHeld(now: bindings.bind(.time(calendar.now)), delivery: delivery))"
        case .contactDailyCap: calendar.rules.contactDailyCap.map { hasHad($0, since: "z.day_start") }
        case .contactWeeklyCap: calendar.rules.contactWeeklyCap.map { hasHad($0, since: "z.week_start") }
        case .ended: calendar.days == nil ? nil : "z.is_over = 1"
        case .suppressed, .filter, .inSequence, .pending, .agentDailyCap, .workspaceDailyCap, .notEligible: nil
        }
    }

    /// The time that counts for a message: when it was sent, or written. As an index has it, for which COALESCE would not do
    /// (`RunQueue.recipient`).
    static let time = "(CASE WHEN m.sent_at IS NULL THEN m.created_at ELSE m.sent_at END)"
    private static let isOfAgent = "\(Unindexed.text("m.direction")) = 'outbound' AND m.agent_type <> 'NOTE'"
    private static let fromAgent = "\(isOfAgent) AND \(Unindexed.text("m.status")) IN ('sent', 'draft')"
    /// Whether a message is one that an agent has sent to a contact.
    static let wentOut = "\(isOfAgent) AND \(Unindexed.text("m.status")) = 'sent'"
    private static let withPerson = "(m.direction = 'inbound' OR (m.agent_type = 'NOTE' AND m.status = 'sent'))"

    /// Of each contact with messages lately the last one with a person and the last one of an agent, as a common table.
    ///
    /// - Parameter scope: which contacts, as a condition over `m`; empty for all.
    mutating func recent(_ scope: String) -> String {
        """
        recent AS MATERIALIZED (
            SELECT m.contact_id, \(Self.lastByPerson) AS by_person, \(Self.lastByAgent) AS by_agent
            FROM communications m WHERE m.workspace_id = $1 AND m.contact_id IS NOT NULL AND m.direction <> 'internal'
                AND \(Self.time) >= \(horizon())\(scope) GROUP BY m.contact_id)
        """
    }

    /// The same of the few contacts of a table's column `contact`, of each by itself: in a join SQLite would go through the
    /// messages of all contacts for a filter of its own, and by the time through those of late.
    mutating func recent(of table: String) -> String {
        let its = """
            FROM communications m WHERE \(Unindexed.messages("m", of: "one.contact")) AND m.contact_id IS NOT NULL
            AND \(Unindexed.text("m.direction")) <> 'internal' AND +(\(Self.time)) >= \(horizon())
            """
        return """
            recent AS MATERIALIZED (
                SELECT one.contact AS contact_id, (SELECT \(Self.lastByPerson) \(its)) AS by_person, (SELECT \(Self.lastByAgent) \(its)) AS by_agent
                FROM \(table) one GROUP BY one.contact)
            """
    }

    private static let lastByPerson = "MAX(CASE WHEN \(withPerson) THEN \(time) END)"
    private static let lastByAgent = "MAX(CASE WHEN \(fromAgent) THEN \(time) END)"

    /// What was before is no longer lately.
    private mutating func horizon() -> String { bindings.bind(.time(calendar.horizon)) }

    /// The rows of the calendar as a common table.
    mutating func zones() -> String {
        let rows = calendar.rows(from: bindings.next)
        bindings.append(rows.arguments)
        return rows.definition(of: "zones")
    }

    /// What joins to the contact `c` all that the conditions speak of.
    mutating func joins() -> String {
        """
        LEFT JOIN companies k ON k.workspace_id = c.workspace_id AND k.name = c.company
        LEFT JOIN zones z ON z.zone = COALESCE(c.time_zone, k.time_zone, \(bindings.bind(.text(calendar.rules.timeZone))))
        LEFT JOIN recent ON recent.contact_id = c.id
        LEFT JOIN contact_holds h ON h.workspace_id = c.workspace_id AND h.contact_id = c.id
        """
    }

    static let zoneSource =
        """
        CASE WHEN c.time_zone IS NOT NULL THEN 'contact' WHEN k.time_zone IS NOT NULL THEN 'company' ELSE 'workspace' END
        """

    /// Counted only where the last message of an agent is so recent.
    private mutating func hasHad(_ cap: Int64, since: String) -> String {
        guard cap > 0 else { return "1 = 1" }
        return """
            recent.by_agent >= \(since) AND (
                \(Self.count(of: "c.id", since: since))\(ignored.map { " AND NOT (\($0))" } ?? "")) >= \(bindings.bind(.integer(cap)))
            """
    }

    /// SQL for how many messages of agents a contact has had, or is to have.
    static func count(of contact: String, since time: String) -> String {
        """
        SELECT COUNT(*) FROM communications m WHERE \(Unindexed.messages("m", of: contact)) AND \(fromAgent)
            AND \(Self.time) >= \(time)
        """
    }

    /// Whether the agent that had the contact last still has it: while something of it is on its way, and for its days after a
    /// message that has had no answer. An agent that is gone, or writes to no contacts any more, has nobody.
    ///
    /// - Parameters:
    ///   - now: SQL for the time.
    ///   - delivery: as of `isUnderWay`.
    static func isHeld(now: String, delivery: String? = nil) -> String {
        """
        EXISTS (SELECT 1 FROM agents ha WHERE ha.workspace_id = $1 AND ha.id = h.agent_id AND ha.recipients <> 'user' AND (
            \(isUnderWay(delivery: delivery))
            OR EXISTS (
                SELECT 1 FROM communications m WHERE \(Unindexed.messages("m", of: "c.id")) AND \(wentOut)
                AND m.agent_type = h.agent_type AND \(time) + ha.hold_days * 86400000 > \(now) AND NOT EXISTS (
                    SELECT 1 FROM communications reply WHERE \(Unindexed.messages("reply", of: "c.id"))
                    AND \(Unindexed.text("reply.direction")) = 'inbound' AND reply.created_at >= \(time)))))
        """
    }

    /// Whether something of that agent is on its way to the contact.
    ///
    /// - Parameter delivery: how a message is found that waits for its receiver; nil where it is looked up.
    static func isUnderWay(delivery: String? = nil) -> String {
        let ways = ContactHolds.Obstacle.allCases.map { obstacle in
            obstacle == .delivery ? delivery ?? "EXISTS (\(obstacle.rows))" : "EXISTS (\(obstacle.rows))"
        }
        return "(\(ways.joined(separator: " OR ")))"
    }

    private var delivery: String? { isOfMany ? Self.isDelivering : nil }

    private static let isDelivering = "(c.id, h.agent_type) IN (SELECT delivering.contact_id, delivering.agent_type FROM delivering)"

    /// To whom messages of which agents wait for their receivers, as a common table: from the few that do, by the queue's own indexes.
    static let delivering = "delivering AS MATERIALIZED (\(Deliveries.waiting.map(recipients).joined(separator: " UNION ")))"

    private static func recipients(_ waiting: String) -> String {
        """
        SELECT m.contact_id, m.agent_type FROM deliveries d CROSS JOIN communications m
        WHERE d.workspace_id = $1 AND d.\(waiting) AND m.workspace_id = $1 AND m.id = d.communication_id AND m.direction = 'outbound'
        AND m.status = 'sent' AND +m.contact_id IS NOT NULL
        """
    }
}

extension Rule {
    /// How statements tell it: the conditions of a filter come as `filterCode`.
    var code: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

    /// The code for the filter's condition of a number, from 1.
    static func filterCode(_ number: Int) -> Int { firstFilterCode + number }
    static let firstFilterCode = 1000
}

/// What a statement says of a contact: that nothing stands in the way, or the first rule that does.
package enum RuleVerdict: Hashable, Sendable {
    case included
    case keptOut(Rule)
    /// By the filter's condition of this number, from 1.
    case keptOutByFilter(Int)

    package init(code: Int64) {
        switch code {
        case 0: self = .included
        case Int64(Rule.firstFilterCode + 1)...: self = .keptOutByFilter(Int(code) - Rule.firstFilterCode)
        default: self = .keptOut(Rule.allCases[Int(code) - 1])
        }
    }

    package var rule: Rule? {
        switch self {
        case .included: nil
        case .keptOut(let rule): rule
        case .keptOutByFilter: .filter
        }
    }
}
