/// On which days something happens.
package enum Recurrence: Hashable, Sendable {
    case daily
    /// Every so many real days (at least 1), counted from the anchor in both directions; month ends do not matter.
    case everyDays(Int, anchor: LocalDate)
    /// Once a week; 1 is Monday, 7 is Sunday, as in ISO 8601.
    case weekly(weekday: Int)
}

extension Recurrence {
    /// Days from one occurrence to the next.
    var period: Int64 {
        switch self {
        case .daily: 1
        case .everyDays(let days, _): Int64(days)
        case .weekly: 7
        }
    }

    /// The first day on or after `date` on which it happens.
    func first(onOrAfter date: LocalDate) -> LocalDate {
        let ahead = someDay.dayNumber - date.dayNumber
        return date.adding(days: ahead - ahead.flooringDivision(by: period) * period)
    }

    var summary: String {
        switch self {
        case .daily, .everyDays(1, _): "every day"
        case .everyDays(let days, _): "every \(days) days"
        case .weekly(let weekday): weekdays[weekday - 1]
        }
    }

    var isPossible: Bool {
        switch self {
        case .daily: true
        case .everyDays(let days, _): days >= 1
        case .weekly(let weekday): (1...7).contains(weekday)
        }
    }

    /// A day on which it happens, whichever.
    private var someDay: LocalDate {
        switch self {
        case .daily: aMonday
        case .everyDays(_, let anchor): anchor
        case .weekly(let weekday): aMonday.adding(days: Int64(weekday - 1))
        }
    }
}

private let aMonday = LocalDate(year: 1970, month: 1, day: 5)
private let weekdays = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"]
