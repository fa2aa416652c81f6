import Domain
import Storage

extension RunItem.Task {
    /// What keeps a run from being written on a day that is none of its agent's; nil where today is one, or where that does not count.
    ///
    /// What the agent's schedule or an event has made is written on a day of the agent's only, however late it is. What a person has asked for,
    /// or queued again, is so once it has waited beyond such a day, as for the contact's hours. A contact is written to on the next of these days
    /// from when its hours begin, a person of the workspace at the time of day at which it was due.
    ///
    /// - Parameter now: on the workspace's clock.
    static func rest(_ claim: RunQueue.Claim, _ agent: AgentBrief?, _ now: LocalMoment) -> RunItem.Task? {
        guard let agent, let madeAt = claim.madeAt else { return nil }
        let zone = agent.zone ?? now.zone
        let asked = claim.queuedAgainAt ?? (claim.isAutomatic ? nil : madeAt)
        let today = now.time.localDate(in: zone)
        if let day = asked?.localDate(in: zone), day == today || !agent.days.allows(day) { return nil }
        guard let next = agent.days.next(from: today) else { return .bar(rule: RunQueue.ended, reason: "The agent's last day has passed.") }
        let time = claim.contact == nil ? madeAt.localMinute(in: zone).time : .midnight
        return next == today ? nil : .postpone(until: next.instant(at: time, in: zone))
    }
}
