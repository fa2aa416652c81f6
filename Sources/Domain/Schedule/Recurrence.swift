/// On which days something happens.
package enum Recurrence: Hashable, Sendable {
    case daily
    /// Every so many real days (at least 1), counted from the anchor in both directions; month ends do not matter.
    case everyDays(Int, anchor: LocalDate)
    /// Once a week; 1 is Monday, 7 is Sunday, as in ISO 8601.
    case weekly(weekday: Int)
    /// Every so many weeks (at least 1) on the anchor's weekday, counted from the anchor in both directions.
    case everyWeeks(Int, anchor: LocalDate)
    /// Every so many months (at least 1) on the anchor's day of the month, counted from the anchor in both directions.
    ///
    /// A month without that day has it on its last: from 31 January it is 28 or 29 February, then 31 March.
    case everyMonths(Int, anchor: LocalDate)
}

extension Recurrence {
    /// The first day on or after `date` on which it happens.
    func first(onOrAfter date: LocalDate) -> LocalDate {
        switch self {
        case .daily: date
        case .everyDays(let days, let anchor): date.rounded(up: Int64(days), from: anchor)
        case .weekly(let weekday): date.rounded(up: 7, from: aMonday.adding(days: Int64(weekday - 1)))
        case .everyWeeks(let weeks, let anchor): date.rounded(up: Int64(weeks) * 7, from: anchor)
        case .everyMonths(let months, let anchor): date.inMonths(Int64(months), of: anchor)
        }
    }

    var isPossible: Bool {
        switch self {
        case .daily: true
        case .everyDays(let count, _), .everyWeeks(let count, _), .everyMonths(let count, _): count >= 1
        case .weekly(let weekday): (1...7).contains(weekday)
        }
    }

    /// Weekdays by their ISO 8601 number less one.
    static let weekdayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
}

extension LocalDate {
    /// This day, or else the next one that is a multiple of `period` days from `anchor`.
    fileprivate func rounded(up period: Int64, from anchor: LocalDate) -> LocalDate {
        let ahead = anchor.dayNumber - dayNumber
        return adding(days: ahead - ahead.flooringDivision(by: period) * period)
    }

    /// This day, or else the next one that is the anchor's in a month a multiple of `period` months from the anchor's.
    fileprivate func inMonths(_ period: Int64, of anchor: LocalDate) -> LocalDate {
        let (this, start) = (CalendarMonth(of: self).number, CalendarMonth(of: anchor).number)
        // Division rounds down, so this is the latest month that is not after ours.
        let month = start + (this - start).flooringDivision(by: period) * period
        let candidate = CalendarMonth(number: month).day(clipping: anchor.day)
        return candidate >= self ? candidate : CalendarMonth(number: month + period).day(clipping: anchor.day)
    }
}

extension CalendarMonth {
    fileprivate func day(clipping day: Int64) -> LocalDate { self.day(min(Int(day), length)) }
}

private let aMonday = LocalDate(year: 1970, month: 1, day: 5)
