import Domain

/// Days that are told from today on: tomorrow, last Friday, this quarter, the next 14 days.
extension NamedSpans {
    /// `last 30 days`, `next 2 weeks`.
    func several(_ place: Int) -> Found? {
        let isLast = Self.lasts.contains(word(place))
        guard isLast || word(place) == "next", let number = Int64(word(place + 1)) ?? Self.numbers[word(place + 1)], (1...400).contains(number) else {
            return nil
        }
        let sign: Int64 = isLast ? -number : number
        let other: LocalDate
        switch word(place + 2) {
        case "day", "days": other = today.adding(days: sign)
        case "week", "weeks": other = today.adding(days: sign * 7)
        case "month", "months": other = today.later(byMonths: sign)
        default: return nil
        }
        return (min(today, other)...max(today, other), 3)
    }

    /// `this week`, `last month`, `next quarter`, `the year`.
    func unit(_ place: Int) -> Found? {
        let isBare = ["week", "month", "quarter", "year"].contains(word(place))
        let unit = isBare ? place : place + 1
        let which: Int64 = Self.lasts.contains(word(place)) ? -1 : word(place) == "next" ? 1 : 0
        guard isBare || which != 0 || ["this", "current"].contains(word(place)) else { return nil }
        // A month as such, or what goes on: per month, the first week of March, the year 2025, quarter 2.
        if isBare, ["per", "each", "every", "a", "an", "half"].contains(word(place - 1)) || Int64(word(place - 1)) != nil { return nil }
        if Int64(word(unit + 1)) != nil || word(unit + 1) == "of" { return nil }
        return days(of: word(unit), which).map { ($0, isBare ? 1 : 2) }
    }

    private func days(of unit: String, _ which: Int64) -> ClosedRange<LocalDate>? {
        switch unit {
        case "week":
            let monday = today.adding(days: Int64(1 - today.weekday) + which * 7)
            return monday...monday.adding(days: 6)
        case "month":
            let month = CalendarMonth(of: CalendarMonth(of: today).firstDay.later(byMonths: which))
            return month.firstDay...month.lastDay
        case "quarter": return quarter((today.month - 1) / 3 + which, in: today.year)
        case "year": return year(today.year + which)
        default: return nil
        }
    }

    func namedDay(_ place: Int) -> Found? {
        switch (word(place), word(place + 1), word(place + 2)) {
        case ("day", "after", "tomorrow"): (today.adding(days: 2)...today.adding(days: 2), 3)
        case ("day", "before", "yesterday"): (today.adding(days: -2)...today.adding(days: -2), 3)
        case ("today", _, _): (today...today, 1)
        case ("tomorrow", _, _): (today.adding(days: 1)...today.adding(days: 1), 1)
        case ("yesterday", _, _): (today.adding(days: -1)...today.adding(days: -1), 1)
        default: nil
        }
    }

    /// `Friday`, `last Friday`: the one before today, or the one after it.
    func weekday(_ place: Int) -> Found? {
        let isLast = word(place) == "last"
        let named = isLast ? place + 1 : place
        guard let number = SpokenDayForms.weekdays.firstIndex(of: word(named)), !(isPast && word(place - 1) == "next") else { return nil }
        let ahead = Int64((number + 1 - today.weekday + 6) % 7 + 1)
        let day = today.adding(days: isPast || isLast ? (ahead == 7 ? -7 : ahead - 7) : ahead)
        return (day...day, named - place + 1)
    }

    private static let lasts: Set<String> = ["last", "previous", "past"]
    private static let numbers: [String: Int64] = [
        "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    ]
}
