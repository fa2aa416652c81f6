import Domain

/// A day as people write it at the end of a sentence: today, tomorrow, by Friday, next Monday, next week, in 3 days, in 2 weeks, on 5 March,
/// on March 5, on 2026-03-05; a time may follow, as in tomorrow at 3pm or Friday morning.
struct SpokenDay: Equatable {
    let day: LocalDate
    /// What stands before it.
    let before: String
    private let time: String

    /// The text without the day, but with the time.
    var rest: String { [before, time].filter { !$0.isEmpty }.joined(separator: " ") }

    /// Whether a whole sentence stands before it: not so in "review my tasks for today" and "send on Friday".
    var followsAnErrand: Bool {
        let words = MessageWords.split(before)
        return words.count > 1 && !["for", "of", "to", "on", "from", "with", "until", "by", "at", "in"].contains(words.last)
    }

    /// Nil where the text does not end in a day.
    init?(endOf text: String, today: LocalDate) {
        let (text, time) = Self.withoutTime(text)
        guard let found = Self.forms.lazy.compactMap({ $0(text, today) }).first else { return nil }
        (day, before, self.time) = (found.day, String(found.rest).trimmed, time)
    }

    /// The day of `on Friday to send the invoices`; nil where the text does not begin with a day and go on so.
    init?(beforePurposeIn text: String, today: LocalDate) {
        guard let match = text.firstMatch(of: /\s(?:to|about)\s/.ignoresCase()),
            let opening = SpokenDay(endOf: String(text[..<match.range.lowerBound]), today: today), opening.before.isEmpty
        else { return nil }
        (day, before, time) = (opening.day, String(text[match.range.upperBound...]).trimmed, opening.time)
    }

    /// Splits `Friday at 3pm`, `Friday morning` and `this evening`; the time is empty where there is none.
    private static func withoutTime(_ text: String) -> (text: String, time: String) {
        let clock = /\s(at (?:noon|midnight|\d{1,2}(?:[:.]\d{2})?(?: ?[ap]\.?m\.?)?(?: o'clock)?))$/.ignoresCase()
        if let match = text.firstMatch(of: clock) { return (String(text[..<match.range.lowerBound]), String(match.1)) }
        let part = /(\S*day|tomorrow) (morning|afternoon|evening)$/.ignoresCase()
        if let match = text.firstMatch(of: part) { return ("\(text[..<match.range.lowerBound])\(match.1)", "in the \(match.2.lowercased())") }
        let partOfToday = /(?:^|\s)(tonight|this (?:morning|afternoon|evening))$/.ignoresCase()
        if let match = text.firstMatch(of: partOfToday) { return ("\(text[..<match.range.lowerBound]) today", match.1.lowercased()) }
        return (text, "")
    }

    private typealias Form = @Sendable (String, LocalDate) -> (day: LocalDate, rest: Substring)?

    private static let forms: [Form] = [named, distant, nextWeek, weekday, dayAndMonth, monthAndDay, written]

    private static func named(_ text: String, _ today: LocalDate) -> (day: LocalDate, rest: Substring)? {
        let form = /(?:^|\s)(?:by |until )?(today|tomorrow|(?:the )?day after tomorrow)$/.ignoresCase()
        guard let match = text.firstMatch(of: form) else { return nil }
        let distance: Int64 = ["today": 0, "tomorrow": 1][match.1.lowercased(), default: 2]
        return (today.adding(days: distance), text[..<match.range.lowerBound])
    }

    private static func distant(_ text: String, _ today: LocalDate) -> (day: LocalDate, rest: Substring)? {
        guard let match = text.firstMatch(of: /(?:^|\s)in (\d{1,3}|a|an|one|two|three) (day|week)s?$/.ignoresCase()) else { return nil }
        let number = Int64(match.1) ?? ["two": 2, "three": 3][match.1.lowercased(), default: 1]
        return (today.adding(days: number * (match.2.lowercased() == "week" ? 7 : 1)), text[..<match.range.lowerBound])
    }

    /// Its Monday.
    private static func nextWeek(_ text: String, _ today: LocalDate) -> (day: LocalDate, rest: Substring)? {
        guard let match = text.firstMatch(of: /(?:^|\s)next week$/.ignoresCase()) else { return nil }
        return (today.adding(days: Int64(8 - today.weekday)), text[..<match.range.lowerBound])
    }

    /// The next day of that name, never today.
    private static func weekday(_ text: String, _ today: LocalDate) -> (day: LocalDate, rest: Substring)? {
        let form = /(?:^|\s)(?:on |by |until )?(?:next |this )?(monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/.ignoresCase()
        guard let match = text.firstMatch(of: form), let number = weekdays.firstIndex(of: match.1.lowercased()) else { return nil }
        let ahead = (number + 1 - today.weekday + 6) % 7 + 1
        return (today.adding(days: Int64(ahead)), text[..<match.range.lowerBound])
    }

    private static func dayAndMonth(_ text: String, _ today: LocalDate) -> (day: LocalDate, rest: Substring)? {
        guard let match = text.firstMatch(of: /(?:^|\s)(?:on|by|until) (?:the )?(\d{1,2})(?:st|nd|rd|th|\.)? (?:of )?([a-z]{3,9})$/.ignoresCase())
        else {
            return nil
        }
        return day(match.1, match.2, after: today).map { ($0, text[..<match.range.lowerBound]) }
    }

    private static func monthAndDay(_ text: String, _ today: LocalDate) -> (day: LocalDate, rest: Substring)? {
        guard let match = text.firstMatch(of: /(?:^|\s)(?:on|by|until) ([a-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)?$/.ignoresCase()) else { return nil }
        return day(match.2, match.1, after: today).map { ($0, text[..<match.range.lowerBound]) }
    }

    private static func written(_ text: String, _ today: LocalDate) -> (day: LocalDate, rest: Substring)? {
        guard let match = text.firstMatch(of: /(?:^|\s)(?:on |by |until )?(\d{4}-\d{2}-\d{2})$/.ignoresCase()), let day = LocalDate(String(match.1))
        else {
            return nil
        }
        return (day, text[..<match.range.lowerBound])
    }

    /// This year's, or next year's where that is over.
    private static func day(_ day: Substring, _ month: Substring, after today: LocalDate) -> LocalDate? {
        let name = month.lowercased()
        guard let number = months.firstIndex(where: { $0 == name || $0.prefix(3) == name }) else { return nil }
        let text = { (year: Int64) in
            "\(year)-\(number < 9 ? "0" : "")\(number + 1)-\(day.count < 2 ? "0" : "")\(day)"
        }
        guard let thisYear = LocalDate(text(today.year)) else { return LocalDate(text(today.year + 1)) }
        return thisYear < today ? LocalDate(text(today.year + 1)) : thisYear
    }

    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]
}
