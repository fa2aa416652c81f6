import Domain
import Storage

extension RunItem.Task {
    /// What keeps a run from being written on a day that is none of its agent's; nil where today is one, or where that does not count.
    ///
    /// What the agent's schedule or an event has made is written on a day of the agent's only, however late it is. What a person has asked for
    /// is so once it has waited beyond such a day, as for the contact's hours.
    ///
    /// - Parameter now: on the workspace's clock.
    static func rest(_ claim: RunQueue.Claim, _ agent: AgentBrief?, _ now: LocalMoment) -> RunItem.Task? {
        guard let agent, let madeAt = claim.madeAt else { return nil }
        let zone = agent.zone ?? now.zone
        let (made, today) = (madeAt.localDate(in: zone), now.time.localDate(in: zone))
        guard claim.isAutomatic || (made < today && agent.days.allows(made)) else { return nil }
        guard let next = agent.days.next(from: today) else { return .bar(rule: RunQueue.ended, reason: "The agent's last day has passed.") }
        return next == today ? nil : .postpone(until: next.instant(at: .midnight, in: zone))
    }
}
