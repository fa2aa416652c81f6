import Domain
import Foundation

extension FuzzTarget {
    /// Schedules, triggers and waits: each is printed as a text that means the same, and the next time is found at once.
    static let schedule = FuzzTarget.text(
        "schedule", longest: 1 << 16,
        words: [
            "* ", "*/5 ", "0 9 * * MON-FRI", "@daily", "@yearly", "L", "LW", "L-3", "15W", "MON#2", "5L", "29 2", "30 2", "?", ",", "-", "/", "JAN",
            "SUN", "every ",
            "day", "2 weeks", "months", " from 2026-01-31", " at 09:00", "Monday", "once at ", "2026-03-29T02:30", "2026-03-01T09:00:00+01:00",
            "never", "9999-12-31",
            "0001-01-01", "deal_status = won", "contact_stage changed", "no_reply 5 days", "1000 months", "api", "hour",
        ]
    ) { text in
        if let schedule = try? Schedule(parsing: text) {
            let again = try Schedule(parsing: schedule.description)
            try hold(again == schedule, "a schedule is printed as itself: \(schedule)")
            _ = schedule.explanation
            try checkTimes(of: schedule)
        }
        if let trigger = try? Trigger(parsing: text) {
            let again = try? Trigger(parsing: trigger.description)
            try hold(again == trigger || trigger.description.utf8.count > 200, "a trigger is printed as itself: \(trigger)")
        }
        if let wait = try? WaitTime(parsing: text) {
            let again = try WaitTime(parsing: wait.description)
            try hold(again == wait, "a wait is printed as itself: \(wait)")
        }
        if let time = TimeOfDay(text) { try hold(TimeOfDay(time.description) == time, "a time of day is printed as itself") }
    }

    private static let zones = ["UTC", "Europe/Berlin", "Pacific/Apia", "Australia/Lord_Howe"].compactMap { TimeZone(identifier: $0) }
    /// Every third day of a year is a holiday.
    private static let rules = ScheduleRules(
        startDate: LocalDate(year: 2026, month: 1, day: 5), endDate: LocalDate(year: 2027, month: 12, day: 31),
        holidays: Set((0..<120).map { LocalDate(year: 2026, month: 1, day: 1).adding(days: $0 * 3) }))

    private static func checkTimes(of schedule: Schedule) throws {
        for zone in zones {
            var last = FuzzDatabase.now
            for _ in 0..<5 {
                guard let next = schedule.next(after: last, in: zone) else { break }
                try hold(next > last, "the next time is a later one: \(schedule)")
                last = next
            }
            if let next = schedule.next(after: FuzzDatabase.now, in: zone, rules: rules) {
                try hold(rules.allows(next.localDate(in: zone)), "a time is on a day that the rules allow: \(schedule)")
            }
        }
    }
}
