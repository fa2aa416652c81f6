/// A cron expression of five fields; `docs/schedules.md` has the dialect in one table.
///
/// Of the dialect of Vixie's cron, with `L`, `W` and `#` besides. One that never comes, as 30 February, does not parse.
package struct CronExpression: Hashable, Sendable, CustomStringConvertible {
    let minutes: NumberSet
    let hours: NumberSet
    let days: CronDays
    let months: NumberSet
    /// The five fields in capitals with one space between them, macros written out.
    package let description: String

    /// The first minute on or after `minute` that it names.
    func firstMinute(onOrAfter minute: LocalMinute) -> LocalMinute? {
        guard let day = firstDay(onOrAfter: minute.day) else { return nil }
        if day > minute.day { return LocalMinute(day: day, time: firstTime) }
        if let time = firstTime(onOrAfter: minute.time) { return LocalMinute(day: day, time: time) }
        return firstDay(onOrAfter: minute.day.adding(days: 1)).map { LocalMinute(day: $0, time: firstTime) }
    }

    /// Whether it ever comes: the calendar repeats itself every 400 years.
    var isPossible: Bool { firstDay(onOrAfter: LocalDate(year: 2000, month: 1, day: 1)) != nil }

    /// Looks through 400 years at most, month by month.
    private func firstDay(onOrAfter day: LocalDate) -> LocalDate? {
        var month = CalendarMonth(of: day)
        var earliest = Int(day.day)
        for _ in 0...400 * 12 {
            if months.has(Int(month.month)), let found = days.days(of: month).first(from: earliest) { return month.day(found) }
            month = month.next
            earliest = 1
        }
        return nil
    }

    private var firstTime: TimeOfDay { TimeOfDay(hour: hours.first(from: 0)!, minute: minutes.first(from: 0)!) }

    private func firstTime(onOrAfter time: TimeOfDay) -> TimeOfDay? {
        if hours.has(time.hour), let minute = minutes.first(from: time.minute) { return TimeOfDay(hour: time.hour, minute: minute) }
        return hours.first(from: time.hour + 1).map { TimeOfDay(hour: $0, minute: minutes.first(from: 0)!) }
    }
}
