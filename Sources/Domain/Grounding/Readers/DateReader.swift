/// Days of the calendar: `2026-02-03`, `3.2.2026`, `3/2/2026`, `Tuesday 3 February`, `Feb 3rd, 2026`, `in March`, `Friday`, `the 12th`, `2027`.
struct DateReader: ClaimReader {
    func claim(at index: Int, in text: ReadText) -> Reading? {
        guard let (days, end) = withWeekday(index, text) ?? monthAlone(index, text) ?? dayAlone(index, text) ?? year(index, text) else { return nil }
        return Reading(text.claim(.date, index..<end, .days(days)), end: end)
    }

    typealias Found = (days: [ClosedRange<Int64>], end: Int)

    /// A weekday, a date, or both: then only days that are both.
    private func withWeekday(_ index: Int, _ text: ReadText) -> Found? {
        guard let weekday = CalendarWords.weekday(text[index]) else { return date(index, text) }
        let next = [",", "."].contains(text.sign(index + 1)) && !isSentenceEnd(index + 1, text) ? index + 2 : index + 1
        let start = text.word(next) == "the" ? next + 1 : next
        if let date = date(start, text) ?? dayAlone(start, text) {
            return (date.days.filter { LocalDate(dayNumber: $0.lowerBound).weekday == weekday }, date.end)
        }
        return (around(weekday, text, index), isOfNextWeek(index + 1, text) ? index + (text.word(index + 1) == "of" ? 4 : 3) : index + 1)
    }

    private func isSentenceEnd(_ index: Int, _ text: ReadText) -> Bool {
        text[index + 1]?.beginsSentence == true && text.sign(index) == "." && text.number(index + 1) == nil
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
            default: [ahead, ahead - 7, ahead == today.dayNumber ? ahead + 7 : ahead]
            }
        return days.map { $0...$0 }
    }

    /// `next week`, `of next week`, after a weekday.
    private func isOfNextWeek(_ index: Int, _ text: ReadText) -> Bool {
        let place = text.word(index) == "of" ? index + 1 : index
        return text.word(place) == "next" && text.word(place + 1) == "week"
    }

    private func date(_ index: Int, _ text: ReadText) -> Found? { figures(index, text) ?? dayMonth(index, text) ?? monthDay(index, text) }

    /// `2026-02-03`, `3/2/2026`, `3.2.2026`, `03-02-26`.
    private func figures(_ index: Int, _ text: ReadText) -> Found? {
        guard let token = text.number(index), !token.isSpelled else { return nil }
        let dotted = token.text.split(separator: ".").compactMap { Int64($0) }
        if dotted.count == 3, token.values.isEmpty { return Figures.days(dotted).map { ($0, index + 1) } }
        guard let first = token.plainNumber, ["-", "/"].contains(text.sign(index + 1)), text[index + 1]?.followsSpace == false,
            let second = text[index + 2]?.plainNumber, text[index + 2]?.followsSpace == false
        else { return nil }
        if text.sign(index + 3) == text.sign(index + 1), text[index + 3]?.followsSpace == false, let third = text[index + 4]?.plainNumber {
            return Figures.days([first, second, third]).map { ($0, index + 5) }
        }
        guard text.sign(index + 1) == "/", first <= 31, second <= 12 || first <= 12, second != 7 || first != 24 else { return nil }
        let days = yearless(second, first, text) + yearless(first, second, text)
        return days.isEmpty ? nil : (days, index + 3)
    }

    /// `3 February 2026`, `the 3rd of Feb`.
    private func dayMonth(_ index: Int, _ text: ReadText) -> Found? {
        guard let (day, end) = ordinal(index, text) else { return nil }
        var place = end
        if text.sign(place) == ".", text[place]?.followsSpace == false { place += 1 }
        if text.word(place) == "of" { place += 1 }
        guard let month = CalendarWords.month(text[place]) else { return nil }
        return dated(month, day, after: place + 1, text)
    }

    private func monthDay(_ index: Int, _ text: ReadText) -> Found? {
        guard let month = CalendarWords.month(text[index]) else { return nil }
        let next = text.sign(index + 1) == "." ? index + 2 : index + 1
        let start = text.word(next) == "the" ? next + 1 : next
        guard let (day, place) = ordinal(start, text), text.word(start) != "second" else { return nil }
        return dated(month, day, after: place, text)
    }

    private func dated(_ month: Int64, _ day: Int64, after place: Int, _ text: ReadText) -> Found? {
        let yearPlace = text.sign(place) == "," || text.sign(place) == "." && !isSentenceEnd(place, text) ? place + 1 : place
        if let year = text[yearPlace]?.plainNumber, (1900...2199).contains(year) {
            return (CalendarWords.day(year, month, day).map { [$0.dayNumber...$0.dayNumber] } ?? [], yearPlace + 1)
        }
        return (yearless(month, day, text), place)
    }

    /// The day of a month with what follows it: `3`, `3rd`, `third`.
    private func ordinal(_ index: Int, _ text: ReadText) -> (day: Int64, end: Int)? {
        if let day = CalendarWords.ordinal(text.word(index)) { return (day, index + 1) }
        guard let number = text.number(index), !number.isSpelled, let day = number.plainNumber, (1...31).contains(day) else { return nil }
        let isOrdinal = CalendarWords.suffixes.contains(text.word(index + 1)) && text[index + 1]?.followsSpace == false
        return (day, isOrdinal ? index + 2 : index + 1)
    }

    private func yearless(_ month: Int64, _ day: Int64, _ text: ReadText) -> [ClosedRange<Int64>] {
        let today = text.today
        let days = (-1...1).compactMap { CalendarWords.day(today.year + $0, month, day) }
        // Of the years beside only what is near.
        return days.filter { $0.year == today.year || abs($0.dayNumber - today.dayNumber) <= 200 }.map { $0.dayNumber...$0.dayNumber }
    }

    /// `in March`, `March 2026`; "may" and "march" are other words too.
    private func monthAlone(_ index: Int, _ text: ReadText) -> Found? {
        guard text[index]?.isCapitalised == true, let month = CalendarWords.month(text[index]) else { return nil }
        if let year = text[index + 1]?.plainNumber, (1900...2199).contains(year) { return (Figures.month(year, month), index + 2) }
        let leads: Set<String> = [
            "in", "of", "by", "until", "till", "since", "next", "this", "early", "mid", "late", "from", "last", "for", "before", "after", "during",
        ]
        guard
            leads.contains(text.word(index - 1))
                || text[index]?.beginsSentence == false && !["may", "march", "mar", "sun"].contains(text.word(index))
        else { return nil }
        return ((-1...1).flatMap { Figures.month(text.today.year + $0, month) }, index + 1)
    }

    /// `the 12th`, unless something is counted: `the 2nd floor`.
    private func dayAlone(_ index: Int, _ text: ReadText) -> Found? {
        guard let day = text[index]?.plainNumber, (1...31).contains(day), CalendarWords.suffixes.contains(text.word(index + 1)),
            text[index + 1]?.followsSpace == false
        else { return nil }
        let next = text.word(index + 2)
        let follows: Set<String> = [
            "and", "or", "to", "at", "is", "was", "for", "in", "as", "if", "but", "so", "we", "i", "you", "the", "with", "would", "already", "still",
            "work", "works", "suit", "suits", "will", "too", "then", "since", "until", "has", "had", "does", "it",
        ]
        guard text.word(index - 1) == "the" || text.word(index - 1) == "on", next.isEmpty || follows.contains(next) else { return nil }
        let today = text.today
        let months = (-1...2).map { offset in (today.year + (today.month - 1 + offset).flooringDivision(by: 12), (today.month + 11 + offset) % 12 + 1)
        }
        return (months.compactMap { CalendarWords.day($0.0, $0.1, day) }.map { $0.dayNumber...$0.dayNumber }, index + 2)
    }

    private func year(_ index: Int, _ text: ReadText) -> Found? {
        guard let year = text[index]?.plainNumber, (1950...2099).contains(year),
            ["in", "since", "of", "from", "until", "by", "for"].contains(text.word(index - 1)),
            text[index + 1]?.kind != .word || ["and", "or", "we", "our", "to"].contains(text.word(index + 1))
        else { return nil }
        return ([LocalDate(year: year, month: 1, day: 1).dayNumber...LocalDate(year: year, month: 12, day: 31).dayNumber], index + 1)
    }

    private enum Figures {
        /// Day, month and year in the orders in which they are written.
        static func days(_ parts: [Int64]) -> [ClosedRange<Int64>]? {
            let orders =
                parts[0] > 31 ? [(parts[0], parts[1], parts[2])] : [(full(parts[2]), parts[1], parts[0]), (full(parts[2]), parts[0], parts[1])]
            let days = orders.compactMap { CalendarWords.day($0.0, $0.1, $0.2) }.map { $0.dayNumber...$0.dayNumber }
            return days.isEmpty ? nil : days
        }

        static func month(_ year: Int64, _ month: Int64) -> [ClosedRange<Int64>] {
            [LocalDate(year: year, month: month, day: 1).dayNumber...CalendarWords.lastDay(year: year, month: month).dayNumber]
        }

        private static func full(_ year: Int64) -> Int64 { year < 100 ? 2000 + year : year }
    }
}
