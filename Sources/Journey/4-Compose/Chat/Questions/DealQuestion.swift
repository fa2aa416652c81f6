import Domain

/// Asks for deals by number, sum, size or day: how many open deals; deals over 1000; biggest deals; deals closing this week.
struct DealQuestion: Equatable {
    var choice: DealChoice
    /// What makes it narrower than its status, in words: ` over EUR 1,000`.
    private(set) var narrowing = ""
    /// Whether only the pipeline as a whole is asked for.
    private(set) var isOfPipeline = false
    /// The days in which they were won or lost; the instants depend on the zone.
    private(set) var closedDays: ClosedRange<LocalDate>?

    /// Nil for what the lists of deals answer as they are.
    ///
    /// - Parameter text: the message as it was typed, in which amounts have their marks.
    init?(_ text: String, _ message: MessageWords, today: LocalDate) {
        guard message.words.count <= 24, Self.isAboutDeals(message), !message.hasAny(["task", "tasks", "why"]) else { return nil }
        choice = DealChoice(status: Self.status(message))
        let amounts = AskedAmounts(text)
        narrow(by: amounts)
        narrow(byDaysIn: message, today: today)
        let isOrdered = order(by: message)
        let isCount = message.contains(["how", "many"]) || message.contains(["number", "of"])
        let isSum = message.contains(["how", "much"]) || message.hasAny(["worth", "value", "total", "sum", "volume"])
        isOfPipeline = message.hasAny(["pipeline", "funnel"]) && narrowing.isEmpty && !isOrdered
        guard isOrdered || isCount || isSum || isOfPipeline || !narrowing.isEmpty || choice.status == nil else { return nil }
    }

    /// The same of some customers only; of somebody's one deal whatever has become of it.
    func of(_ subject: NamedSubject, _ message: MessageWords) -> DealQuestion {
        var question = self
        if narrowing.isEmpty, choice.status == "open", !message.hasAny(["open", "deals", "pipeline"]) { question.choice.status = nil }
        question.choice.customers = Array(subject.names.prefix(8))
        question.choice.contacts = Array(subject.contacts.map(\.id).prefix(8))
        question.narrowing = " with \(subject.label)" + narrowing
        question.isOfPipeline = false
        return question
    }

    private static func isAboutDeals(_ message: MessageWords) -> Bool {
        if message.hasAny(["deal", "deals", "opportunity", "opportunities", "pipeline", "funnel"]) { return true }
        return [.wonDeals, .lostDeals, .openDeals].contains(ChatIntent(message))
    }

    /// Nil for all.
    private static func status(_ message: MessageWords) -> String? {
        if message.hasAny(["lost", "lose", "losing", "failed", "rejected"]) { return "lost" }
        if message.hasAny(["won", "win", "sold", "closed", "bought"]) { return "won" }
        if message.has("close"), message.has("did") { return "won" }
        return message.hasAny(["all", "every", "ever"]) && !message.has("open") ? nil : "open"
    }

    private mutating func narrow(by amounts: AskedAmounts) {
        choice.currency = amounts.currency
        choice.bounds = amounts.bounds.map(\.bound)
        guard !choice.bounds.isEmpty else { return }
        choice.withoutDigits = MoneyText.withoutDigits.sorted()
        choice.withThreeDigits = MoneyText.withThreeDigits.sorted()
        narrowing += " \(amounts.words)"
        choice.order = .biggest
    }

    private mutating func narrow(byDaysIn message: MessageWords, today: LocalDate) {
        guard choice.status == "open" || choice.status == nil else { return narrow(byPastDaysIn: message, today: today) }
        if message.hasAny(["overdue", "late", "slipped"]) {
            choice.closesThrough = today.adding(days: -1)
            narrowing += " whose expected day is over"
        } else if let days = NamedMonth.days(in: message, today: today) ?? AskedDays.days(in: message, today: today) {
            let isLast = message.has("by") && days.lowerBound == days.upperBound
            (choice.closesFrom, choice.closesThrough) = (isLast ? min(today, days.lowerBound) : days.lowerBound, days.upperBound)
            narrowing += " expected to close \(isLast ? "by \(DayText.long(days.upperBound))" : DayText.span(days))"
        } else {
            return
        }
        choice.order = .closing
    }

    private mutating func narrow(byPastDaysIn message: MessageWords, today: LocalDate) {
        guard let days = PastDays.days(in: message, today: today) else { return }
        closedDays = days
        narrowing += " \(DayText.span(days))"
    }

    private mutating func order(by message: MessageWords) -> Bool {
        let isBig = message.hasAny(["biggest", "largest", "highest", "top", "big", "large", "size"]) || message.contains(["most", "valuable"])
        guard isBig || message.hasAny(["smallest", "lowest"]) else { return false }
        choice.order = isBig ? .biggest : .smallest
        let number = message.words.compactMap(Int64.init).first { (1...20).contains($0) }
        if let number, choice.bounds.isEmpty { choice.limit = number } else if !message.has("deals"), message.has("deal") { choice.limit = 1 }
        return true
    }
}

/// The month that a question names: in March, by the end of which the next one is meant.
enum NamedMonth {
    /// Nil where it names none. What is left of it, where it has begun.
    static func days(in message: MessageWords, today: LocalDate) -> ClosedRange<LocalDate>? {
        for (place, word) in message.words.enumerated() where place > 0 && ["in", "during", "of"].contains(message.words[place - 1]) {
            guard let number = SpokenDayForms.months.firstIndex(of: word).map({ Int64($0 + 1) }) else { continue }
            let month = CalendarMonth(of: LocalDate(year: number < today.month ? today.year + 1 : today.year, month: number, day: 1))
            return max(today, month.firstDay)...month.lastDay
        }
        return nil
    }
}

/// The days that a question about what is over names.
enum PastDays {
    /// Nil where it names none.
    static func days(in message: MessageWords, today: LocalDate) -> ClosedRange<LocalDate>? {
        let monday = today.adding(days: Int64(1 - today.weekday))
        let isLast = message.hasAny(["last", "previous", "past"])
        if message.has("today") { return today...today }
        if message.has("yesterday") { return today.adding(days: -1)...today.adding(days: -1) }
        if message.has("week") { return isLast ? monday.adding(days: -7)...monday.adding(days: -1) : monday...today }
        if message.has("month") {
            let first = CalendarMonth(of: today).firstDay
            return isLast ? CalendarMonth(of: first.adding(days: -1)).firstDay...first.adding(days: -1) : first...today
        }
        guard message.has("year") else { return nil }
        let first = LocalDate(year: isLast ? today.year - 1 : today.year, month: 1, day: 1)
        return isLast ? first...LocalDate(year: today.year - 1, month: 12, day: 31) : first...today
    }
}
