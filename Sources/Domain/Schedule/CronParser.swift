extension CronExpression {
    /// Reads five fields or a macro such as `@daily`, in capitals or not.
    package init(parsing text: String) throws(ScheduleSyntaxError) {
        let words = ScheduleToken.words(of: text).map { ScheduleToken(text: $0.text.uppercased(), column: $0.column) }
        guard let first = words.first else {
            throw ScheduleToken(text: "", column: 1).error("The schedule is empty", "write five fields, such as 0 9 * * MON-FRI")
        }
        let fields = first.text.hasPrefix("@") ? try macro(words) : words
        guard fields.count == 5 else { throw wrongCount(fields) }
        self.init(
            minutes: try CronField.minute.set(ofList: fields[0]), hours: try CronField.hour.set(ofList: fields[1]),
            days: CronDays(daysOfMonth: try CronDaysOfMonth(fields[2]), weekdays: try CronWeekdays(fields[4])),
            months: try CronField.month.set(ofList: fields[3]), description: fields.map(\.text).joined(separator: " "))
        guard isPossible else {
            throw fields[2].error("There is no such day in any year", "choose a day of the month that one of the months has")
        }
    }
}

private let macros = [
    "@HOURLY": "0 * * * *", "@DAILY": "0 0 * * *", "@MIDNIGHT": "0 0 * * *", "@WEEKLY": "0 0 * * 0", "@MONTHLY": "0 0 1 * *",
    "@YEARLY": "0 0 1 1 *", "@ANNUALLY": "0 0 1 1 *",
]

private func macro(_ words: [ScheduleToken]) throws(ScheduleSyntaxError) -> [ScheduleToken] {
    guard let fields = macros[words[0].text] else {
        throw words[0].error("\(words[0].quoted) is no macro", "write @hourly, @daily, @weekly, @monthly or @yearly")
    }
    guard words.count == 1 else { throw words[1].error("More follows a macro", "leave \(words[1].quoted) out, or write five fields") }
    return ScheduleToken.words(of: fields)
}

private func wrongCount(_ fields: [ScheduleToken]) -> ScheduleSyntaxError {
    let order = "write minute, hour, day of the month, month and day of the week, such as 0 9 * * MON-FRI"
    guard fields.count > 5 else {
        return fields[fields.count - 1].error("There \(fields.count == 1 ? "is 1 field" : "are \(fields.count) fields") and not 5", order)
    }
    return fields[5].error("There are \(fields.count) fields and not 5", "\(order); seconds and years cannot be said")
}

extension CronField {
    fileprivate func set(ofList list: ScheduleToken) throws(ScheduleSyntaxError) -> NumberSet {
        var found: NumberSet = []
        for item in list.split(",") { found.formUnion(try set(of: item)) }
        return found
    }
}

extension ScheduleToken {
    fileprivate var isRestricted: Bool { !text.hasPrefix("*") && !text.hasPrefix("?") }
}

extension CronDaysOfMonth {
    fileprivate init(_ list: ScheduleToken) throws(ScheduleSyntaxError) {
        for item in list.split(",") { try add(item) }
        isRestricted = list.isRestricted
    }

    private mutating func add(_ item: ScheduleToken) throws(ScheduleSyntaxError) {
        switch item.text {
        case "L": beforeLast.insert(NumberSet(number: 0))
        case "LW": isLastWorkday = true
        case let text where text.hasPrefix("L-"): beforeLast.insert(NumberSet(number: try distance(item.dropFirst(2))))
        case let text where text.hasSuffix("W"): nearestWorkday.insert(NumberSet(number: try CronField.dayOfMonth.value(of: item.dropLast(1))))
        default: days.formUnion(try CronField.dayOfMonth.set(of: item))
        }
    }

    private func distance(_ token: ScheduleToken) throws(ScheduleSyntaxError) -> Int {
        guard let days = token.number, (1...30).contains(days) else {
            throw token.error("\(token.quoted) is no number of days before the last", "write L-1 to L-30")
        }
        return days
    }
}

extension CronWeekdays {
    fileprivate init(_ list: ScheduleToken) throws(ScheduleSyntaxError) {
        for item in list.split(",") { try add(item) }
        isRestricted = list.isRestricted
    }

    private mutating func add(_ item: ScheduleToken) throws(ScheduleSyntaxError) {
        let field = CronField.weekday
        let parts = item.split("#")
        if parts.count > 1 {
            nth.insert(NumberSet(number: Self.nth(try count(item, parts), field.canonical(try field.value(of: parts[0])))))
        } else if item.text.hasSuffix("L") {
            last.insert(NumberSet(number: field.canonical(try field.value(of: item.dropLast(1)))))
        } else {
            weekdays.formUnion(try field.set(of: item))
        }
    }

    private func count(_ item: ScheduleToken, _ parts: [ScheduleToken]) throws(ScheduleSyntaxError) -> Int {
        guard parts.count == 2, let count = parts[1].number, (1...5).contains(count) else {
            throw item.error("\(item.quoted) names no weekday of a month", "write # and 1 to 5 after the weekday, such as MON#2")
        }
        return count
    }
}
