import Domain

/// The days that a question is about: tomorrow, Friday, the weekend, this or next week, this or next month.
enum AskedDays {
    /// Nil where the words name no such days.
    static func days(in message: MessageWords, today: LocalDate) -> ClosedRange<LocalDate>? {
        // Of what is over, other questions are asked.
        guard !message.hasAny(["last", "past", "previous", "yesterday", "ago"]) else { return nil }
        let week = Week(of: today)
        if message.contains(["today", "and", "tomorrow"]) { return today...today.adding(days: 1) }
        if message.contains(["next", "week"]) { return week.next.days }
        if message.has("weekend") { return weekend(message.contains(["next", "weekend"]) ? week.next : week, today) }
        guard message.has("month") else {
            if let day = day(message.bare, today) { return day...day }
            return message.has("week") ? today...week.sunday : nil
        }
        let month = message.contains(["next", "month"]) ? CalendarMonth(of: today).next : CalendarMonth(of: today)
        return max(today, month.firstDay)...month.lastDay
    }

    private static func day(_ words: [String], _ today: LocalDate) -> LocalDate? {
        words.indices.lazy.compactMap { SpokenDay(endOf: words[...$0].joined(separator: " "), today: today)?.day ?? writtenDay(words[...$0]) }.first
    }

    /// `2026-03-05`, of which its hyphens have made three words.
    private static func writtenDay(_ words: ArraySlice<String>) -> LocalDate? {
        words.count < 3 ? nil : LocalDate(words.suffix(3).joined(separator: "-"))
    }

    /// Whether it asks for every task, whenever it is due.
    static func areAll(in message: MessageWords) -> Bool {
        message.hasAny(["task", "tasks", "todo", "todos"]) && message.hasAny(["all", "every", "pending", "open", "many", "without"])
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
