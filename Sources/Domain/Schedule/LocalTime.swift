package import Foundation

extension LocalDate {
    /// The earliest instant at which a clock in `zone` shows this day and `time`, or is already past them.
    ///
    /// So a time that a clock change skips comes at the first instant after the gap, and one that a change brings
    /// twice comes at its first. Later days and times never give earlier instants.
    package func instant(at time: TimeOfDay, in zone: TimeZone) -> Timestamp { instants(at: time, in: zone).first }

    /// `instant(at:in:)`, and the second instant at which a clock shows the time where a change of the clock brings it twice.
    func instants(at time: TimeOfDay, in zone: TimeZone) -> (first: Timestamp, again: Timestamp?) {
        let local = dayNumber * secondsPerDay + time.secondsOfDay
        // No zone is a whole day from UTC, so the instant lies between these two.
        let change = OffsetChange(in: zone, between: local - secondsPerDay, and: local + secondsPerDay)
        let (withFormerOffset, withLatterOffset) = (local - change.before, local - change.after)
        guard change.before != change.after, withFormerOffset >= change.second else {
            let isRepeated = change.before != change.after && withLatterOffset >= change.second
            return (Timestamp(seconds: withFormerOffset), isRepeated ? Timestamp(seconds: withLatterOffset) : nil)
        }
        return (Timestamp(seconds: max(change.second, withLatterOffset)), nil)
    }
}

extension Timestamp {
    /// The day that a calendar on the wall in `zone` shows at this instant.
    package func localDate(in zone: TimeZone) -> LocalDate {
        LocalDate(dayNumber: (seconds + zone.offset(at: seconds)).flooringDivision(by: secondsPerDay))
    }

    /// The minute that a clock in `zone` shows at this instant.
    package func localMinute(in zone: TimeZone) -> LocalMinute {
        let local = seconds + zone.offset(at: seconds)
        let day = local.flooringDivision(by: secondsPerDay)
        return LocalMinute(day: LocalDate(dayNumber: day), time: TimeOfDay(minuteOfDay: Int(local - day * secondsPerDay) / 60))
    }
}

/// How the offset from UTC differs between two instants, and the second at which it changed.
private struct OffsetChange {
    let before: Int64
    let after: Int64
    /// The first second with the offset `after`.
    let second: Int64

    init(in zone: TimeZone, between first: Int64, and last: Int64) {
        before = zone.offset(at: first)
        after = zone.offset(at: last)
        guard before != after else {
            second = last
            return
        }
        var (low, high) = (first, last)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if zone.offset(at: middle) == before { low = middle } else { high = middle }
        }
        second = high
    }
}

extension TimeZone {
    /// Seconds east of UTC.
    package func offset(at second: Int64) -> Int64 {
        Int64(secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
    }
}

private let secondsPerDay: Int64 = 86_400
