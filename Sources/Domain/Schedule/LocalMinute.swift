package import struct Foundation.TimeZone

/// A minute on a clock on the wall, without a zone; its text form is ISO 8601, `2026-03-01T09:00`.
package struct LocalMinute: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let day: LocalDate
    package let time: TimeOfDay

    package init(day: LocalDate, time: TimeOfDay) {
        self.day = day
        self.time = time
    }

    /// Nil unless `text` is exactly `YYYY-MM-DDTHH:MM` and names a day that exists.
    package init?(_ text: String) {
        let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let day = LocalDate(String(parts[0])), let time = TimeOfDay(String(parts[1])) else { return nil }
        self.init(day: day, time: time)
    }

    var following: LocalMinute {
        let minute = time.minute + 1
        if minute < 60 { return LocalMinute(day: day, time: TimeOfDay(hour: time.hour, minute: minute)) }
        if time.hour < 23 { return LocalMinute(day: day, time: TimeOfDay(hour: time.hour + 1)) }
        return LocalMinute(day: day.adding(days: 1), time: .midnight)
    }

    /// The earliest instant at which a clock in `zone` shows this minute, or is already past it.
    package func instant(in zone: TimeZone) -> Timestamp { day.instant(at: time, in: zone) }

    package static func < (left: LocalMinute, right: LocalMinute) -> Bool { (left.day, left.time) < (right.day, right.time) }

    package var description: String { "\(day)T\(time)" }
}
