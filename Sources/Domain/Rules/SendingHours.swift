package import struct Foundation.TimeZone

/// When contacts may get messages, by the clock on their own wall.
package struct SendingHours: Hashable, Sendable {
    /// Nothing goes out from this time until `quietUntil`, which may be on the next day; none where both are the same.
    package var quietFrom: TimeOfDay
    package var quietUntil: TimeOfDay
    /// 1 is Monday, 7 is Sunday.
    package var workingDays: Set<Int>
    /// Days on which nothing goes out.
    package var holidays: Set<LocalDate>

    /// The names of the days, from Monday on.
    package static let dayNames = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]

    package init(quietFrom: TimeOfDay, quietUntil: TimeOfDay, workingDays: Set<Int>, holidays: Set<LocalDate> = []) {
        self.quietFrom = quietFrom
        self.quietUntil = quietUntil
        self.workingDays = workingDays
        self.holidays = holidays
    }

    /// Whether a message may go out at this instant to somebody in this zone.
    package func isOpen(at instant: Timestamp, in zone: TimeZone) -> Bool {
        let local = instant.localMinute(in: zone)
        return isOpen(on: local.day) && !isQuiet(local.time)
    }

    /// From when on a message may go out, and until when on that day.
    ///
    /// It begins at `instant` where that is open, otherwise when the next quiet hours or days off have ended; it ends with the
    /// next quiet hours or at midnight, as caps count by the day. Where the hours never open it is nil.
    package func window(from instant: Timestamp, in zone: TimeZone) -> SendingWindow? {
        opening(from: instant, in: zone).map { SendingWindow(opens: $0, closes: closing(after: $0, in: zone)) }
    }

    private func opening(from instant: Timestamp, in zone: TimeZone) -> Timestamp? {
        if isOpen(at: instant, in: zone) { return instant }
        let today = instant.localDate(in: zone)
        // Every holiday may fall on a working day, and there is one working day in seven.
        let days = Int64(holidays.count + 2) * 7
        for day in (0...days).lazy.map(today.adding) where isOpen(on: day) {
            // What a clock change makes of these times decides the clock on the wall: each is asked again.
            let times = [TimeOfDay.midnight, quietUntil].flatMap { day.all(at: $0, in: zone) }
            if let opening = times.filter({ $0 > instant && isOpen(at: $0, in: zone) }).min() { return opening }
        }
        return nil
    }

    private func closing(after opening: Timestamp, in zone: TimeZone) -> Timestamp {
        let day = opening.localDate(in: zone)
        let midnight = day.adding(days: 1).instant(at: .midnight, in: zone)
        guard quietFrom != quietUntil, let quiet = day.all(at: quietFrom, in: zone).first(where: { $0 > opening }) else { return midnight }
        return min(quiet, midnight)
    }

    private func isOpen(on day: LocalDate) -> Bool { workingDays.contains(day.weekday) && !holidays.contains(day) }

    private func isQuiet(_ time: TimeOfDay) -> Bool {
        quietFrom <= quietUntil ? quietFrom <= time && time < quietUntil : time >= quietFrom || time < quietUntil
    }
}

extension LocalDate {
    /// Each instant at which a clock shows this time of the day: in an hour that the clock repeats there are two.
    fileprivate func all(at time: TimeOfDay, in zone: TimeZone) -> [Timestamp] {
        let (first, again) = instants(at: time, in: zone)
        return again.map { [first, $0] } ?? [first]
    }
}

/// A stretch of one day in which messages may go out.
package struct SendingWindow: Hashable, Sendable {
    package var opens: Timestamp
    /// The first instant at which nothing goes out any more.
    package var closes: Timestamp

    package init(opens: Timestamp, closes: Timestamp) {
        self.opens = opens
        self.closes = closes
    }
}
