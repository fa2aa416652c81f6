import Domain
import Storage

import struct Foundation.TimeZone

/// The day of the workspace's on which a message to a contact counts, and how many may be sent on it.
struct SendingDay: Equatable, Sendable {
    private let day: CountedDay
    /// The agent's own; nil for no limit.
    let agentCap: Int64?
    /// Of all agents together.
    let workspaceCap: Int64?

    private let zone: TimeZone

    init(_ calendar: ContactCalendar, agentCap: Int64?) {
        self.init(calendar.today, in: calendar.zone, agentCap: agentCap, workspaceCap: calendar.rules.dailyCap)
    }

    private init(_ date: LocalDate, in zone: TimeZone, agentCap: Int64?, workspaceCap: Int64?) {
        day = CountedDay(date, in: zone)
        self.agentCap = agentCap
        self.workspaceCap = workspaceCap
        self.zone = zone
    }

    /// The day that it is by now: a message that was begun before midnight may have been written after it.
    func by(_ now: Timestamp) -> SendingDay {
        SendingDay(now.localDate(in: zone), in: zone, agentCap: agentCap, workspaceCap: workspaceCap)
    }

    var date: LocalDate { day.date }
    var begins: Timestamp { day.begins }
    var ends: Timestamp { day.ends }

    var isCapped: Bool { agentCap != nil || workspaceCap != nil }
}
