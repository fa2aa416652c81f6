extension CronExpression {
    /// In words: `at 09:00 on Monday to Friday`.
    package var explanation: String { [time, day, monthPart].filter { !$0.isEmpty }.joined(separator: " ") }

    private var isAnyHour: Bool { hours == CronField.hour.all }
    private var isAnyMonth: Bool { months == CronField.month.all }

    /// Few enough to be told one by one.
    private var isListOfTimes: Bool { minutes.count * hours.count <= 6 }

    private var time: String {
        if isListOfTimes {
            return "at " + hours.numbers.flatMap { hour in minutes.numbers.map { TimeOfDay(hour: hour, minute: $0).description } }.inWords
        }
        return isAnyHour ? minutePart : "\(minutePart) in \(hours.steps(named: "hour") ?? "the hours \(hours.inWords())")"
    }

    private var minutePart: String {
        if minutes == CronField.minute.all { return "every minute" }
        if let step = minutes.step(through: 59) {
            let start = minutes.numbers[0]
            return "every \(step) minutes" + (start == 0 ? "" : " from minute \(start) of each hour")
        }
        return "at minute\(minutes.count == 1 ? "" : "s") \(minutes.inWords())" + (isAnyHour ? " of every hour" : "")
    }

    private var day: String {
        let (date, weekday) = (days.daysOfMonth.words, days.weekdays.words)
        switch (date, weekday) {
        case (nil, nil): return isListOfTimes ? "every day" : ""
        case (let date?, nil): return "on \(date)"
        case (nil, let weekday?): return "on \(weekday)"
        case (let date?, let weekday?): return days.isEither ? "on \(date) or on \(weekday)" : "on \(date), but only on \(weekday)"
        }
    }

    private var monthPart: String { isAnyMonth ? "" : "in \(months.inWords { monthNames[$0 - 1] })" }
}

extension CronDaysOfMonth {
    /// Nil for every day.
    fileprivate var words: String? {
        if !isRestricted, days == CronField.dayOfMonth.all { return nil }
        var parts: [String] = []
        if !days.isEmpty { parts.append(days.steps(named: "day") ?? "day\(days.count == 1 ? "" : "s") \(days.inWords())") }
        parts += nearestWorkday.numbers.map { "the workday (Monday to Friday) nearest to day \($0)" }
        parts += beforeLast.numbers.map { $0 == 0 ? "the last day" : "the day \($0) \($0 == 1 ? "day" : "days") before the last" }
        if isLastWorkday { parts.append("the last workday (Monday to Friday)") }
        return "\(parts.inWords) of the month"
    }
}

extension CronWeekdays {
    /// Nil for every day.
    fileprivate var words: String? {
        if !isRestricted, weekdays == CronField.weekday.all { return nil }
        var parts: [String] = []
        if !weekdays.isEmpty { parts.append(mondayFirst.inWords { Recurrence.weekdayNames[$0 - 1] }) }
        parts += nth.numbers.map { "the \(ordinals[$0 % 8 - 1]) \(name($0 / 8)) of the month" }
        parts += last.numbers.map { "the last \(name($0)) of the month" }
        return parts.inWords
    }

    /// The weekdays as ISO 8601 numbers them.
    private var mondayFirst: NumberSet { NumberSet(weekdays.numbers.map { $0 == 0 ? 7 : $0 }) }

    private func name(_ weekday: Int) -> String { Recurrence.weekdayNames[(weekday + 6) % 7] }
}

extension NumberSet {
    /// `9 to 17`, `1, 2 and 5`.
    fileprivate func inWords(_ name: (Int) -> String = { "\($0)" }) -> String {
        runs.flatMap { run in run.count > 2 ? ["\(name(run.lowerBound)) to \(name(run.upperBound))"] : run.map(name) }.inWords
    }

    /// `every 2nd hour from 0 to 22`, for at least four numbers at equal distances above 1.
    fileprivate func steps(named unit: String) -> String? {
        guard let distance, count > 3 else { return nil }
        let ordinal = distance == 2 ? "2nd" : distance == 3 ? "3rd" : "\(distance)th"
        return "every \(ordinal) \(unit) from \(numbers[0]) to \(numbers[count - 1])"
    }

    /// The distance of numbers that go round a cycle evenly and end with it.
    fileprivate func step(through last: Int) -> Int? {
        guard let distance, (last + 1) % distance == 0, numbers[0] < distance, numbers[count - 1] + distance > last else { return nil }
        return distance
    }

    /// The distance between neighbours, where it is the same everywhere and above 1.
    private var distance: Int? {
        let distances = Set(zip(numbers, numbers.dropFirst()).map { $1 - $0 })
        return distances.count == 1 && distances != [1] ? distances.first : nil
    }

    private var runs: [ClosedRange<Int>] {
        numbers.reduce(into: []) { runs, number in
            if let run = runs.last, run.upperBound + 1 == number {
                runs[runs.count - 1] = run.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
    }
}

extension [String] {
    /// `a`, `a and b`, `a, b and c`.
    fileprivate var inWords: String {
        count < 2 ? joined() : "\(dropLast().joined(separator: ", ")) and \(self[count - 1])"
    }
}

private let ordinals = ["first", "second", "third", "fourth", "fifth"]
private let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
]
