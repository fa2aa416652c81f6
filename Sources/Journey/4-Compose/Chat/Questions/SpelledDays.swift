import Domain
import Foundation

/// A message with the days that it writes in figures put into words: tasks on 30/11; due 3.12.; between 1 and 5 December.
///
/// So they are read as every other day is.
struct SpelledDays {
    private(set) var text: String
    /// Where day and month could be told from one another by their order alone, how it was taken: `3/4 as 3 April`.
    private(set) var choices: [String] = []
    private let isMonthFirst: Bool

    /// Whether there is anything in it to spell; nearly every message has nothing.
    static func mayBe(in message: String) -> Bool {
        message.utf8.count <= longest && message.utf8.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            && (message.contains(/\d[\/.]\d|\d\/\d/) || message.contains(Self.daysOfMonth) || message.contains(Self.monthWithDays))
    }

    /// - Parameter isMonthFirst: whether 3/4 is the fourth of March.
    init(_ message: String, isMonthFirst: Bool) {
        text = message
        self.isMonthFirst = isMonthFirst
        guard message.utf8.count <= Self.longest else { return }
        for match in message.matches(of: Self.inFigures).reversed() { spell(match) }
        text = text.replacing(Self.daysOfMonth) { Self.span($0.1, $0.2, $0.3, $0.4, $0.5) }
        text = text.replacing(Self.monthWithDays) { Self.span($0.1, $0.3, $0.4, $0.5, $0.2) }
    }

    private static let longest = 300

    private typealias Figures = (Substring, Substring, Substring, Substring, Substring?)

    private static var inFigures: Regex<Figures> {
        /(\d{1,2})([\/.])(\d{1,2})(?:[\/.](\d{4}|\d{2})|\.(?!\d))?(?![\w\/:%€$£-])(?!\.\d)/
    }

    private mutating func spell(_ match: Regex<Figures>.Match) {
        let isDotted = match.2 == "."
        guard let first = Int64(match.1), let second = Int64(match.3), Self.isDay(text[..<match.range.lowerBound], isBare: isDotted && match.4 == nil)
        else { return }
        let mayBeEither = !isDotted && first <= 12 && second <= 12 && first != second
        let takesMonthFirst = !isDotted && (second > 12 || mayBeEither && isMonthFirst)
        let (day, month) = takesMonthFirst ? (second, first) : (first, second)
        // 2024 has every day that any year has.
        guard (1...12).contains(month), LocalDate(year: 2024, month: month, day: day).day == day, day > 0 else { return }
        let year = match.4.map { $0.count == 2 ? " 20\($0)" : " \($0)" } ?? ""
        let spelled = "\(day) \(SpokenDayForms.months[Int(month) - 1].capitalized)\(year)"
        if mayBeEither { choices.insert("\(match.0) as \(spelled)", at: 0) }
        text.replaceSubrange(match.range, with: spelled)
    }

    /// By what stands before it: Suite 3/4 is none, nor is a bare 3.12 unless something leads to a day.
    private static func isDay(_ before: Substring, isBare: Bool) -> Bool {
        if let sign = before.last, sign.isLetter || sign.isNumber || ".,/:-".contains(sign) { return false }
        let words = before.split(separator: " ")
        guard let last = words.last else { return !isBare }
        if leads.contains(last.lowercased()) { return !(last.lowercased() == "to" && words.dropLast().last?.lowercased() == "up") }
        return !isBare && (words.count == 1 || last.first?.isUppercase != true) && !ofAmounts.contains(last.lowercased())
    }

    private static let leads: Set<String> = [
        "on", "by", "before", "after", "until", "till", "since", "from", "due", "for", "the", "between", "and", "to", "tasks",
    ]
    private static let ofAmounts: Set<String> = ["over", "under", "above", "below", "than", "least", "most", "exceeding", "€", "$", "£"]

    // MARK: - Several days of a month

    /// `1 and 5 December`, `1-5 Dec`, with what leads to it.
    private static var daysOfMonth: Regex<(Substring, Substring?, Substring, Substring, Substring, Substring)> {
        #/
        \b(from\ |between\ )?(?:the\ )?(\d{1,2})(?:st|nd|rd|th)?\s?(-|–|to|and|until|till|through)\s?(?:the\ )?(\d{1,2})(?:st|nd|rd|th)?\ (?:of\ )?
        (jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b
        /#.ignoresCase()
    }

    /// `December 1 to 5`.
    private static var monthWithDays: Regex<(Substring, Substring?, Substring, Substring, Substring, Substring)> {
        #/
        \b(from\ |between\ )?
        (jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\s
        (\d{1,2})(?:st|nd|rd|th)?\s?(-|–|to|and|until|till|through)\s?(\d{1,2})(?:st|nd|rd|th)?\b(?!\s?[a-z€$£%])
        /#.ignoresCase()
    }

    private static func span(_ lead: Substring?, _ first: Substring, _ link: Substring, _ last: Substring, _ month: Substring) -> String {
        // Of "on 1 and 5 December" the days between are not meant.
        let isRange = link != "and" || lead != nil
        return "\(isRange ? lead ?? "from " : lead ?? "")\(first) \(month) \(isRange && link != "and" ? "to" : "and") \(last) \(month)"
    }

    // MARK: - Order

    /// Whether people in a time zone write the month before the day.
    static func isMonthFirst(in zone: TimeZone) -> Bool {
        let name = zone.identifier
        return monthFirst.contains(name) || ["US/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/"].contains(where: name.hasPrefix)
    }

    /// The zones of the United States and the Philippines.
    private static let monthFirst: Set<String> = [
        "America/New_York", "America/Detroit", "America/Chicago", "America/Menominee", "America/Denver", "America/Boise", "America/Phoenix",
        "America/Los_Angeles", "America/Anchorage", "America/Juneau", "America/Sitka", "America/Metlakatla", "America/Yakutat", "America/Nome",
        "America/Adak", "Pacific/Honolulu", "Pacific/Guam", "Pacific/Saipan", "Pacific/Pago_Pago", "America/Puerto_Rico", "America/St_Thomas",
        "Asia/Manila", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT",
    ]
}
