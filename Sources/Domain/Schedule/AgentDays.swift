package import struct Foundation.TimeZone

/// The days on which an agent writes, on its own clock.
package struct AgentDays: Hashable, Sendable {
    package var rules: ScheduleRules
    package var zone: TimeZone

    package init(_ rules: ScheduleRules, in zone: TimeZone) {
        self.rules = rules
        self.zone = zone
    }

    /// When what the agent begins at a moment may go out to a contact: within the contact's hours, and beyond the agent's day on which it
    /// was begun on another of its days only. What is begun on no day of the agent's, by hand, waits for the hours alone.
    ///
    /// - Parameters:
    ///   - opening: the contact's window from the moment on.
    ///   - contactZone: the contact's clock.
    /// - Returns: nil where the agent's last day passes before.
    package func window(
        from moment: Timestamp, opening: SendingWindow, of hours: SendingHours, in contactZone: TimeZone
    ) -> SendingWindow? {
        guard rules.allows(moment.localDate(in: zone)) else { return opening }
        var window = opening
        while true {
            let day = window.opens.localDate(in: zone)
            guard let next = rules.next(from: day) else { return nil }
            if next == day { return cut(window) }
            guard let later = hours.window(from: next.instant(at: .midnight, in: zone), in: contactZone) else { return opening }
            window = later
        }
    }

    /// It closes with the agent's day where the next one is none of its days.
    private func cut(_ window: SendingWindow) -> SendingWindow {
        let tomorrow = window.opens.localDate(in: zone).adding(days: 1)
        guard !rules.allows(tomorrow) else { return window }
        return SendingWindow(opens: window.opens, closes: min(window.closes, tomorrow.instant(at: .midnight, in: zone)))
    }
}
