import Domain

/// A day as people write it at the end of a sentence: today, tomorrow, by Friday, next Monday, next week, in 3 days, in 2 weeks, on 5 March,
/// on March 5, on the 5th, on 2026-03-05, at the end of the month; a time may follow, as in tomorrow at 3pm or Friday morning.
struct SpokenDay: Equatable {
    let day: LocalDate
    /// What stands before it and the word that leads to it.
    let before: String
    /// Whether it says of what kind something is: the tasks for today, the bills due on Friday.
    private let isAttribute: Bool
    private let time: String

    /// The text without the day, but with the time.
    var rest: String { [before, time].filter { !$0.isEmpty }.joined(separator: " ") }

    /// Whether a whole sentence stands before it: not so in "review my tasks for today" and "send on Friday".
    var followsAnErrand: Bool {
        let words = MessageWords.split(before)
        return words.count > 1 && !isAttribute && !["of", "to", "on", "from", "with", "at", "in"].contains(words.last)
    }

    /// Nil where the text does not end in a day.
    init?(endOf text: String, today: LocalDate) {
        let (head, tail) = Self.divided(text)
        let (rest, time) = Self.withoutTime(tail)
        guard let found = SpokenDayForms.all.lazy.compactMap({ $0(rest, today) }).first else { return nil }
        let (before, lead) = Self.withoutLead(head + found.rest)
        day = found.day
        self.before = before
        isAttribute = lead.contains { ["for", "due"].contains($0) }
        self.time = time
    }

    /// The end of a text, in which a day has room, and what stands before it.
    private static func divided(_ text: String) -> (head: Substring, tail: String) {
        let end = text.suffix(80)
        guard end.startIndex > text.startIndex, let space = end.firstIndex(of: " ") else { return ("", String(end)) }
        return (text[..<space], String(text[space...]))
    }

    /// Splits off the words that lead to a day: `call them, due on`.
    private static func withoutLead(_ text: Substring) -> (text: String, lead: [String]) {
        var words = text.split(separator: " ")
        var lead: [String] = []
        while let last = words.last?.lowercased(), ["on", "by", "until", "till", "before", "for", "due"].contains(last) {
            lead.append(last)
            words.removeLast()
        }
        guard let end = words.last?.endIndex else { return ("", lead) }
        var rest = text[..<end]
        while !lead.isEmpty, let last = rest.last, last == "," || last == " " { rest.removeLast() }
        return (String(rest).trimmed, lead)
    }

    /// The day of `on Friday to send the invoices` and `for tomorrow: call them`; nil where the text does not begin with a day and go on so.
    init?(beforePurposeIn text: String, today: LocalDate) {
        guard let match = text.firstMatch(of: /\s(?:to|about)\s|:\s+/.ignoresCase()),
            let opening = SpokenDay(endOf: String(text[..<match.range.lowerBound]), today: today), opening.before.isEmpty
        else { return nil }
        (day, before, time) = (opening.day, String(text[match.range.upperBound...]).trimmed, opening.time)
        isAttribute = false
    }

    /// Splits `Friday at 3pm`, `Friday morning` and `this evening`; the time is empty where there is none.
    private static func withoutTime(_ text: String) -> (text: String, time: String) {
        let clock = /\s(at (?:noon|midnight|\d{1,2}(?:[:.]\d{2})?(?: ?[ap]\.?m\.?)?(?: o'clock)?))$/.ignoresCase()
        if let match = text.firstMatch(of: clock) { return (String(text[..<match.range.lowerBound]), String(match.1)) }
        let bareClock = /\s(\d{1,2}(?::\d{2})? ?[ap]m)$/.ignoresCase()
        if let match = text.firstMatch(of: bareClock) { return (String(text[..<match.range.lowerBound]), "at \(match.1)") }
        let night = /(\S*day|tomorrow) night$/.ignoresCase()
        if let match = text.firstMatch(of: night) { return ("\(text[..<match.range.lowerBound])\(match.1)", "at night") }
        let part = /(\S*day|tomorrow) (morning|afternoon|evening)$/.ignoresCase()
        if let match = text.firstMatch(of: part) { return ("\(text[..<match.range.lowerBound])\(match.1)", "in the \(match.2.lowercased())") }
        let partOfToday = /(?:^|\s)(tonight|this (?:morning|afternoon|evening))$/.ignoresCase()
        if let match = text.firstMatch(of: partOfToday) { return ("\(text[..<match.range.lowerBound]) today", match.1.lowercased()) }
        return (text, "")
    }
}
