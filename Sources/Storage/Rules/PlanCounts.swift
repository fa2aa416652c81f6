import Domain

/// How many contacts each rule keeps out of a plan, and how many get a message, from counts of its parts.
package struct PlanCounts: Sendable {
    private var people: [Int64: Int64] = [:]

    /// - Parameters:
    ///   - parts: rows of `PlanQuery.counts`, of parts that have no contact in common.
    ///   - budget: the row of `PlanQuery.budget`; nil for a plan without caps.
    package init(_ parts: [Row], budget: Row?) {
        for row in parts { people[row.integer(0), default: 0] += row.integer(1) }
        if let budget { keepCaps(agentLeft: budget.integer(0), workspaceLeft: budget.integer(1)) }
    }

    /// How many the caps keep out follows from how many there are: nobody has to be ranked for it.
    private mutating func keepCaps(agentLeft: Int64, workspaceLeft: Int64) {
        let eligible = people.removeValue(forKey: 0) ?? 0
        let ofAgent = min(eligible, agentLeft), ofBoth = min(ofAgent, workspaceLeft)
        add(ofBoth, for: 0)
        add(eligible - ofAgent, for: Int64(Rule.agentDailyCap.code))
        add(ofAgent - ofBoth, for: Int64(Rule.workspaceDailyCap.code))
    }

    private mutating func add(_ count: Int64, for code: Int64) {
        if count > 0 { people[code, default: 0] += count }
    }

    /// Whom nothing keeps out first, then in the order of the rules.
    package var verdicts: [(verdict: RuleVerdict, count: Int64)] {
        people.sorted { $0.key < $1.key }.map { (RuleVerdict(code: $0.key), $0.value) }
    }

    package var included: Int64 { people[0] ?? 0 }
}
