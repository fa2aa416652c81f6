/// What the day-of-month field of a cron expression asks for.
struct CronDaysOfMonth: Hashable, Sendable {
    /// Days of the month, 1 to 31.
    var days: NumberSet = []
    /// `L` is 0, `L-3` is 3: that many days before the last.
    var beforeLast: NumberSet = []
    /// `15W`: Monday to Friday nearest to the day, in the same month.
    var nearestWorkday: NumberSet = []
    /// `LW`: the last Monday to Friday.
    var isLastWorkday = false
    /// Whether the field does not begin with `*` or `?`.
    var isRestricted = true

    func days(of month: CalendarMonth) -> NumberSet {
        var found = days.intersection(NumberSet(1...month.length))
        found.formUnion(NumberSet(beforeLast.numbers.map { month.length - $0 }.filter { $0 >= 1 }))
        found.formUnion(NumberSet(nearestWorkday.numbers.filter { $0 <= month.length }.map(month.workday(nearestTo:))))
        if isLastWorkday { found.insert(NumberSet(number: month.workday(nearestTo: month.length))) }
        return found
    }
}

/// What the day-of-week field of a cron expression asks for; 0 is Sunday.
struct CronWeekdays: Hashable, Sendable {
    var weekdays: NumberSet = []
    /// `FRIL`: the last one of the month.
    var last: NumberSet = []
    /// `MON#2`: the second one of the month, as `CronWeekdays.nth(2, 1)`.
    var nth: NumberSet = []
    /// Whether the field does not begin with `*` or `?`.
    var isRestricted = true

    /// The number in `nth` of the `count`th `weekday`.
    static func nth(_ count: Int, _ weekday: Int) -> Int { weekday * 8 + count }

    func days(of month: CalendarMonth) -> NumberSet {
        if weekdays == CronField.weekday.all { return NumberSet(1...month.length) }
        let first = month.weekday(of: 1)
        return NumberSet(
            (1...month.length).filter { day in
                let weekday = (first + day - 1) % 7
                return weekdays.has(weekday) || last.has(weekday) && day > month.length - 7 || nth.has(Self.nth((day + 6) / 7, weekday))
            })
    }
}

/// The two day fields together.
struct CronDays: Hashable, Sendable {
    let daysOfMonth: CronDaysOfMonth
    let weekdays: CronWeekdays

    /// Whether a day of either field will do: the rule of Vixie's cron, where both fields are restricted.
    var isEither: Bool { daysOfMonth.isRestricted && weekdays.isRestricted }

    func days(of month: CalendarMonth) -> NumberSet {
        let (byDate, byWeekday) = (daysOfMonth.days(of: month), weekdays.days(of: month))
        return isEither ? byDate.union(byWeekday) : byDate.intersection(byWeekday)
    }
}

extension CalendarMonth {
    /// Monday to Friday nearest to `day` without leaving the month.
    fileprivate func workday(nearestTo day: Int) -> Int {
        switch weekday(of: day) {
        case 6: day > 1 ? day - 1 : day + 2
        case 0: day < length ? day + 1 : day - 2
        default: day
        }
    }
}
