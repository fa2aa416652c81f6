import Domain

/// The days that a question is about: tomorrow, Friday, the weekend, this or next week, this or next month.
enum AskedDays {
    /// The days whose tasks are asked for, also such as are over; without any where the words name none.
    static func period(in message: MessageWords, today: LocalDate) -> (period: AskedPeriod, isPast: Bool) {
        let isPast = message.hasAny(past) && !message.has("next")
        let period = AskedPeriod(message, today: today, isPast: isPast)
        if !isPast, period.isRest, let whole = whole(message, today) { return (AskedPeriod(whole, today: today, isPast: false, whole: true), true) }
        if period.isNone, period.unread.isEmpty, message.has("upcoming") || message.contains(["coming", "up"]) {
            return (AskedPeriod(today...today.adding(days: 6), today: today), false)
        }
        if !isPast, !period.unread.isEmpty, period.unread.isSubset(of: nearDays), let days = days(in: message, today: today) {
            return (AskedPeriod(days, today: today), false)
        }
        guard !isPast, !period.isNone, period.unread.isEmpty, period.from == period.through else { return (period, isPast) }
        // Of a day without its year the one just over is meant, rather than that of the next year.
        let before = AskedPeriod(message, today: today, isPast: true)
        guard let day = before.from, day == before.through, let later = period.from, today.adding(days: -60) < day, today.adding(days: 300) < later
        else { return (period, isPast) }
        return (before, true)
    }

    /// The whole week or month of which a number is asked for: how many meetings this month. Nil for every other question, which is for what
    /// is still to come.
    private static func whole(_ message: MessageWords, _ today: LocalDate) -> ClosedRange<LocalDate>? {
        guard message.contains(["how", "many"]), !message.hasAny(["still", "left", "more", "remaining", "upcoming", "pending", "open"]),
            message.contains(["this", "month"]) || message.contains(["this", "week"])
        else { return nil }
        let month = CalendarMonth(of: today)
        return message.has("month") ? month.firstDay...month.lastDay : Week(of: today).days
    }

    /// Several of these are asked for together, with what lies between them: Monday and Tuesday.
    private static let nearDays = Set(SpokenDayForms.weekdays + ["today", "tomorrow"])
    private static let past: Set<String> = ["was", "were", "did", "had", "last", "past", "previous", "yesterday", "ago", "done", "finished"]

    /// Nil where the words name no such days.
    static func days(in message: MessageWords, today: LocalDate) -> ClosedRange<LocalDate>? {
        // Of what is over, other questions are asked.
        guard !message.hasAny(["last", "past", "previous", "yesterday", "ago"]) else { return nil }
        let week = Week(of: today)
        if message.contains(["next", "week"]) { return week.next.days }
        if message.has("weekend") { return weekend(message.contains(["next", "weekend"]) ? week.next : week, today) }
        guard message.has("month") else {
            if let named = named(in: message, today) { return named }
            return message.has("week") ? today...week.sunday : nil
        }
        let month = message.contains(["next", "month"]) ? CalendarMonth(of: today).next : CalendarMonth(of: today)
        return max(today, month.firstDay)...month.lastDay
    }

    /// One day, from one to another, or until one.
    private static func named(in message: MessageWords, _ today: LocalDate) -> ClosedRange<LocalDate>? {
        let days = days(message.bare.prefix(mostWords), today)
        guard let first = days.min(), let last = days.max() else { return nil }
        if message.hasAny(["until", "till", "through", "before"]), days.count == 1 { return min(today, last)...last }
        return message.hasAny(["between", "and", "to", "until", "till", "through", "from"]) ? first...last : days[0]...days[0]
    }

    /// Every day that is named, in the order of the words.
    private static func days(_ words: ArraySlice<String>, _ today: LocalDate) -> [LocalDate] {
        words.indices.compactMap { end in
            let tail = words[...end].suffix(longestDay)
            return SpokenDay(endOf: tail.joined(separator: " "), today: today)?.day ?? writtenDay(tail)
        }
    }

    /// A question for days is short, and so is a day; what comes from outside is not read without a limit.
    private static let mostWords = 60
    private static let longestDay = 6

    /// `2026-03-05`, of which its hyphens have made three words.
    private static func writtenDay(_ words: ArraySlice<String>) -> LocalDate? {
        words.count < 3 ? nil : LocalDate(words.suffix(3).joined(separator: "-"))
    }

    /// Whether a question that is not understood otherwise may ask for what is to be done: what do I have on the 4th; am I free on 3 December.
    static func mayBeAsked(in message: MessageWords) -> Bool {
        message.words.count <= 12 && message.hasAny(["have", "got", "do", "free", "busy", "planned", "scheduled", "coming", "happening", "anything"])
            && message.hasAny(["what", "whats", "am", "are", "is", "do", "have", "anything"]) && message.hasAny(["i", "we", "on", "there", "whats"])
    }

    /// Whether it asks for every task, whenever it is due.
    static func areAll(in message: MessageWords) -> Bool {
        message.hasAny(["task", "tasks", "todo", "todos"]) && message.hasAny(["all", "every", "pending", "open", "many", "without"])
            && !message.hasAny(["done", "finish", "finished", "complete", "completed", "did", "yesterday", "last"])
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
