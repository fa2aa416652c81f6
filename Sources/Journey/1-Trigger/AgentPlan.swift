import Domain
import Storage

/// What comes due for one agent, as statements.
struct AgentPlan: Sendable {
    let agent: Agent
    let due: [AgentTiming.Due]
    /// More times than one commit takes may be due.
    static let limit = 100

    init(_ agent: Agent, now: Timestamp, tolerance: Duration) {
        self.agent = agent
        due = agent.timing.due(through: now, tolerance: tolerance, limit: Self.limit)
    }

    /// Whether there may be more than this.
    var isFull: Bool { due.count == Self.limit }

    /// Advances the agent and makes its occurrences; nothing where somebody has changed or planned the agent meanwhile.
    func statements(now: Timestamp) -> [SQL] {
        var timing = agent.timing
        timing.plannedThrough = due.last?.time ?? timing.plannedThrough
        let advance = Agents.advance(agent, through: timing.plannedThrough, nextDue: timing.nextToPlan)
        return [advance] + due.map { Occurrences.schedule(agent, $0, through: timing.plannedThrough, now: now) }
    }
}
