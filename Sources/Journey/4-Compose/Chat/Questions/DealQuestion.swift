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
    /// What it says of days that is not understood: an answer over all days would be none to it.
    private(set) var unreadDays: Set<String> = []
    /// Whether it says an amount that is not understood.
    private(set) var isAmountUnclear = false
    /// Where it says what was bought.
    private(set) var productPlaces = 0..<0
    /// Whether it asks for what was sold, which targets count too.
    private(set) var isOfSales = false
    /// By what it asks for that one by one; nil for the deals themselves.
    private(set) var grouping: DealChoice.Grouping?
    /// Whether it asks for the amount of a usual one.
    private(set) var isAverage = false

    var isUnclear: Bool { isAmountUnclear || !unreadDays.isEmpty }

    /// Nil for what the lists of deals answer as they are.
    ///
    /// - Parameter text: the message as it was typed, in which amounts have their marks.
    /// - Parameter subject: whom it names, whose name is no day.
    init?(_ text: String, _ message: MessageWords, today: LocalDate, naming subject: NamedSubject? = nil) {
        guard message.words.count <= 24, Self.isAboutDeals(message), !message.hasAny(["task", "tasks", "why"]) else { return nil }
        choice = DealChoice(status: Self.status(message))
        let amounts = AskedAmounts(text)
        narrow(by: amounts)
        narrow(byProductIn: subject?.omitted(from: message) ?? message)
        narrow(byDaysIn: subject?.omitted(from: message) ?? message, today: today)
        isOfSales = choice.status == "won" && SoldQuestion.isAsked(message)
        if isOfSales, choice.products.isEmpty { grouping = SoldQuestion.grouping(message) }
        isAverage = message.hasAny(["average", "mean", "avg", "typical"])
        let isOrdered = order(by: message)
        let isCount = message.contains(["how", "many"]) || message.contains(["number", "of"])
        let isSum = message.contains(["how", "much"]) || message.hasAny(["worth", "value", "total", "sum", "volume"])
        isOfPipeline = message.hasAny(["pipeline", "funnel"]) && narrowing.isEmpty && !isOrdered
        if !isCount, !isSum, !isOrdered, !isOfSales, !Self.isForSeveral(message) { unreadDays = [] }
        guard isOfSales || isAverage || isOrdered || isCount || isSum || isOfPipeline || !narrowing.isEmpty || choice.status == nil || isUnclear
        else { return nil }
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
        return [.wonDeals, .lostDeals, .openDeals].contains(ChatIntent(message)) || SoldQuestion.isAsked(message)
    }

    /// Whether it asks for deals, and not for one that happens to be told of: the deal with Anna before I call her.
    private static func isForSeveral(_ message: MessageWords) -> Bool {
        message.hasAny(["deals", "opportunities", "pipeline", "funnel", "close", "closes", "closing"])
            || [.wonDeals, .lostDeals].contains(ChatIntent(message))
    }

    /// Nil for all.
    private static func status(_ message: MessageWords) -> String? {
        if message.hasAny(["lost", "lose", "losing", "failed", "rejected"]) { return "lost" }
        if isOverdue(message) { return "open" }
        if message.hasAny(ChatVocabulary.won) || SoldQuestion.isAsked(message) { return "won" }
        if message.has("close"), message.has("did") { return "won" }
        return message.hasAny(["all", "every", "ever"]) && !message.has("open") ? nil : "open"
    }

    /// Whether it asks for deals that are still open after the day they were expected by: which should have closed already.
    private static func isOverdue(_ message: MessageWords) -> Bool {
        let isPastDue = message.contains(["should", "have"]) || message.contains(["should", "be"]) || message.contains(["supposed", "to"])
        return isPastDue && message.hasAny(["close", "closed", "won", "decided"]) || message.hasAny(["overdue", "late", "slipped"])
    }

    private mutating func narrow(byProductIn message: MessageWords) {
        guard choice.status == "won", let product = BoughtProduct(message) else { return }
        choice.products = product.parts
        productPlaces = product.places
        narrowing += " for “\(PlainText.line(product.name, limit: 80))”"
    }

    private mutating func narrow(by amounts: AskedAmounts) {
        isAmountUnclear = amounts.isUnclear
        choice.currency = amounts.currency
        choice.bounds = amounts.bounds.map(\.bound)
        guard !choice.bounds.isEmpty else { return }
        choice.withoutDigits = MoneyText.withoutDigits.sorted()
        choice.withThreeDigits = MoneyText.withThreeDigits.sorted()
        narrowing += " \(amounts.words)"
        choice.order = .biggest
    }

    private mutating func narrow(byDaysIn message: MessageWords, today: LocalDate) {
        let isPast = choice.status == "won" || choice.status == "lost"
        let period = AskedPeriod(message, today: today, isPast: isPast)
        unreadDays = period.unread
        if isPast { return narrow(byPast: period, today: today) }
        if Self.isOverdue(message), period.isNone {
            choice.closesThrough = today.adding(days: -1)
            narrowing += " whose expected day is over"
        } else if !period.isNone {
            (choice.closesFrom, choice.closesThrough) = (period.from, period.through)
            narrowing += " expected to close \(period.words)\(period.isRest ? " (still to come)" : "")"
        } else {
            return
        }
        choice.order = .closing
    }

    private mutating func narrow(byPast period: AskedPeriod, today: LocalDate) {
        guard !period.isNone else { return }
        let from = period.from ?? Self.firstDay
        closedDays = from...max(from, period.through ?? today)
        narrowing += " \(period.words)"
    }

    /// Before every deal.
    private static let firstDay = LocalDate(year: 1970, month: 1, day: 1)

    private mutating func order(by message: MessageWords) -> Bool {
        // The best product is no big deal, nor is the best customer.
        guard grouping == nil else { return false }
        let isBig =
            !isAverage && message.hasAny(["biggest", "largest", "highest", "top", "big", "large", "size"]) || message.contains(["most", "valuable"])
        guard isBig || message.hasAny(["smallest", "lowest"]) else { return false }
        choice.order = isBig ? .biggest : .smallest
        let number = message.words.compactMap(Int64.init).first { (1...20).contains($0) }
        if let number, choice.bounds.isEmpty { choice.limit = number } else if !message.has("deals"), message.has("deal") { choice.limit = 1 }
        return true
    }
}
