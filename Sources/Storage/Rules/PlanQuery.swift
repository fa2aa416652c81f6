package import Domain

/// Judges the contacts of a workspace for an agent at a moment: who would get a message and when, and which rule keeps each
/// other out.
///
/// What is shown of a plan and what a run is made of are the same statement, so they never differ.
package struct PlanQuery: Sendable {
    package let agent: PlannedAgent
    package let calendar: ContactCalendar

    package init(_ agent: PlannedAgent, _ calendar: ContactCalendar) {
        self.agent = agent
        self.calendar = calendar
    }

    /// Which contacts a statement is about.
    package enum Scope: Sendable, Equatable {
        case all
        case one(Int64)
        case some([Int64])
        /// Ids above the first, up to and with the last.
        case slice(after: Int64, through: Int64)

        var isOfMany: Bool {
            switch self {
            case .all, .slice: true
            case .one, .some: false
            }
        }
    }

    /// Whether only so many contacts get a message: then all have to be judged to know who comes first.
    package var isCapped: Bool { agent.dailyCap != nil || calendar.rules.dailyCap != nil }

    /// Rows `code, count` of the contacts in a scope, caps apart; `PlanCounts` adds them up.
    package func counts(_ scope: Scope) -> SQL {
        let statement = PlanStatement(self, scope: scope, isRanked: false)
        return statement.query("SELECT reason, COUNT(*) FROM judged GROUP BY reason")
    }

    /// One row: how many messages to contacts the agent and the workspace may still send, today or on the day on which the first of these go out.
    package var budget: SQL {
        var statement = PlanStatement(self, scope: .all, isRanked: false)
        statement.addBudget()
        return statement.query("SELECT agent_left, workspace_left FROM budget")
    }

    /// One row: the lowest and the highest id of a contact, null where there is none.
    package var bounds: SQL {
        // What an index answers at its ends; behind its policies PostgreSQL reads all of it for MIN and MAX.
        func end(_ order: String) -> String { "(SELECT id FROM contacts WHERE workspace_id = $1 ORDER BY id \(order) LIMIT 1)" }
        return SQL("SELECT \(end("ASC")), \(end("DESC"))", [.workspace(agent.workspace)])
    }

    /// Up to so many contacts by id: `id, name, user_id, code, send_at, zone, zone_source, held_by`.
    ///
    /// - Parameters:
    ///   - rule: only those whom it keeps out; `included`: only those who get a message.
    ///   - isRanked: whether those for whom the caps leave no room are to be told from the others; nil where there are caps.
    package func page(
        _ scope: Scope = .all, after: Int64 = 0, rule: Rule? = nil, included: Bool = false, isRanked: Bool? = nil, limit: Int
    ) -> SQL {
        let isRanked = isRanked ?? isCapped
        // A place among the others is known only when all are judged.
        var statement = PlanStatement(self, scope: isRanked ? .all : scope, isRanked: isRanked)
        var conditions = ["p.id > \(statement.bind(.integer(after)))"]
        if isRanked, case .one(let id) = scope { conditions.append("p.id = \(statement.bind(.integer(id)))") }
        if included { conditions.append("p.reason = 0") }
        if let rule { conditions.append(rule == .filter ? "p.reason > \(Rule.firstFilterCode)" : "p.reason = \(rule.code)") }
        let last = statement.bind(.integer(Int64(limit)))
        return statement.query(
            """
            SELECT p.id, n.name, p.user_id, p.reason, p.send_at, p.zone, p.zone_source, p.held_by
            FROM (\(statement.planned())) p JOIN contacts n ON n.workspace_id = $1 AND n.id = p.id
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY p.id LIMIT \(last)
            """)
    }
}

/// What a plan has to know of an agent.
package struct PlannedAgent: Sendable {
    package var workspace: WorkspaceID
    package var id: Int64
    package var type: AgentType
    /// What its message to a contact begins, which a contact goes through once.
    package var sequence: MessageSequence
    /// Whether it writes to people of the workspace besides.
    package var isForUsers: Bool
    /// The contacts whom it is for.
    package var filter: FilterExpression
    /// How many messages to contacts it sends on a day of the workspace's; nil for no limit.
    package var dailyCap: Int64?
    /// What `now` and `today` mean in the filter.
    package var moment: FilterMoment

    package init(
        workspace: WorkspaceID, id: Int64, type: AgentType, isForUsers: Bool = false, sequence: MessageSequence = MessageSequence([]),
        filter: FilterExpression,
        dailyCap: Int64?, moment: FilterMoment
    ) {
        self.workspace = workspace
        self.id = id
        self.type = type
        self.isForUsers = isForUsers
        self.sequence = sequence
        self.filter = filter
        self.dailyCap = dailyCap
        self.moment = moment
    }

    /// SQL for the step of its runs for contacts.
    var firstStep: String { sequence.isEmpty ? "CAST(NULL AS BIGINT)" : "0" }

    var audience: AudienceFilter { AudienceFilter(filter, in: workspace, at: moment) }
}
