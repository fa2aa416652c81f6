import Domain

/// The ways to write a day at the end of a text, each with what stands before it.
enum SpokenDayForms {
    typealias Found = (day: LocalDate, rest: Substring)
    typealias Form = @Sendable (String, LocalDate) -> Found?

    static let all: [Form] = [
        named, distant, weekdayOfNextWeek, nextWeekOrMonth, weekend, endOfSpan, weekday, dayAndMonth, monthAndDay, dayAlone, written, dotted,
    ]

    private static func named(_ text: String, _ today: LocalDate) -> Found? {
        let form = /(?:^|\s)(?:(today)|tomm?orr?ow|tmrw?|((?:the )?day after tomorrow))$/.ignoresCase()
        guard let match = text.firstMatch(of: form) else { return nil }
        let distance: Int64 = match.1 != nil ? 0 : match.2 != nil ? 2 : 1
        return (today.adding(days: distance), text[..<match.range.lowerBound])
    }

    private static func distant(_ text: String, _ today: LocalDate) -> Found? {
        let form = /(?:^|\s)in (\d{1,3}|a couple of|a few|[a-z]+) (day|week|month)s?$/.ignoresCase()
        guard let match = text.firstMatch(of: form), let number = Int64(match.1) ?? numbers[match.1.lowercased()] else { return nil }
        let day =
            switch match.2.lowercased() {
            case "day": today.adding(days: number)
            case "week": today.adding(days: number * 7)
            default: today.later(byMonths: number)
            }
        return (day, text[..<match.range.lowerBound])
    }

    private static func weekdayOfNextWeek(_ text: String, _ today: LocalDate) -> Found? {
        guard let match = text.firstMatch(of: /(?:^|\s)([a-z]+day) (?:of )?next week$/.ignoresCase()),
            let number = weekdays.firstIndex(of: match.1.lowercased())
        else { return nil }
        return (monday(after: today).adding(days: Int64(number)), text[..<match.range.lowerBound])
    }

    /// The Monday of the week, the first of the month.
    private static func nextWeekOrMonth(_ text: String, _ today: LocalDate) -> Found? {
        guard let match = text.firstMatch(of: /(?:^|\s)next (week|month)$/.ignoresCase()) else { return nil }
        let day = match.1.lowercased() == "week" ? monday(after: today) : CalendarMonth(of: today).next.firstDay
        return (day, text[..<match.range.lowerBound])
    }

    /// Its Saturday, or today where it has begun.
    private static func weekend(_ text: String, _ today: LocalDate) -> Found? {
        guard let match = text.firstMatch(of: /(?:^|\s)(?:this|(next)|(?:(?:at|on|over) )?the) weekend$/.ignoresCase()) else { return nil }
        let saturday = monday(after: today).adding(days: -2)
        return (match.1 == nil ? max(today, saturday) : saturday.adding(days: 7), text[..<match.range.lowerBound])
    }

    /// A week's Friday, a month's last day.
    private static func endOfSpan(_ text: String, _ today: LocalDate) -> Found? {
        guard let match = text.firstMatch(of: /(?:^|\s)(?:at )?(?:the )?end of (?:the |this )?(week|month)$/.ignoresCase()) else { return nil }
        let isWeek = match.1.lowercased() == "week"
        return (isWeek ? max(today, monday(after: today).adding(days: -3)) : CalendarMonth(of: today).lastDay, text[..<match.range.lowerBound])
    }

    private static func monday(after today: LocalDate) -> LocalDate { today.adding(days: Int64(8 - today.weekday)) }

    /// The next day of that name, never today.
    private static func weekday(_ text: String, _ today: LocalDate) -> Found? {
        let form = /(?:^|\s)(?:next |this )?([a-z]+day)$/.ignoresCase()
        guard let match = text.firstMatch(of: form), let number = weekdays.firstIndex(of: match.1.lowercased()) else { return nil }
        let ahead = (number + 1 - today.weekday + 6) % 7 + 1
        return (today.adding(days: Int64(ahead)), text[..<match.range.lowerBound])
    }

    private static func dayAndMonth(_ text: String, _ today: LocalDate) -> Found? {
        // A bare number with a short word may be anything: 2 mar.
        let form = /(?:^|\s)((?:on|by|until|till|before|for|due) )?(?:the )?(\d{1,2})(st|nd|rd|th|\.)?(?: of)? ([a-z]{3,9})(?: (\d{4}))?$/
            .ignoresCase()
        guard let match = text.firstMatch(of: form), match.1 != nil || match.3 != nil || match.range.lowerBound == text.startIndex else { return nil }
        return day(match.2, match.4, match.5, after: today).map { ($0, text[..<(match.1?.endIndex ?? match.range.lowerBound)]) }
    }

    private static func monthAndDay(_ text: String, _ today: LocalDate) -> Found? {
        let form = /(?:^|\s)((?:on|by|until|till|before|for|due) )?([a-z]{3,9}) (\d{1,2})(st|nd|rd|th)?(?:,? (\d{4}))?$/.ignoresCase()
        guard let match = text.firstMatch(of: form), match.1 != nil || match.4 != nil || match.range.lowerBound == text.startIndex else { return nil }
        return day(match.3, match.2, match.5, after: today).map { ($0, text[..<(match.1?.endIndex ?? match.range.lowerBound)]) }
    }

    /// The next day of that number, in a month that has it.
    private static func dayAlone(_ text: String, _ today: LocalDate) -> Found? {
        guard let match = text.firstMatch(of: /(?:^|\s)(?:on|by|until|till|before|for|due) the (\d{1,2})(?:st|nd|rd|th)$/.ignoresCase()),
            let number = Int64(match.1), (1...31).contains(number)
        else { return nil }
        let month = CalendarMonth(of: today)
        let days = [month, month.next, month.next.next].map { $0.firstDay.adding(days: number - 1) }
        return days.first { $0 > today && $0.day == number }.map { ($0, text[..<match.range.lowerBound]) }
    }

    private static func written(_ text: String, _ today: LocalDate) -> Found? {
        guard let match = text.firstMatch(of: /(?:^|\s)(\d{4}-\d{2}-\d{2})$/.ignoresCase()), let day = LocalDate(String(match.1)) else { return nil }
        return (day, text[..<match.range.lowerBound])
    }

    /// `31.12.` and `31.12.2026`.
    private static func dotted(_ text: String, _ today: LocalDate) -> Found? {
        let form = /(?:^|\s)(?:(?:on|by|until|till|before|for|due) )?(\d{1,2})\.(\d{1,2})\.?(\d{4})?$/.ignoresCase()
        guard let match = text.firstMatch(of: form), text.hasSuffix(".") || match.3 != nil || match.0.contains(/[a-z]/), let month = Int(match.2),
            (1...12).contains(month)
        else {
            return nil
        }
        return day(match.1, months[month - 1][...], match.3, after: today).map { ($0, text[..<match.range.lowerBound]) }
    }

    /// That of the year; without one this year's, or next year's where that is over.
    private static func day(_ number: Substring, _ month: Substring, _ year: Substring?, after today: LocalDate) -> LocalDate? {
        let name = month.lowercased()
        guard let month = months.firstIndex(where: { name.count > 2 && $0.hasPrefix(name) }) else { return nil }
        if let year { return Int64(year).flatMap { day(number, month + 1, in: $0) } }
        return [today.year, today.year + 1].lazy.compactMap { day(number, month + 1, in: $0) }.first { $0 >= today }
    }

    private static func day(_ number: Substring, _ month: Int, in year: Int64) -> LocalDate? {
        LocalDate("\(year)-\(month < 10 ? "0" : "")\(month)-\(number.count < 2 ? "0" : "")\(number)")
    }

    private static let numbers: [String: Int64] = [
        "a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "three": 3, "a few": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
        "nine": 9,
        "ten": 10,
    ]
    static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]
}
