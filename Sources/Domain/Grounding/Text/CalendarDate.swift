/// Reads a day with its month: `2026-02-03`, `3.2.2026`, `3/2`, `3rd of February`, `Feb 3rd, 2026`.
enum CalendarDate {
    /// Every day that may be meant, and the token after it.
    typealias Found = (days: [ClosedRange<Int64>], end: Int)

    /// The date that begins at `index`; nil where none does. No days where there is no such day.
    static func found(at index: Int, in text: ReadText) -> Found? { figures(index, text) ?? dayMonth(index, text) ?? monthDay(index, text) }

    /// `2026-02-03`, `3/2/2026`, `3.2.2026`, `03-02-26`.
    private static func figures(_ index: Int, _ text: ReadText) -> Found? {
        guard let token = text.number(index), !token.isSpelled else { return nil }
        let dotted = token.text.split(separator: ".").compactMap { Int64($0) }
        if dotted.count == 3, token.values.isEmpty { return days(dotted).map { ($0, index + 1) } }
        guard let first = token.plainNumber, ["-", "/"].contains(text.sign(index + 1)), text[index + 1]?.followsSpace == false,
            let second = text[index + 2]?.plainNumber, text[index + 2]?.followsSpace == false
        else { return nil }
        if text.sign(index + 3) == text.sign(index + 1), text[index + 3]?.followsSpace == false, let third = text[index + 4]?.plainNumber {
            return days([first, second, third]).map { ($0, index + 5) }
        }
        guard text.sign(index + 1) == "/", first <= 31, second <= 12 || first <= 12, second != 7 || first != 24 else { return nil }
        let days = yearless(second, first, text) + yearless(first, second, text)
        return days.isEmpty ? nil : (days, index + 3)
    }

    /// `3 February 2026`, `the 3rd of Feb`.
    private static func dayMonth(_ index: Int, _ text: ReadText) -> Found? {
        guard let (day, end) = ordinal(index, text) else { return nil }
        var place = end
        if text.sign(place) == ".", text[place]?.followsSpace == false { place += 1 }
        if text.word(place) == "of" { place += 1 }
        guard let month = CalendarWords.month(text[place]) else { return nil }
        return dated(month, day, after: place + 1, text)
    }

    private static func monthDay(_ index: Int, _ text: ReadText) -> Found? {
        guard let month = CalendarWords.month(text[index]) else { return nil }
        let next = text.sign(index + 1) == "." ? index + 2 : index + 1
        let start = text.word(next) == "the" ? next + 1 : next
        guard let (day, place) = ordinal(start, text), text.word(start) != "second" else { return nil }
        return dated(month, day, after: place, text)
    }

    private static func dated(_ month: Int64, _ day: Int64, after place: Int, _ text: ReadText) -> Found? {
        let yearPlace = text.sign(place) == "," || text.sign(place) == "." && !text.endsSentence(at: place) ? place + 1 : place
        if let year = text[yearPlace]?.plainNumber, (1900...2199).contains(year) {
            return (CalendarWords.day(year, month, day).map { [$0.dayNumber...$0.dayNumber] } ?? [], yearPlace + 1)
        }
        return (yearless(month, day, text), place)
    }

    /// The day of a month with what follows it: `3`, `3rd`, `third`.
    private static func ordinal(_ index: Int, _ text: ReadText) -> (day: Int64, end: Int)? {
        if let day = CalendarWords.ordinal(text[index]) { return (day, index + 1) }
        guard let number = text.number(index), !number.isSpelled, let day = number.plainNumber, (1...31).contains(day) else { return nil }
        let isOrdinal = text.has(CalendarWords.suffixes, at: index + 1) && text[index + 1]?.followsSpace == false
        return (day, isOrdinal ? index + 2 : index + 1)
    }

    private static func yearless(_ month: Int64, _ day: Int64, _ text: ReadText) -> [ClosedRange<Int64>] {
        let today = text.today
        let days = (-1...1).compactMap { CalendarWords.day(today.year + $0, month, day) }
        // Of the years beside only what is near.
        return days.filter { $0.year == today.year || abs($0.dayNumber - today.dayNumber) <= 200 }.map { $0.dayNumber...$0.dayNumber }
    }

    /// Day, month and year in the orders in which they are written.
    private static func days(_ parts: [Int64]) -> [ClosedRange<Int64>]? {
        let orders =
            parts[0] > 31 ? [(parts[0], parts[1], parts[2])] : [(full(parts[2]), parts[1], parts[0]), (full(parts[2]), parts[0], parts[1])]
        let days = orders.compactMap { CalendarWords.day($0.0, $0.1, $0.2) }.map { $0.dayNumber...$0.dayNumber }
        return days.isEmpty ? nil : days
    }

    private static func full(_ year: Int64) -> Int64 { year < 100 ? 2000 + year : year }

    /// All days of a month.
    static func month(_ year: Int64, _ month: Int64) -> ClosedRange<Int64> {
        LocalDate(year: year, month: month, day: 1).dayNumber...CalendarWords.lastDay(year: year, month: month).dayNumber
    }
}
