package import struct Foundation.TimeZone

/// When one agent is due: its schedule, on whose clock and on which days, and how far it has been planned.
package struct AgentTiming: Equatable, Sendable {
    package var schedule: Schedule
    package var zone: TimeZone
    package var rules: ScheduleRules
    package var catchUp: CatchUp
    package var isPaused: Bool
    /// Everything due at or before this has been planned, or was due by an earlier schedule.
    package var plannedThrough: Timestamp
    /// What is due at or before this is left out because a person wished so.
    package var skippedThrough: Timestamp?

    package init(
        schedule: Schedule, zone: TimeZone, rules: ScheduleRules = ScheduleRules(), catchUp: CatchUp = .skip, isPaused: Bool = false,
        plannedThrough: Timestamp, skippedThrough: Timestamp? = nil
    ) {
        self.schedule = schedule
        self.zone = zone
        self.rules = rules
        self.catchUp = catchUp
        self.isPaused = isPaused
        self.plannedThrough = plannedThrough
        self.skippedThrough = skippedThrough
    }

    /// A time at which the agent was due, and why nothing runs then; nil where it runs.
    package struct Due: Equatable, Sendable {
        package var time: Timestamp
        package var missed: MissedReason?

        package init(_ time: Timestamp, missed: MissedReason? = nil) {
            self.time = time
            self.missed = missed
        }
    }
}

/// Why nothing ran at a time at which an agent was due.
package enum MissedReason: String, CaseIterable, Sendable {
    /// It was found too long after its time.
    case late
    /// A later time ran in its place.
    case overtaken
    /// A person wished it so.
    case skipped
}

/// Why an agent's schedule runs nothing at a moment, whatever the schedule says.
package enum ScheduleObstacle: Equatable, Sendable {
    case paused
    case notBegun(LocalDate)
    case over(LocalDate)
    case holiday(LocalDate)
    case skipped(through: Timestamp)

    package var sentence: String {
        switch self {
        case .paused: "The agent is paused: by its schedule nothing runs."
        case .notBegun(let day): "By its schedule nothing runs before \(day), its start date."
        case .over(let day): "By its schedule nothing runs after \(day), its end date."
        case .holiday(let day): "\(day) is a holiday of the agent: by its schedule nothing runs."
        case .skipped(let time): "By its schedule nothing runs up to \(time.shortRFC3339), as that was to be skipped."
        }
    }
}

extension AgentTiming {
    /// Nil where nothing stands in the schedule's way.
    package func obstacle(at moment: Timestamp) -> ScheduleObstacle? {
        if isPaused { return .paused }
        let day = moment.localDate(in: zone)
        if let start = rules.startDate, day < start { return .notBegun(start) }
        if let end = rules.endDate, rules.isOver(by: day) { return .over(end) }
        if rules.holidays.contains(day) { return .holiday(day) }
        return skippedThrough.flatMap { moment <= $0 ? .skipped(through: $0) : nil }
    }

    /// What has come due since it was planned last, the earliest first, at most `limit` times.
    ///
    /// - Parameter tolerance: how late a time may still run with `CatchUp.skip`.
    package func due(through now: Timestamp, tolerance: Duration, limit: Int = 500) -> [Due] {
        guard !isPaused else { return [] }
        var times: [Timestamp] = []
        var last = plannedThrough
        while times.count <= limit, let time = schedule.next(after: last, in: zone, rules: rules), time <= now {
            times.append(time)
            last = time
        }
        return judged(times, now: now, tolerance: tolerance, limit: limit)
    }

    /// One time more than the limit tells that the last one within it is not the latest of all.
    private func judged(_ times: [Timestamp], now: Timestamp, tolerance: Duration, limit: Int) -> [Due] {
        let wished = times.filter { !isSkipped($0) }
        let missed = Set(catchUp.outcome(of: wished, now: now, tolerance: tolerance).missed)
        let reason: MissedReason = catchUp == .skip ? .late : .overtaken
        return times.prefix(limit).map { time in
            Due(time, missed: isSkipped(time) ? .skipped : missed.contains(time) ? reason : nil)
        }
    }

    private func isSkipped(_ time: Timestamp) -> Bool { skippedThrough.map { time <= $0 } ?? false }

    /// The first time after `moment` at which something runs; nil where there is none any more, or while it is paused.
    package func next(after moment: Timestamp) -> Timestamp? {
        guard !isPaused else { return nil }
        return schedule.next(after: max(moment, skippedThrough ?? moment), in: zone, rules: rules)
    }

    /// When its single time on the clock was, where that has passed; nil for every other schedule.
    package func singleTime(before moment: Timestamp) -> Timestamp? {
        guard case .once(let minute) = schedule, case let time = minute.instant(in: zone), time <= moment else { return nil }
        return time
    }

    /// Its schedule in few words, as they are to be read at a moment.
    package func summary(at moment: Timestamp) -> String { schedule.summary(on: moment.localDate(in: zone)) }

    /// The first time that is not planned yet, whether it will run or be left out.
    package var nextToPlan: Timestamp? {
        isPaused ? nil : schedule.next(after: plannedThrough, in: zone, rules: rules)
    }
}
