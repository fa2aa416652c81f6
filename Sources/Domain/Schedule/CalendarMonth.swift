/// A month of a year: where the days of a schedule are worked out.
package struct CalendarMonth {
    let year: Int64
    /// 1 to 12.
    let month: Int64
    package let firstDay: LocalDate
    /// In days.
    let length: Int

    init(year: Int64, month: Int64) {
        self.year = year
        self.month = month
        firstDay = LocalDate(year: year, month: month, day: 1)
        length = Int(LocalDate(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1).dayNumber - firstDay.dayNumber)
    }

    package init(of day: LocalDate) { self.init(year: day.year, month: day.month) }

    /// The month that is `number` months after January of the year 0.
    init(number: Int64) {
        let year = number.flooringDivision(by: 12)
        self.init(year: year, month: number - year * 12 + 1)
    }

    /// Months since January of the year 0.
    var number: Int64 { year * 12 + month - 1 }

    package var next: CalendarMonth { CalendarMonth(number: number + 1) }

    package var lastDay: LocalDate { day(length) }

    /// Day 1 is the first.
    func day(_ day: Int) -> LocalDate { firstDay.adding(days: Int64(day - 1)) }

    /// 0 is Sunday, 6 is Saturday, as cron counts.
    func weekday(of day: Int) -> Int { self.day(day).weekday % 7 }
}

extension LocalDate {
    /// The same day of a later month, or the last one of a month without it.
    package func later(byMonths months: Int64) -> LocalDate {
        let month = CalendarMonth(number: CalendarMonth(of: self).number + months)
        return min(month.lastDay, month.firstDay.adding(days: day - 1))
    }
}
