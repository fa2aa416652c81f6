import Domain
import Foundation

/// A day in a wish that no calendar has, or that is over: a task without it would not be what was wished for.
enum ImpossibleDay {
    /// What to say of it; nil where the text has none.
    static func sentence(for text: String, today: LocalDate) -> String? {
        guard text.utf8.count <= 500 else { return nil }
        if let day = absent(in: text, today.year) { return "There is no \(day). Say the day anew." }
        return isOver(text) ? over : nil
    }

    static let over = "That day is over. Say one that is to come."

    /// - Parameter year: days without their year are of this one or the next.
    private static func absent(in text: String, _ year: Int64) -> String? {
        for match in text.matches(of: dayAndMonth) where !exists(match.2, month(match.3), year, isLed: match.1 != nil) {
            return named(match.2, match.3, year)
        }
        for match in text.matches(of: monthAndDay) where !exists(match.3, month(match.2), year, isLed: match.1 != nil) {
            return named(match.3, match.2, year)
        }
        for match in text.matches(of: inFigures) {
            guard let first = Int64(match.2), let second = Int64(match.3) else { continue }
            if !isDay(first, ofMonth: second, year), !isDay(second, ofMonth: first, year) { return String(match.1) }
        }
        return nil
    }

    private static func named(_ day: Substring, _ month: Substring, _ year: Int64) -> String {
        let isOfLeapYears = day == "29"
        return "\(day) \(month.capitalized)\(isOfLeapYears ? " in \(year) or \(year + 1)" : "")"
    }

    /// - Parameter isLed: whether it follows "on" or the like; any other number beside a month may count something.
    private static func exists(_ day: Substring, _ month: Int64?, _ year: Int64, isLed: Bool) -> Bool {
        guard let day = Int64(day), let month else { return true }
        return isDay(day, ofMonth: month, year) || !isLed && !(29...31).contains(day)
    }

    private static func isDay(_ day: Int64, ofMonth month: Int64, _ year: Int64) -> Bool {
        guard (1...12).contains(month), day >= 1 else { return false }
        return [year, year + 1].contains { day <= CalendarMonth(of: LocalDate(year: $0, month: month, day: 1)).lastDay.day }
    }

    private static func month(_ name: Substring) -> Int64? {
        let name = name.lowercased()
        return SpokenDayForms.months.firstIndex { $0.hasPrefix(name) }.map { Int64($0 + 1) }
    }

    /// A day that is over is the wish's where it opens or ends it, not where it tells of what was: the notes of the meeting we had yesterday.
    private static func isOver(_ text: String) -> Bool {
        if text.firstMatch(of: /^(?:on )?(?:yesterday|last (?:week|month|year|[a-z]+day))\b/.ignoresCase()) != nil { return true }
        guard text.firstMatch(of: /\s(?:yesterday|last (?:week|month|year|[a-z]+day)|\d+ (?:days?|weeks?|months?) ago)$/.ignoresCase()) != nil else {
            return false
        }
        return !MessageWords(text).hasAny(["had", "was", "were", "did", "from", "of", "about", "we", "they", "he", "she", "i", "since"])
    }

    private typealias Day = Regex<(Substring, Substring?, Substring, Substring)>

    private static var dayAndMonth: Day {
        #/
        \b((?:on|by|until|till|before|for|due)\ )?(?:the\ )?(\d{1,2})(?:st|nd|rd|th|\.)?\ (?:of\ )?
        (jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b
        /#.ignoresCase()
    }

    private static var monthAndDay: Day {
        #/
        \b((?:on|by|until|till|before|for|due)\ )?
        (jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)
        \ (\d{1,2})(?:st|nd|rd|th)?\b(?!\ ?[a-z:%€$£]|[:.,]\d)
        /#.ignoresCase()
    }

    private static var inFigures: Regex<(Substring, Substring, Substring, Substring)> {
        /\b(?:on|by|until|till|before|due) ((\d{1,2})[\/.](\d{1,2}))(?![\w\/:])/.ignoresCase()
    }
}
