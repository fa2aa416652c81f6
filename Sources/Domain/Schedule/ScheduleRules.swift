package import struct Foundation.TimeZone

/// On which days a schedule holds: between two days, and not on holidays. Days are those of the schedule's zone.
package struct ScheduleRules: Hashable, Sendable {
    /// The first day on which anything is due; nil for no limit.
    package var startDate: LocalDate?
    /// The last one; nil for no limit.
    package var endDate: LocalDate?
    /// Days on which nothing is due, and nothing is made up for.
    package var holidays: Set<LocalDate>

    package init(startDate: LocalDate? = nil, endDate: LocalDate? = nil, holidays: Set<LocalDate> = []) {
        self.startDate = startDate
        self.endDate = endDate
        self.holidays = holidays
    }

    package func allows(_ day: LocalDate) -> Bool {
        !isOver(by: day) && startDate.map { $0 <= day } ?? true && !holidays.contains(day)
    }

    /// The first allowed day, `day` or later; nil where there is none any more.
    package func next(from day: LocalDate) -> LocalDate? {
        var next = startDate.map { max($0, day) } ?? day
        while holidays.contains(next) { next = next.adding(days: 1) }
        return isOver(by: next) ? nil : next
    }

    /// Whether nothing is due on `day` and ever after.
    package func isOver(by day: LocalDate) -> Bool { endDate.map { $0 < day } ?? false }
}

extension Schedule {
    /// The first due time later than `after` that the rules allow; nil where there is none any more.
    ///
    /// What counts is the day on which it is due: where a clock change skips a whole day, that is the day after.
    package func next(after: Timestamp, in zone: TimeZone, rules: ScheduleRules) -> Timestamp? {
        var last = rules.startDate.map { max(after, $0.lastInstantBefore(in: zone)) } ?? after
        while let due = next(after: last, in: zone) {
            let day = due.localDate(in: zone)
            if rules.isOver(by: day) { return nil }
            if rules.allows(day) { return due }
            // On to the next day at once, however many times the schedule has on this one.
            last = max(due, day.adding(days: 1).lastInstantBefore(in: zone))
        }
        return nil
    }

    /// All due times later than `after` and not later than `through` that the rules allow, ascending and each once.
    package func occurrences(after: Timestamp, through: Timestamp, in zone: TimeZone, rules: ScheduleRules) -> [Timestamp] {
        var found: [Timestamp] = []
        var last = after
        while let due = next(after: last, in: zone, rules: rules), due <= through {
            found.append(due)
            last = due
        }
        return found
    }
}

extension LocalDate {
    /// The millisecond before the day begins.
    fileprivate func lastInstantBefore(in zone: TimeZone) -> Timestamp {
        instant(at: .midnight, in: zone).adding(.milliseconds(-1))
    }
}
