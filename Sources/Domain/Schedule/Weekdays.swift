/// Weekdays as schedules name them.
enum Weekdays {
    /// `Monday`, `Mondays`, `Monday,` and `weekdays` as numbers, 1 for Monday; nil for another word.
    static func named(_ word: String) -> Set<Int>? {
        var name = word.lowercased()[...]
        if name.hasSuffix(",") { name.removeLast() }
        if name.hasSuffix("s") { name.removeLast() }
        if name == "weekday" { return Set(1...5) }
        return Recurrence.weekdayNames.firstIndex { $0.lowercased() == name }.map { [$0 + 1] }
    }

    /// `0 9 * * MON,FRI`
    static func cron(_ days: Set<Int>, at time: TimeOfDay) throws(ScheduleSyntaxError) -> CronExpression {
        let names = days.sorted().map { Recurrence.weekdayNames[$0 - 1].prefix(3).uppercased() }
        let list = days == Set(1...5) ? "MON-FRI" : names.joined(separator: ",")
        return try CronExpression(parsing: "\(time.minute) \(time.hour) * * \(list)")
    }
}
