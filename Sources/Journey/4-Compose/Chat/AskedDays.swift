import Domain

/// The days that a question is about: tomorrow, Friday, the weekend, this or next week, this or next month.
enum AskedDays {
    /// Nil where the words name no such days.
    static func days(in message: MessageWords, today: LocalDate) -> ClosedRange<LocalDate>? {
        // Of what is over, other questions are asked.
        guard !message.hasAny(["last", "past", "previous", "yesterday", "ago"]) else { return nil }
        let week = Week(of: today)
        if message.contains(["next", "week"]) { return week.next.days }
        if let day = day(message.words, today) { return day...day }
        if message.has("weekend") { return weekend(message.contains(["next", "weekend"]) ? week.next : week, today) }
        if message.has("week") { return today...week.sunday }
        guard message.has("month") else { return nil }
        let month = message.contains(["next", "month"]) ? CalendarMonth(of: today).next : CalendarMonth(of: today)
        return max(today, month.firstDay)...month.lastDay
    }

    private static func day(_ words: [String], _ today: LocalDate) -> LocalDate? {
        words.indices.lazy.compactMap { SpokenDay(endOf: words[...$0].joined(separator: " "), today: today)?.day }.first
    }

    /// What is left of it, where it has begun.
    private static func weekend(_ week: Week, _ today: LocalDate) -> ClosedRange<LocalDate> {
        max(today, week.sunday.adding(days: -1))...week.sunday
    }

    /// Monday to Sunday, as in ISO 8601.
    private struct Week {
        let sunday: LocalDate

        init(of day: LocalDate) { sunday = day.adding(days: Int64(7 - day.weekday)) }

        var next: Week { Week(of: sunday.adding(days: 1)) }
        var days: ClosedRange<LocalDate> { sunday.adding(days: -6)...sunday }
    }
}
