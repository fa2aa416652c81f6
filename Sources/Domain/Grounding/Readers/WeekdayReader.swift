/// Weekdays alone or with a date: `Friday`, `next Friday`, `Friday of next week`, `Tuesday 3 February`, `Monday the 9th`.
struct WeekdayReader: ClaimReader {
    var beginnings: Beginnings { Beginnings(words: CalendarWords.weekdayNames) }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        guard let weekday = CalendarWords.weekday(text[index]) else { return nil }
        let (days, end) = dated(weekday, index, text) ?? (around(weekday, text, index), ending(index, text))
        return Reading(text.claim(.date, index..<end, .days(days)), end: end)
    }

    /// With a date: only days that are both.
    private func dated(_ weekday: Int, _ index: Int, _ text: ReadText) -> CalendarDate.Found? {
        let next = [",", "."].contains(text.sign(index + 1)) && !text.endsSentence(at: index + 1) ? index + 2 : index + 1
        let start = text.word(next) == "the" ? next + 1 : next
        let date = CalendarDate.found(at: start, in: text) ?? DateReader().dayAlone(start, text)
        return date.map { date in (date.days.filter { LocalDate(dayNumber: $0.lowerBound).weekday == weekday }, date.end) }
    }

    private func ending(_ index: Int, _ text: ReadText) -> Int {
        isOfNextWeek(index + 1, text) ? index + (text.word(index + 1) == "of" ? 4 : 3) : index + 1
    }

    /// The nearest such days before and from today on, and those of the weeks beside where "next" or "last" may mean them.
    private func around(_ weekday: Int, _ text: ReadText, _ index: Int) -> [ClosedRange<Int64>] {
        let today = text.today
        let ahead = today.dayNumber + Int64((weekday - today.weekday + 7) % 7)
        let before = text.word(index - 1)
        let days: [Int64] =
            switch before {
            case _ where isOfNextWeek(index + 1, text): [today.dayNumber + Int64(7 + weekday - today.weekday)]
            case "next": [ahead, ahead + 7]
            case "last": [ahead - 7, ahead - 14]
            case _ where before == "by" || before == "until" || text.has(Self.ahead, in: text.clause(at: index)):
                [ahead, ahead == today.dayNumber ? ahead + 7 : ahead]
            default: [ahead, ahead - 7, ahead == today.dayNumber ? ahead + 7 : ahead]
            }
        return days.map { $0...$0 }
    }

    /// `next week`, `of next week`, after a weekday.
    private func isOfNextWeek(_ index: Int, _ text: ReadText) -> Bool {
        let place = text.word(index) == "of" ? index + 1 : index
        return text.word(place) == "next" && text.word(place + 1) == "week"
    }

    /// With these a weekday is one to come.
    private static let ahead: WordSet = ["will", "shall", "i'll", "we'll", "you'll", "it'll", "they'll", "she'll", "he'll", "going"]
}
