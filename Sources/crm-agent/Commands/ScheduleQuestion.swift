import Domain
import Foundation

/// When a schedule is due next, as it is asked on the command line.
struct ScheduleQuestion {
    let schedule: Schedule
    private let zone: TimeZone
    private let from: Timestamp
    private let count: Int

    /// What cannot be answered.
    struct Unclear: Error {
        /// Says what is wrong and what would be right.
        var sentence: String
    }

    /// `from` is now where it is nil.
    init(_ schedule: String, zone: String, from: String?, count: Int) throws(Unclear) {
        do { self.schedule = try Schedule(parsing: schedule) } catch { throw Unclear(sentence: "\(error).") }
        guard let known = knownTimeZone(zone) else {
            throw Unclear(sentence: "There is no time zone \"\(zone)\": write an IANA name, such as Europe/Berlin.")
        }
        guard (1...10_000).contains(count) else { throw Unclear(sentence: "The count \(count) is none: write 1 to 10000.") }
        guard let start = from.map({ Self.instant($0, in: known) }) ?? Timestamp(seconds: Int64(Date().timeIntervalSince1970)) else {
            throw Unclear(sentence: "\"\(from ?? "")\" is no time: write 2026-03-01, 2026-03-01T09:00 or 2026-03-01T09:00:00+01:00.")
        }
        self.zone = known
        self.from = start
        self.count = count
    }

    /// What is to be said where there are fewer times than were asked for; nil where there is nothing to say.
    func remark(on times: [String]) -> String? {
        if schedule.isEndless, times.count < count { return "No time is told after the year 9999." }
        return times.isEmpty ? "Nothing is due any more." : nil
    }

    /// RFC 3339 with the zone's offset, ascending.
    var times: [String] {
        let due = sequence(state: from) { last in
            schedule.next(after: last, in: zone).map { next in
                last = next
                return next
            }
        }
        return due.prefix(count).map { $0.rfc3339(in: zone) }
    }

    /// A day is its first instant.
    private static func instant(_ text: String, in zone: TimeZone) -> Timestamp? {
        Timestamp(rfc3339: text) ?? (LocalMinute(text) ?? LocalMinute("\(text)T00:00"))?.instant(in: zone)
    }
}
