/// The words for months, weekdays and ordinals.
enum CalendarWords {
    static func month(_ token: TextToken?) -> Int64? {
        guard let token, token.kind == .word, token.isCapitalised || token.folded.count > 3 else { return nil }
        return months[token.word]
    }

    /// 1 is Monday.
    static func weekday(_ token: TextToken?) -> Int? {
        guard let token, token.kind == .word, token.isCapitalised || token.folded.count > 3 else { return nil }
        return weekdays[token.word]
    }

    static func ordinal(_ token: TextToken?) -> Int64? { token.flatMap { $0.kind == .word ? ordinals[$0.word] : nil } }
    static let monthNames = months.words
    static let weekdayNames = weekdays.words
    static let ordinalNames = ordinals.words
    static let suffixes: WordSet = ["st", "nd", "rd", "th"]

    /// The last day of a month.
    static func lastDay(year: Int64, month: Int64) -> LocalDate {
        let next = month == 12 ? LocalDate(year: year + 1, month: 1, day: 1) : LocalDate(year: year, month: month + 1, day: 1)
        return next.adding(days: -1)
    }

    /// Nil for a day that does not exist.
    static func day(_ year: Int64, _ month: Int64, _ day: Int64) -> LocalDate? {
        guard (1...12).contains(month), day >= 1, (1...9999).contains(year), day <= lastDay(year: year, month: month).day else { return nil }
        return LocalDate(year: year, month: month, day: day)
    }

    private static let months: WordMap<Int64> = {
        let names = [
            ["january", "jan"], ["february", "feb"], ["march", "mar"], ["april", "apr"], ["may"], ["june", "jun"], ["july", "jul"],
            ["august", "aug"],
            ["september", "sep", "sept"], ["october", "oct"], ["november", "nov"], ["december", "dec"],
        ]
        return WordMap(Dictionary(uniqueKeysWithValues: names.enumerated().flatMap { index, names in names.map { ($0, Int64(index + 1)) } }))
    }()
    private static let weekdays: WordMap<Int> = {
        let names = [
            ["monday", "mondays", "mon"], ["tuesday", "tuesdays", "tue", "tues"], ["wednesday", "wednesdays", "wed"],
            ["thursday", "thursdays", "thu", "thur", "thurs"], ["friday", "fridays", "fri"], ["saturday", "saturdays", "sat"],
            ["sunday", "sundays", "sun"],
        ]
        return WordMap(Dictionary(uniqueKeysWithValues: names.enumerated().flatMap { index, names in names.map { ($0, index + 1) } }))
    }()
    private static let ordinals: WordMap<Int64> = {
        let names = [
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth",
            "fourteenth",
            "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
        ]
        return WordMap(Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int64($0 + 1)) } + [("thirtieth", 30)]))
    }()
}
