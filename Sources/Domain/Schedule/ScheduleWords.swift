extension Schedule {
    /// In few words: `every day at 09:00`, `every 2 days at 11:00`, `Mondays at 10:00`.
    package var summary: String {
        switch self {
        case .cron(let expression): expression.explanation
        case .recurring(let recurrence, let time): "\(recurrence.summary) at \(time)"
        case .once(let minute): "once, on \(minute.day) at \(minute.time)"
        case .onceAt(let instant): "once, at \(instant.shortRFC3339)"
        case .never: "at no time"
        }
    }

    /// In words that leave nothing out: `every 2 days at 11:00, counted from 2026-01-01`.
    package var explanation: String {
        guard case .recurring(let recurrence, _) = self else { return summary }
        return summary + recurrence.detail
    }
}

extension Recurrence {
    fileprivate var summary: String {
        switch self {
        case .daily, .everyDays(1, _): "every day"
        case .everyDays(let days, _): "every \(days) days"
        case .weekly(let weekday): "\(Recurrence.weekdayNames[weekday - 1])s"
        case .everyWeeks(1, let anchor): "\(anchor.weekdayName)s"
        case .everyWeeks(let weeks, let anchor): "every \(weeks) weeks on \(anchor.weekdayName)"
        case .everyMonths(1, let anchor): "every month on day \(anchor.day)"
        case .everyMonths(let months, let anchor): "every \(months) months on day \(anchor.day)"
        }
    }

    fileprivate var detail: String {
        switch self {
        case .daily, .weekly, .everyDays(1, _), .everyWeeks(1, _): ""
        case .everyDays(_, let anchor), .everyWeeks(_, let anchor): ", counted from \(anchor)"
        case .everyMonths(let months, let anchor):
            (anchor.day > 28 ? ", or on the last day of a shorter month" : "") + (months == 1 ? "" : ", counted from \(anchor)")
        }
    }
}

extension LocalDate {
    fileprivate var weekdayName: String { Recurrence.weekdayNames[weekday - 1] }
}
