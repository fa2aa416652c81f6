import Domain

/// Days as people say them.
enum DayText {
    /// `Friday 31 January`.
    static func long(_ day: LocalDate) -> String { "\(weekdays[day.weekday - 1]) \(day.day) \(months[Int(day.month) - 1])" }

    /// The same with the year where it is not that of `today`.
    static func long(_ day: LocalDate, today: LocalDate) -> String { day.year == today.year ? long(day) : "\(long(day)) \(day.year)" }

    /// `31 January`, with the year where it is not that of `today`.
    static func short(_ day: LocalDate, today: LocalDate) -> String {
        let text = "\(day.day) \(months[Int(day.month) - 1])"
        return day.year == today.year ? text : "\(text) \(day.year)"
    }

    /// `on Friday 6 March`, `from Monday 9 March to Sunday 15 March`, with the years that are not that of `today`.
    static func span(_ days: ClosedRange<LocalDate>, today: LocalDate) -> String {
        let (first, last) = (long(days.lowerBound, today: today), long(days.upperBound, today: today))
        return days.lowerBound == days.upperBound ? "on \(first)" : "from \(first) to \(last)"
    }

    /// `today`, `in 3 days`, `2 days ago`.
    static func distance(to day: LocalDate, from today: LocalDate) -> String {
        switch day.dayNumber - today.dayNumber {
        case 0: "today"
        case 1: "tomorrow"
        case -1: "yesterday"
        case let days where days > 0: "in \(days) days"
        case let days: "\(-days) days ago"
        }
    }

    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
}

extension Timestamp {
    /// The day in UTC; near midnight it may differ by one from the day in the workspace's zone, so texts use it only over several days.
    var utcDay: LocalDate { LocalDate(dayNumber: (seconds - (seconds % 86_400 + 86_400) % 86_400) / 86_400) }
}
