/// Days of the calendar, months and years: `3 February`, `in March`, `the 12th`, `since 2024`.
struct DateReader: ClaimReader {
    var beginnings: Beginnings { Beginnings(words: CalendarWords.monthNames.union(CalendarWords.ordinalNames), kinds: [.number]) }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        guard let (days, end) = CalendarDate.found(at: index, in: text) ?? monthAlone(index, text) ?? dayAlone(index, text) ?? year(index, text)
        else { return nil }
        return Reading(text.claim(.date, index..<end, .days(days)), end: end)
    }

    /// Words after which the name of a month is one.
    static let leads: WordSet = [
        "in", "of", "by", "until", "till", "since", "next", "this", "early", "mid", "late", "from", "last", "for", "before", "after", "during", "on",
    ]

    /// `in March`, `March 2026`; "may" and "march" are other words too.
    private func monthAlone(_ index: Int, _ text: ReadText) -> CalendarDate.Found? {
        guard text[index]?.isCapitalised == true, let month = CalendarWords.month(text[index]) else { return nil }
        if let year = text[index + 1]?.plainNumber, (1900...2199).contains(year) { return ([CalendarDate.month(year, month)], index + 2) }
        guard
            text.has(Self.leads, at: index - 1)
                || text[index]?.beginsSentence == false && !["may", "march", "mar", "sun"].contains(text.word(index))
        else { return nil }
        return ((-1...1).map { CalendarDate.month(text.today.year + $0, month) }, index + 1)
    }

    /// `the 12th`, unless something is counted: `the 2nd floor`.
    func dayAlone(_ index: Int, _ text: ReadText) -> CalendarDate.Found? {
        guard let day = text[index]?.plainNumber, (1...31).contains(day), text.has(CalendarWords.suffixes, at: index + 1),
            text[index + 1]?.followsSpace == false
        else { return nil }
        let next = text.word(index + 2)
        guard text.word(index - 1) == "the" || text.word(index - 1) == "on", next.isEmpty || Self.follows.contains(next) else { return nil }
        let today = text.today
        let months = (-1...2).map { offset in (today.year + (today.month - 1 + offset).flooringDivision(by: 12), (today.month + 11 + offset) % 12 + 1)
        }
        return (months.compactMap { CalendarWords.day($0.0, $0.1, day) }.map { $0.dayNumber...$0.dayNumber }, index + 2)
    }

    /// Words after which nothing is counted.
    private static let follows: WordSet = [
        "and", "or", "to", "at", "is", "was", "for", "in", "as", "if", "but", "so", "we", "i", "you", "the", "with", "would", "already", "still",
        "work", "works", "suit", "suits", "will", "too", "then", "since", "until", "has", "had", "does", "it",
    ]

    private func year(_ index: Int, _ text: ReadText) -> CalendarDate.Found? {
        guard let year = text[index]?.plainNumber, (1950...2099).contains(year),
            ["in", "since", "of", "from", "until", "by", "for"].contains(text.word(index - 1)),
            text[index + 1]?.kind != .word || ["and", "or", "we", "our", "to"].contains(text.word(index + 1))
        else { return nil }
        return ([LocalDate(year: year, month: 1, day: 1).dayNumber...LocalDate(year: year, month: 12, day: 31).dayNumber], index + 1)
    }
}
