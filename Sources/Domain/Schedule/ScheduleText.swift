extension Schedule {
    /// Reads a cron expression, `every …`, `Mondays at …`, `once at …` or `never`.
    package init(parsing text: String) throws(ScheduleSyntaxError) {
        guard text.utf8.count <= longestText else {
            throw ScheduleSyntaxError(column: longestText + 1, problem: "The schedule is too long", remedy: "write at most \(longestText) bytes")
        }
        let words = ScheduleToken.words(of: text)
        var reading = ScheduleReading(words)
        switch words.first?.text.lowercased() {
        case "every": self = try reading.every()
        case "daily": self = try reading.daily()
        case let first? where Weekdays.named(first) != nil: self = try reading.onWeekdays()
        case "once": self = try reading.once()
        case "never": self = try reading.never()
        default: self = .cron(try CronExpression(parsing: text))
        }
    }
}

extension Schedule: CustomStringConvertible {
    /// The text form, which `init(parsing:)` reads as the same schedule.
    package var description: String {
        switch self {
        case .cron(let expression): expression.description
        case .recurring(let recurrence, let time): "every \(recurrence.text) at \(time)"
        case .once(let minute): "once at \(minute)"
        case .onceAt(let instant): "once at \(instant.shortRFC3339)"
        case .never: "never"
        }
    }
}

extension Recurrence {
    fileprivate var text: String {
        switch self {
        case .daily: "day"
        case .everyDays(let count, let anchor): "\(counted(count, "day")) from \(anchor)"
        case .weekly(let weekday): Recurrence.weekdayNames[weekday - 1]
        case .everyWeeks(let count, let anchor): "\(counted(count, "week")) from \(anchor)"
        case .everyMonths(let count, let anchor): "\(counted(count, "month")) from \(anchor)"
        }
    }
}

private func counted(_ count: Int, _ unit: String) -> String { count == 1 ? unit : "\(count) \(unit)s" }

/// More than any schedule in sight needs; what comes from outside is not read without a limit.
private let longestText = 1000

/// The words of `every …`, `once at …` and `never`, read one after the other.
private struct ScheduleReading {
    private let words: [ScheduleToken]
    private var next = 1

    /// The first word has been read.
    init(_ words: [ScheduleToken]) { self.words = words }

    mutating func daily() throws(ScheduleSyntaxError) -> Schedule {
        let clauses = try clauses()
        guard clauses.from == nil else { throw words[0].error("What is daily has no day to count from", "write every day from a day") }
        return Schedule(recurrence: .daily, time: clauses.at)
    }

    /// `Mondays at …`, whose first word has been read.
    mutating func onWeekdays() throws(ScheduleSyntaxError) -> Schedule {
        next = 0
        return try weekdays()
    }

    /// `Monday at …`, `Monday and Friday at …`, `weekday at …`.
    private mutating func weekdays() throws(ScheduleSyntaxError) -> Schedule {
        let first = word
        var days: Set<Int> = []
        while let token = word, let named = token.text.lowercased() == "and" ? [] : Weekdays.named(token.text) {
            days.formUnion(named)
            next += 1
        }
        let clauses = try clauses()
        if clauses.from != nil, let first { throw first.error("A weekday has no day to count from", "write every week from a day") }
        if days.count == 1, let day = days.first { return Schedule(recurrence: .weekly(weekday: day), time: clauses.at) }
        return .cron(try Weekdays.cron(days, at: clauses.at))
    }

    mutating func every() throws(ScheduleSyntaxError) -> Schedule {
        let count = word?.number
        let counted = word
        if count != nil { next += 1 } else if let word, Weekdays.named(word.text) != nil { return try weekdays() }
        guard let unit = take() else { throw missing("What it is every", everyForms) }
        if let cron = cron(of: unit.text.lowercased(), count ?? 1) {
            throw unit.error("Minutes and hours are not counted by every", "write \(cron) instead")
        }
        let clauses = try clauses()
        let recurrence = try recurrence(unit, try checked(count ?? 1, counted ?? unit), from: clauses.from)
        return Schedule(recurrence: recurrence, time: clauses.at)
    }

    /// What says the same of minutes and hours: `*/15 * * * *`.
    private func cron(of unit: String, _ count: Int) -> String? {
        switch unit {
        case "minute", "minutes": (1...59).contains(count) ? "*/\(count) * * * *" : "*/15 * * * *"
        case "hour", "hours": (2...23).contains(count) ? "0 */\(count) * * *" : "0 * * * *"
        default: nil
        }
    }

    mutating func once() throws(ScheduleSyntaxError) -> Schedule {
        guard let at = take(), at.text.lowercased() == "at", let moment = take() else {
            throw missing("The time", "write once at 2026-03-01T09:00, or with an offset once at 2026-03-01T09:00:00+01:00")
        }
        if let extra = word { throw extra.error("\(extra.quoted) is too much", "end with the time") }
        if let minute = LocalMinute(moment.text) { return .once(minute) }
        if let instant = Timestamp(rfc3339: moment.text), instant <= .last { return .onceAt(instant) }
        throw moment.error("\(moment.quoted) is no time", "write 2026-03-01T09:00, or with an offset 2026-03-01T09:00:00+01:00")
    }

    func never() throws(ScheduleSyntaxError) -> Schedule {
        if let extra = word { throw extra.error("\(extra.quoted) is too much", "write never alone") }
        return .never
    }

    private func recurrence(_ unit: ScheduleToken, _ count: Int, from anchor: LocalDate?) throws(ScheduleSyntaxError) -> Recurrence {
        let name = unit.text.lowercased()
        if ["day", "days"].contains(name), count == 1, anchor == nil { return .daily }
        guard ["day", "days", "week", "weeks", "month", "months"].contains(name) else {
            throw unit.error("\(unit.quoted) is no period", everyForms)
        }
        let single = name.hasSuffix("s") ? String(name.dropLast()) : name
        let example = "write every \(counted(count, single)) from 2026-01-01 at 09:00"
        guard let anchor else { throw unit.error("The day to count from is missing", example) }
        if name.hasPrefix("day") { return .everyDays(count, anchor: anchor) }
        return name.hasPrefix("week") ? .everyWeeks(count, anchor: anchor) : .everyMonths(count, anchor: anchor)
    }

    private func checked(_ count: Int, _ token: ScheduleToken) throws(ScheduleSyntaxError) -> Int {
        guard (1...1000).contains(count) else { throw token.error("\(count) is no number of periods", "write 1 to 1000") }
        return count
    }

    /// `from DAY` and `at TIME`, in any order.
    private mutating func clauses() throws(ScheduleSyntaxError) -> (at: TimeOfDay, from: LocalDate?) {
        var (at, from): (TimeOfDay?, LocalDate?) = (nil, nil)
        while let keyword = take() {
            switch keyword.text.lowercased() {
            // As explanations say it.
            case "counted" where word?.text.lowercased() == "from": continue
            case "at" where at == nil: at = try value(after: keyword, "write a time as HH:MM, such as 09:00", TimeOfDay.init(spoken:))
            case "from" where from == nil: from = try value(after: keyword, "write a day as YYYY-MM-DD, such as 2026-01-01", LocalDate.init)
            default: throw keyword.error("\(keyword.quoted) does not belong here", everyForms)
            }
        }
        guard let at else { throw missing("The time of day", "add it, such as at 09:00") }
        return (at, from)
    }

    private mutating func value<Value>(
        after keyword: ScheduleToken, _ remedy: String, _ read: (String) -> Value?
    ) throws(ScheduleSyntaxError) -> Value {
        guard let token = take() else { throw keyword.error("Nothing follows \(keyword.quoted)", remedy) }
        guard let value = read(token.text.hasSuffix(",") ? String(token.text.dropLast()) : token.text) else {
            throw token.error("\(token.quoted) cannot be read", remedy)
        }
        return value
    }

    private var word: ScheduleToken? { next < words.count ? words[next] : nil }

    private mutating func take() -> ScheduleToken? {
        defer { next += 1 }
        return word
    }

    private func missing(_ what: String, _ remedy: String) -> ScheduleSyntaxError {
        let last = words[words.count - 1]
        return ScheduleSyntaxError(column: last.column + last.text.count, problem: "\(what) is missing", remedy: remedy)
    }
}

private let everyForms = "write every day at 09:00, every Monday at 10:00, or every 2 days (weeks, months) from 2026-01-01 at 11:00"
