import Domain
import Storage

import struct Foundation.TimeZone

extension AgentRules {
    /// What is wrong with a schedule that is set now: a single time that has passed would never come.
    ///
    /// - Parameter zone: the workspace's.
    static func checkIsAhead(_ values: Table.Values, of now: Timestamp, in zone: TimeZone) throws(ValidationError) {
        let zone = values.optionalText("time_zone").map { knownTimeZone($0) ?? .gmt } ?? zone
        guard let schedule = try? Schedule(parsing: values.text("schedule_rule")), isSingle(schedule), schedule.next(after: now, in: zone) == nil
        else { return }
        throw ValidationError(
            field: "schedule_rule",
            "schedule_rule names a time that has passed, and nothing would ever be due: write one that is to come, or never for an agent without a schedule."
        )
    }

    /// However each is written.
    static func haveSameSchedule(_ values: Table.Values, _ others: Table.Values) -> Bool {
        (try? Schedule(parsing: values.text("schedule_rule"))) == (try? Schedule(parsing: others.text("schedule_rule")))
    }

    private static func isSingle(_ schedule: Schedule) -> Bool {
        switch schedule {
        case .once, .onceAt: true
        case .cron, .recurring, .never: false
        }
    }
}
