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

    /// The same, with the day from which it is counted where that is after `today`: `every 2 days from 2027-01-01 at 09:00`.
    package func summary(on today: LocalDate) -> String {
        guard case .recurring(let recurrence, let time) = self, let anchor = recurrence.anchor, anchor > today else { return summary }
        return "\(recurrence.summary) from \(anchor) at \(time)"
    }

    /// In words that leave nothing out: `every 2 days at 11:00, counted from 2026-01-01`.
    package var explanation: String {
        guard case .recurring(let recurrence, _) = self else { return summary }
        return summary + recurrence.detail
    }
}

extension Recurrence {
    /// The day from which it is counted, where another day of the same kind would make another schedule.
    fileprivate var anchor: LocalDate? {
        switch self {
        case .daily, .weekly, .everyDays(1, _), .everyWeeks(1, _), .everyMonths(1, _): nil
        case .everyDays(_, let anchor), .everyWeeks(_, let anchor), .everyMonths(_, let anchor): anchor
        }
    }

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
        let counted = anchor.map { ", counted from \($0)" } ?? ""
        if case .everyMonths(_, let day) = self, day.day > 28 { return ", or on the last day of a shorter month" + counted }
        return counted
    }
}

extension LocalDate {
    fileprivate var weekdayName: String { Recurrence.weekdayNames[weekday - 1] }
}
