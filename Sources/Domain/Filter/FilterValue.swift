package import struct Foundation.TimeZone

/// What a field is compared with.
package enum FilterValue: Hashable, Sendable {
    /// Compared whatever the case of the letters A to Z.
    case text(String)
    case number(Int64)
    case flag(Bool)
    case day(FilterDay)
    /// Now, or a moment that far from it.
    case now(FilterOffset?)
}

/// A calendar day, fixed or counted from the day on which the filter is evaluated.
package enum FilterDay: Hashable, Sendable {
    case date(LocalDate)
    case today(FilterOffset?)
}

/// How far from now or today, and in which direction.
package struct FilterOffset: Hashable, Sendable {
    package enum Unit: String, CaseIterable, Sendable {
        case minute, hour, day, week

        package var seconds: Int64 {
            switch self {
            case .minute: 60
            case .hour: 3600
            case .day: 86_400
            case .week: 604_800
            }
        }

        /// Whether a calendar day can move by it.
        var isWholeDays: Bool { self == .day || self == .week }
    }

    /// Negative for the past.
    package var amount: Int64
    package var unit: Unit

    package init(_ amount: Int64, _ unit: Unit) {
        self.amount = amount
        self.unit = unit
    }

    var days: Int64 { amount * unit.seconds / Unit.day.seconds }
}

/// When and where a filter is evaluated: what `now` and `today` mean in it.
package struct FilterMoment: Sendable {
    package let now: Timestamp
    /// Whose midnights part the days.
    package let zone: TimeZone
    package let today: LocalDate

    package init(now: Timestamp, zone: TimeZone) {
        self.now = now
        self.zone = zone
        today = now.localDate(in: zone)
    }

    package func day(_ day: FilterDay) -> LocalDate {
        switch day {
        case .date(let date): date
        case .today(let offset): today.adding(days: offset?.days ?? 0)
        }
    }

    /// A day as an offset is 24 hours here, whatever the clocks do.
    package func instant(_ offset: FilterOffset?) -> Timestamp {
        guard let offset else { return now }
        return now.adding(.seconds(offset.amount * offset.unit.seconds))
    }

    /// The first instant of the day.
    package func start(of day: LocalDate) -> Timestamp { day.instant(at: TimeOfDay(hour: 0), in: zone) }
}
