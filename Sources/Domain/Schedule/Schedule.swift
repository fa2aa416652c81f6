package import struct Foundation.TimeZone

/// When something is due, on the clock of a time zone that is given with each question.
///
/// A local time that a clock change skips is due at the first instant after the gap, once however many times of the
/// schedule fall into it; one that a change brings twice is due at its first. The text form (`description`) is read
/// by `init(parsing:)`; `docs/schedules.md` is its reference.
package enum Schedule: Hashable, Sendable {
    case cron(CronExpression)
    case recurring(Recurrence, at: TimeOfDay)
    /// A single minute on the clock.
    case once(LocalMinute)
    /// A single instant, the same in every zone.
    case onceAt(Timestamp)
    /// At no time: for what runs by a trigger or by hand alone.
    case never
}

extension Schedule {
    /// Stops the program for a period below one or a weekday outside 1 to 7.
    package init(recurrence: Recurrence, time: TimeOfDay) {
        precondition(recurrence.isPossible, "a schedule needs a period of at least one and a weekday of 1 to 7")
        self = .recurring(recurrence, at: time)
    }

    /// All due times later than `after` and not later than `through`, ascending and each once.
    ///
    /// The cost grows with the number of due times, not with the length of the span.
    package func occurrences(after: Timestamp, through: Timestamp, in zone: TimeZone) -> [Timestamp] {
        var found: [Timestamp] = []
        var last = after
        while let due = next(after: last, in: zone), due <= through {
            found.append(due)
            last = due
        }
        return found
    }

    /// Whether it goes on for ever, as far as years have four digits.
    package var isEndless: Bool {
        switch self {
        case .cron, .recurring: true
        case .once, .onceAt, .never: false
        }
    }

    /// The first due time later than `after`; nil where there is none any more, and after the year 9999, which no text form reaches.
    package func next(after: Timestamp, in zone: TimeZone) -> Timestamp? {
        if case .onceAt(let instant) = self { return instant > after && instant <= .last ? instant : nil }
        var minute = after.localMinute(in: zone).following
        while let found = firstMinute(onOrAfter: minute) {
            let due = found.instant(in: zone)
            // On the clock of the zone, and in UTC.
            guard found.day <= .last, due <= .last else { return nil }
            if due > after { return due }
            // The clock was set back a short while ago, and shows times that it has shown before.
            minute = found.following
        }
        return nil
    }

    /// Nil where there is none, and for an instant, which is not on any one clock.
    private func firstMinute(onOrAfter minute: LocalMinute) -> LocalMinute? {
        switch self {
        case .cron(let expression): return expression.firstMinute(onOrAfter: minute)
        case .recurring(let recurrence, let time):
            let earliest = time < minute.time ? minute.day.adding(days: 1) : minute.day
            return LocalMinute(day: recurrence.first(onOrAfter: earliest), time: time)
        case .once(let single): return single >= minute ? single : nil
        case .onceAt, .never: return nil
        }
    }
}
