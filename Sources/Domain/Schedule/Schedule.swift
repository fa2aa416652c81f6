package import struct Foundation.TimeZone

/// When an agent is due: on which days, and at what time on the clock of the workspace's zone.
package struct Schedule: Hashable, Sendable {
    package let recurrence: Recurrence
    package let time: TimeOfDay

    /// Stops the program for a period below one day or a weekday outside 1 to 7.
    package init(recurrence: Recurrence, time: TimeOfDay) {
        precondition(recurrence.isPossible, "a schedule needs a period of at least one day and a weekday of 1 to 7")
        self.recurrence = recurrence
        self.time = time
    }

    /// All due times later than `after` and not later than `through`, ascending and each once.
    ///
    /// A local time that a clock change skips is due at the first instant after the gap; one that a change brings
    /// twice is due at its first. The cost grows with the number of due times, not with the length of the span.
    package func occurrences(after: Timestamp, through: Timestamp, in zone: TimeZone) -> [Timestamp] {
        guard after < through else { return [] }
        // The clock may have been set back since it first showed tomorrow, hence one day more.
        let last = through.localDate(in: zone).adding(days: 1).dayNumber
        var found: [Timestamp] = []
        for day in stride(from: firstDay(after: after, in: zone).dayNumber, through: last, by: Int(recurrence.period)) {
            let due = LocalDate(dayNumber: day).instant(at: time, in: zone)
            // A skipped day is over in an instant, which the next day's midnight then shares.
            if due > after, due <= through, due != found.last { found.append(due) }
        }
        return found
    }

    /// The first due time later than `after`.
    package func next(after: Timestamp, in zone: TimeZone) -> Timestamp {
        var day = firstDay(after: after, in: zone)
        while true {
            let due = day.instant(at: time, in: zone)
            if due > after { return due }
            day = day.adding(days: recurrence.period)
        }
    }

    /// In words: `every day at 09:00`, `every 2 days at 11:00`, `Mondays at 10:00`.
    package var summary: String { "\(recurrence.summary) at \(time)" }

    private func firstDay(after instant: Timestamp, in zone: TimeZone) -> LocalDate {
        recurrence.first(onOrAfter: instant.localDate(in: zone))
    }
}
