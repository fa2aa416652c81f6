/// Days told from the day of the message: `tomorrow`, `in 3 days`, `two weeks ago`, `next week`, `the end of the month`.
struct RelativeDateReader: ClaimReader {
    var beginnings: Beginnings {
        Beginnings(
            words: ["today", "tonight", "tomorrow", "yesterday", "day", "in", "a", "an", "the", "end", "next", "this", "last", "coming"],
            kinds: [.number])
    }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        if text.has(Self.thisDay, at: index) { return today(index, text) }
        guard let (days, end) = named(index, text) ?? counted(index, text) ?? span(index, text) ?? ending(index, text) else { return nil }
        return Reading(text.claim(.date, index..<end, .days([days])), end: end)
    }

    private typealias Found = (days: ClosedRange<Int64>, end: Int)

    /// "today" is the day of the message; only where it is the day of something it can be wrong.
    private func today(_ index: Int, _ text: ReadText) -> Reading? {
        guard text.has(Self.occasions, in: text.sentence(at: index)) else { return nil }
        return Reading(text.claim(.date, index..<index + 1, .dueToday(text.today.dayNumber)), end: index + 1)
    }

    private func named(_ index: Int, _ text: ReadText) -> Found? {
        guard let name = text.folded(index), let distance = Self.names[name] else { return nil }
        let day = text.today.dayNumber + distance
        guard distance == 2 else { return (day...day, index + 1) }
        return text.word(index + 1) == "after" && text.word(index + 2) == "tomorrow" ? (day...day, index + 3) : nil
    }

    /// `in 3 days`, `in two weeks`, `3 days ago`; a longer unit is meant the less exactly.
    private func counted(_ index: Int, _ text: ReadText) -> Found? {
        let leads = text.has(Self.ahead, at: index)
        let place = leads ? index + 1 : index
        guard let count = count(place, text), let unit = text.folded(place + 1).flatMap({ Self.units[FoldedWord(TextToken.stem($0.text))] })
        else { return nil }
        let isAgo = text.has(Self.ago, at: place + 2)
        guard leads || isAgo, count < 1000 else { return nil }
        let day = text.today.dayNumber + count * unit.days * (isAgo ? -1 : 1)
        return (day - unit.slack...day + unit.slack, place + (isAgo ? 3 : 2))
    }

    private func count(_ index: Int, _ text: ReadText) -> Int64? {
        if text.has(Self.one, at: index) { return 1 }
        guard let value = text.number(index)?.values.first, value % 1000 == 0 else { return nil }
        return value / 1000
    }

    /// `next week`; asked as a question it is a wish. `The weekend` is one only with a deadline before it.
    private func span(_ index: Int, _ text: ReadText) -> Found? {
        guard text.has(Self.spans, at: index + 1) else { return nil }
        let unit = text.word(index + 1)
        if unit == "weekend", text.word(index) == "the", text.has(Self.deadlines, at: index - 1) {
            return (Self.span("weekend", 0, text.today), index + 2)
        }
        guard let step = text.folded(index).flatMap({ Self.steps[$0] }), !text.isQuestion(at: index) else { return nil }
        return (Self.span(unit, step, text.today), index + 2)
    }

    /// `the end of the month`, `by the end of next week`.
    private func ending(_ index: Int, _ text: ReadText) -> Found? {
        guard text.has(Self.end, at: index), text.word(index + 1) == "of", text.has(Self.spans, at: index + 3) else { return nil }
        let unit = text.word(index + 3)
        guard unit != "weekend", let step = text.folded(index + 2).flatMap({ Self.endings[$0] }), !text.isQuestion(at: index) else { return nil }
        let end = Self.span(unit, step, text.today).upperBound
        return (end - (unit == "week" ? 2 : 0)...end, index + 4)
    }

    private static func span(_ unit: String, _ step: Int64, _ today: LocalDate) -> ClosedRange<Int64> {
        let monday = today.dayNumber - Int64(today.weekday - 1) + 7 * step
        switch unit {
        case "week": return monday...monday + 6
        case "weekend": return monday + 5...monday + 6
        case "month":
            let months = today.year * 12 + today.month - 1 + step
            let (year, month) = (months.flooringDivision(by: 12), (months % 12) + 1)
            return LocalDate(year: year, month: month, day: 1).dayNumber...CalendarWords.lastDay(year: year, month: month).dayNumber
        default:
            let year = today.year + step
            return LocalDate(year: year, month: 1, day: 1).dayNumber...LocalDate(year: year, month: 12, day: 31).dayNumber
        }
    }

    private static let thisDay: WordSet = ["today", "tonight"]
    /// How many days after the message; `day` is that of "day after tomorrow".
    private static let names = WordMap<Int64>(["yesterday": -1, "tomorrow": 1, "day": 2])
    private static let ahead: WordSet = ["in"]
    private static let ago: WordSet = ["ago", "back"]
    private static let one: WordSet = ["a", "an"]
    private static let units = WordMap<(days: Int64, slack: Int64)>(["day": (1, 0), "week": (7, 3), "month": (30, 10), "year": (365, 60)])
    private static let spans: WordSet = ["week", "month", "year", "weekend"]
    private static let deadlines: WordSet = ["by", "before", "until"]
    private static let steps = WordMap<Int64>(["next": 1, "this": 0, "last": -1, "coming": 1])
    private static let end: WordSet = ["end"]
    private static let endings = WordMap<Int64>(["the": 0, "this": 0, "next": 1])
    static let occasions: WordSet = [
        "meeting", "call", "visit", "appointment", "decision", "due", "deadline", "deliver", "delivery", "delivered", "ends", "expires", "arrives",
        "signed",
    ]
}
