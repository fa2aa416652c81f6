import Domain

/// The days for which a question about deals or tasks asks: in October, last quarter, since 1 March, after 10 December.
struct AskedPeriod: Equatable {
    /// Nil for no bound.
    private(set) var from: LocalDate?
    private(set) var through: LocalDate?
    /// `before Friday 4 December`.
    private(set) var words = ""
    /// Whether what is over is left out, so that the days are the rest of those that were said.
    private(set) var isRest = false
    /// What it says of days besides, which is not understood; then the bounds are not what was meant.
    private(set) var unread: Set<String> = []

    var isNone: Bool { from == nil && through == nil }

    /// Between which they lie; nil for all.
    var days: ClosedRange<LocalDate>? {
        let first = from ?? LocalDate(year: 1970, month: 1, day: 1)
        return isNone ? nil : first...max(first, through ?? .last)
    }

    /// - Parameter isPast: whether it asks for what is over, such as what was won, else for what is expected.
    init(_ message: MessageWords, today: LocalDate, isPast: Bool) {
        let spans = NamedSpans.all(in: message, today: today, isPast: isPast)
        let leads = spans.map { Self.lead(of: $0, in: message) }
        var read = Set(spans.flatMap(\.words))
        read.formUnion(
            leads.compactMap { lead in lead.flatMap { Self.bounds.contains($0.word) || Self.openings.contains($0.word) ? $0.place : nil } })
        if spans.isEmpty, !isPast, let days = AskedDays.days(in: message, today: today) {
            let bound = message.has("before") ? "before" : message.has("by") && days.lowerBound == days.upperBound ? "by" : nil
            isRest =
                bound == nil && days.lowerBound == today && message.hasAny(["week", "month"]) && !message.has("next") && !Self.begins(message, today)
            set(bound == "before" ? days.upperBound...days.upperBound : days, bound.map(Lead.init), today, isPast: isPast)
            read.formUnion(message.words.indices.filter { message.words[$0] != "after" })
        } else if spans.count == 1, !["and", "or", "to"].contains(leads[0]?.word) {
            set(spans[0].days, leads[0], today, isPast: isPast)
        } else if spans.count == 2, let days = Self.days(Self.begun(spans, in: message), leads.map { $0?.word ?? "" }) {
            set(days, nil, today, isPast: isPast)
        } else if !spans.isEmpty {
            unread = Set(spans.flatMap { message.words[$0.words] })
        }
        unread.formUnion(UnreadDays.words(of: message, but: read))
    }

    /// - Parameter whole: whether also those of the days are meant that are over, or not yet.
    init(_ days: ClosedRange<LocalDate>, today: LocalDate, isPast: Bool = false, whole: Bool = false) {
        set(days, nil, today, isPast: isPast)
        guard whole else { return }
        (from, through, isRest) = (days.lowerBound, days.upperBound, false)
        words = "from \(DayText.long(days.lowerBound, today: today)) to \(DayText.long(days.upperBound, today: today))"
    }

    private mutating func set(_ days: ClosedRange<LocalDate>, _ lead: Lead?, _ today: LocalDate, isPast: Bool) {
        let told = { (day: LocalDate) in DayText.long(day, today: today) }
        let isEnd = lead?.isOfEnd == true
        switch lead?.word {
        case "after": (from, words) = (days.upperBound.adding(days: 1), "after \(told(days.upperBound))")
        case "since":
            let day = isEnd ? days.upperBound : days.lowerBound
            (from, words) = (day, "since \(told(day))")
        case "before":
            let day = isEnd ? days.upperBound : days.lowerBound
            (through, words) = (day.adding(days: -1), "before \(told(day))")
        case "by"?, "until"?, "till"?, "through"?: (through, words) = (days.upperBound, "\(lead?.word ?? "") \(told(days.upperBound))")
        default:
            if !isPast, days.contains(today), days.lowerBound < today { isRest = true }
            let days = isPast ? Self.upTo(today, days) : Self.asOf(today, days)
            let isOne = days.lowerBound == days.upperBound
            words = isOne ? "on \(told(days.lowerBound))" : "from \(told(days.lowerBound)) to \(told(days.upperBound))"
            (from, through) = (days.lowerBound, days.upperBound)
        }
        // What is overdue is not to come.
        if !isPast, from == nil, let end = through, end >= today { from = today }
    }

    /// Whether the week or the month that is asked for begins today.
    private static func begins(_ message: MessageWords, _ today: LocalDate) -> Bool { message.has("month") ? today.day == 1 : today.weekday == 1 }

    /// What of it is over, where it has begun.
    private static func upTo(_ today: LocalDate, _ days: ClosedRange<LocalDate>) -> ClosedRange<LocalDate> {
        days.contains(today) ? days.lowerBound...today : days
    }

    /// What is left of it, where it has begun.
    private static func asOf(_ today: LocalDate, _ days: ClosedRange<LocalDate>) -> ClosedRange<LocalDate> {
        days.contains(today) ? today...days.upperBound : days
    }

    /// Of "1 to 10 March", said on the 2nd, the first day is this year's as the last one is.
    private static func begun(_ spans: [NamedSpans.Span], in message: MessageWords) -> [NamedSpans.Span] {
        let first = spans[0]
        let hasYear = NamedSpans.year(message.words[first.words.upperBound - 1]) != nil
        guard first.days.lowerBound > spans[1].days.upperBound, !hasYear else { return spans }
        let days = first.days.lowerBound.later(byMonths: -12)...first.days.upperBound.later(byMonths: -12)
        return [NamedSpans.Span(days: days, words: first.words), spans[1]]
    }

    /// From one to another, or two that follow each other; nil for any other two.
    private static func days(_ spans: [NamedSpans.Span], _ leads: [String]) -> ClosedRange<LocalDate>? {
        let (first, last) = (spans[0].days, spans[1].days)
        guard first.lowerBound <= last.upperBound else { return nil }
        let isRange = openings.contains(leads[0]) && ["and", "to", "until", "till", "through"].contains(leads[1])
        let isAdjacent = leads[1] == "and" && !bounds.contains(leads[0]) && first.upperBound.adding(days: 1) == last.lowerBound
        return isRange || isAdjacent ? first.lowerBound...last.upperBound : nil
    }

    private static let bounds: Set<String> = ["before", "after", "since", "by", "until", "till", "through"]
    private static let openings: Set<String> = ["from", "between", "since"]

    /// The word that leads to days: before, since; by the end of.
    private struct Lead {
        let word: String
        var place = -1
        var isOfEnd = false

        init(_ word: String) { self.word = word }
    }

    private static func lead(of span: NamedSpans.Span, in message: MessageWords) -> Lead? {
        var place = span.words.lowerBound - 1
        while place >= 0, ["the", "end", "of"].contains(message.words[place]) { place -= 1 }
        guard place >= 0 else { return nil }
        var lead = Lead(message.words[place])
        lead.place = place
        lead.isOfEnd = message.words[place..<span.words.lowerBound].contains("end")
        return lead
    }
}

/// Words of days that were not read.
private enum UnreadDays {
    static func words(of message: MessageWords, but read: Set<Int>) -> Set<String> {
        Set(message.words.indices.filter { !read.contains($0) && isOfDays($0, message) }.map { message.words[$0] })
            .union(message.words.filter(parts.contains))
    }

    private static func isOfDays(_ place: Int, _ message: MessageWords) -> Bool {
        let word = message.bare[place]
        let (before, after) = (place > 0 ? message.words[place - 1] : "", place + 1 < message.words.count ? message.words[place + 1] : "")
        // "Before I call" is of no day.
        if bounds.contains(word) { return !clauses.contains(after) }
        if ["month", "year"].contains(word) { return after != "of" && NamedSpans.year(after) == nil }
        // 5th of what, and 4/12: which of them is the month?
        if word.wholeMatch(of: /\d{1,2}(?:st|nd|rd|th)/) != nil || isShort(word) && isShort(after) && leads.union(["on", "from"]).contains(before) {
            return true
        }
        if word == "per" { return ["day", "week", "month", "quarter", "year"].contains(after) }
        if days.contains(word) || NamedSpans.isYear(at: place, in: message) { return true }
        guard NamedSpans.month(word) != nil else { return false }
        if leads.contains(before) { return true }
        // May and March are verbs too; April may be somebody's name.
        let isName = ["with", "about", "to"].contains(before) || message.isCapitalised(place + 1) && message.continues(place + 1)
        return SpokenDayForms.months.contains(word) && !["may", "march"].contains(word) && !isName
    }

    private static func isShort(_ word: String) -> Bool { word.wholeMatch(of: /\d{1,2}/) != nil }

    private static let bounds: Set<String> = ["before", "after", "since", "until", "till"]
    private static let clauses: Set<String> = ["i", "we", "you", "he", "she", "they", "it", "all"]
    private static let leads: Set<String> = ["in", "during", "since", "before", "after", "until", "till", "by", "last", "next", "this", "for"]
    private static let days: Set<String> = [
        "quarter", "quarters", "q1", "q2", "q3", "q4", "yesterday", "ago", "ytd", "days", "week", "weeks", "months", "years", "weekend", "monthly",
        "weekly",
        "quarterly", "yearly", "spring", "summer", "autumn", "winter", "christmas", "easter", "onward", "onwards", "fiscal", "fortnight",
    ]
    /// With these not the whole of what is named is meant.
    private static let parts: Set<String> = ["half", "mid", "middle", "early"]
}
