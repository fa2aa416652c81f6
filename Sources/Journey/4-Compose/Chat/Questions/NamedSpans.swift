import Domain

/// Every day, week, month, quarter and year that a question names, in its order.
struct NamedSpans {
    struct Span {
        let days: ClosedRange<LocalDate>
        /// The places of its words.
        let words: Range<Int>
    }

    private let message: MessageWords
    private let words: [String]
    let today: LocalDate
    /// Whether it asks for what is over: then October is the last one, else the next.
    let isPast: Bool

    static func all(in message: MessageWords, today: LocalDate, isPast: Bool) -> [Span] {
        let reader = NamedSpans(message: message, words: message.bare, today: today, isPast: isPast)
        var spans: [Span] = []
        for place in message.words.indices where spans.last.map({ place >= $0.words.upperBound }) ?? true {
            if let found = reader.span(at: place) { spans.append(Span(days: found.days, words: place..<place + found.length)) }
        }
        return spans
    }

    typealias Found = (days: ClosedRange<LocalDate>, length: Int)

    private func span(at place: Int) -> Found? {
        writtenDay(place) ?? dayAndMonth(place) ?? monthAndDay(place) ?? month(place) ?? quarter(place) ?? several(place) ?? unit(place)
            ?? namedDay(place) ?? weekday(place) ?? wholeYear(place)
    }

    func word(_ place: Int) -> String { words.indices.contains(place) ? words[place] : "" }

    /// `2026-03-05`, of which its hyphens have made three words.
    private func writtenDay(_ place: Int) -> Found? {
        guard word(place).count == 4, let day = LocalDate("\(word(place))-\(word(place + 1))-\(word(place + 2))") else { return nil }
        return (day...day, 3)
    }

    private func dayAndMonth(_ place: Int) -> Found? {
        guard let number = Self.ordinal(word(place)) else { return nil }
        let named = word(place + 1) == "of" ? place + 2 : place + 1
        guard let month = Self.month(word(named)) else { return nil }
        return day(number, month, year: Self.year(word(named + 1)), length: named + 1 - place)
    }

    private func monthAndDay(_ place: Int) -> Found? {
        guard let month = Self.month(word(place)), let number = Self.ordinal(word(place + 1)) else { return nil }
        return day(number, month, year: Self.year(word(place + 2)), length: 2)
    }

    private func day(_ number: Int64, _ month: Int64, year: Int64?, length: Int) -> Found? {
        let years = year.map { [$0] } ?? (isPast ? [today.year, today.year - 1] : [today.year, today.year + 1])
        let days = years.map { LocalDate(year: $0, month: month, day: number) }.filter { $0.month == month }
        guard let day = days.first(where: { year != nil || (isPast ? $0 <= today : $0 >= today) }) else { return nil }
        return (day...day, year == nil ? length : length + 1)
    }

    private func month(_ place: Int) -> Found? {
        guard let number = Self.month(word(place)) else { return nil }
        let year = year(after: place)
        guard year != nil || isLed(place) && !(message.isCapitalised(place + 1) && message.continues(place + 1)) else { return nil }
        // Somebody may be called April: with Anna and April.
        if year == nil, ["and", "to"].contains(word(place - 1)), Self.month(word(place - 2)) == nil, Int64(word(place - 2)) == nil { return nil }
        // The last October is not the next one; the last March, said in March, may be either.
        if year == nil, word(place - 1) == (isPast ? "next" : "last") || word(place - 1) == "last" && number == today.month { return nil }
        let usual = isPast ? (number > today.month ? today.year - 1 : today.year) : (number < today.month ? today.year + 1 : today.year)
        let month = CalendarMonth(of: LocalDate(year: year?.number ?? usual, month: number, day: 1))
        return (month.firstDay...month.lastDay, 1 + (year?.length ?? 0))
    }

    /// Whether the word before it makes it a month.
    private func isLed(_ place: Int) -> Bool {
        // Deals may close, and march on.
        Self.leads.contains(word(place - 1)) || Self.ofDeals.contains(word(place - 1)) && !["may", "march", "mar"].contains(word(place))
    }

    private func quarter(_ place: Int) -> Found? {
        let short = ["q1", "q2", "q3", "q4"].firstIndex(of: word(place))
        let long = word(place + 1) == "quarter" ? Self.firsts.firstIndex { $0.contains(word(place)) } : nil
        guard let number = (short ?? long).map(Int64.init) else { return nil }
        let length = short == nil ? 2 : 1
        let year = year(after: place + length - 1)
        let days = { quarter(number, in: $0) }
        let usual: Int64 = isPast ? (days(today.year).lowerBound > today ? -1 : 0) : days(today.year).upperBound < today ? 1 : 0
        return (days(year?.number ?? today.year + usual), length + (year?.length ?? 0))
    }

    /// - Parameter number: from 0 on; beyond 3 in the years after.
    func quarter(_ number: Int64, in year: Int64) -> ClosedRange<LocalDate> {
        let first = LocalDate(year: year, month: 1, day: 1).later(byMonths: number * 3)
        return first...first.later(byMonths: 3).adding(days: -1)
    }

    private func wholeYear(_ place: Int) -> Found? {
        guard let number = Self.year(word(place)), Self.isYear(at: place, in: message) else { return nil }
        return (year(number), 1)
    }

    func year(_ number: Int64) -> ClosedRange<LocalDate> {
        LocalDate(year: number, month: 1, day: 1)...LocalDate(year: number, month: 12, day: 31)
    }

    /// `2025`, `of 2025`, `last year`, with how many words that takes.
    private func year(after place: Int) -> (number: Int64, length: Int)? {
        if let number = Self.year(word(place + 1)) { return (number, 1) }
        if word(place + 1) == "of", let number = Self.year(word(place + 2)) { return (number, 2) }
        guard word(place + 2) == "year" else { return nil }
        switch word(place + 1) {
        case "last", "previous": return (today.year - 1, 2)
        case "this": return (today.year, 2)
        case "next": return (today.year + 1, 2)
        default: return nil
        }
    }

    /// False where it is an amount: over 2025, 2025 EUR.
    static func isYear(at place: Int, in message: MessageWords) -> Bool {
        let words = message.words
        guard words.indices.contains(place), year(words[place]) != nil else { return false }
        let (before, after) = (place > 0 ? words[place - 1] : "", place + 1 < words.count ? words[place + 1] : "")
        // Nor is it the end of 1.3.2026, of which the full stops have made three words.
        return Int64(before) == nil && !ofAmounts.contains(before) && !ofAmounts.contains(after)
            && !(before == "to" && place > 1 && words[place - 2] == "up")
    }

    static func year(_ word: String) -> Int64? { word.count == 4 && word.hasPrefix("20") ? Int64(word) : nil }

    /// `5`, `5th`.
    private static func ordinal(_ word: String) -> Int64? {
        guard let match = word.wholeMatch(of: /(\d{1,2})(?:st|nd|rd|th)?/), let number = Int64(match.1), (1...31).contains(number) else { return nil }
        return number
    }

    /// 1 to 12, of three letters or more: `oct`, `sept`.
    static func month(_ word: String) -> Int64? {
        word.count < 3 ? nil : SpokenDayForms.months.firstIndex { $0.hasPrefix(word) }.map { Int64($0 + 1) }
    }

    /// After these a month is one, and not somebody's name or a verb.
    private static let leads: Set<String> = [
        "in", "during", "of", "since", "before", "after", "until", "till", "through", "by", "last", "this", "next", "from", "to", "between", "and",
    ]
    private static let ofDeals: Set<String> = ["deals", "won", "lost", "win", "sold", "closed", "close", "closing", "end"]
    private static let firsts: [Set<String>] = [["first", "1st"], ["second", "2nd"], ["third", "3rd"], ["fourth", "4th"]]
    private static let ofAmounts: Set<String> = [
        "over", "above", "than", "exceeding", "beyond", "least", "minimum", "under", "below", "most", "maximum", "eur", "usd", "gbp", "chf", "jpy",
        "euro", "euros", "dollars", "pounds", "k",
    ]
}
