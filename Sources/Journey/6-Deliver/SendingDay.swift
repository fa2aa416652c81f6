import Domain
import Storage

/// The day of the workspace's on which a message to a contact counts, and how many may be sent on it.
struct SendingDay: Equatable, Sendable {
    let date: LocalDate
    let begins: Timestamp
    /// When the next one begins.
    let ends: Timestamp
    /// The agent's own; nil for no limit.
    let agentCap: Int64?
    /// Of all agents together.
    let workspaceCap: Int64?

    init(_ calendar: ContactCalendar, agentCap: Int64?) {
        date = calendar.today
        begins = date.instant(at: .midnight, in: calendar.zone)
        ends = date.adding(days: 1).instant(at: .midnight, in: calendar.zone)
        self.agentCap = agentCap
        workspaceCap = calendar.rules.dailyCap
    }

    var isCapped: Bool { agentCap != nil || workspaceCap != nil }
}
