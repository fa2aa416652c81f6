import Domain
import Foundation
import Testing

@Suite struct `An agent's timing` {
    @Test func `has due what its schedule brought since it was planned last`() throws {
        let timing = try timing(catchUp: .runAll)
        #expect(times(timing, through: "2026-03-04T09:00:00Z") == ["2026-03-03T09:00:00Z", "2026-03-04T09:00:00Z"])
        #expect(times(timing, through: "2026-03-03T08:59:59Z") == [])
        #expect(timing.nextToPlan == utc("2026-03-03T09:00:00Z"))
    }

    @Test(arguments: [
        ("2026-03-04T23:30:00Z", "By its schedule nothing runs before 2026-03-05, its start date."),
        ("2026-03-05T09:00:00Z", "By its schedule nothing runs up to 2026-03-05T10:00:00Z, as that was to be skipped."),
        ("2026-03-06T09:00:00Z", "2026-03-06 is a holiday of the agent: by its schedule nothing runs."), ("2026-03-07T09:00:00Z", nil),
        ("2026-03-09T00:00:00Z", "By its schedule nothing runs after 2026-03-08, its end date."),
    ]) func `says what stands in the schedule's way`(moment: String, sentence: String?) throws {
        var timing = try timing(catchUp: .skip)
        let day = LocalDate(year: 2026, month: 3, day: 5)
        timing.rules = ScheduleRules(startDate: day, endDate: day.adding(days: 3), holidays: [day.adding(days: 1)])
        timing.skippedThrough = utc("2026-03-05T10:00:00Z")
        #expect(timing.obstacle(at: utc(moment))?.sentence == sentence)
        timing.isPaused = true
        #expect(timing.obstacle(at: utc(moment)) == .paused)
    }

    @Test func `has nothing due while it is paused`() throws {
        var timing = try timing(catchUp: .runAll)
        timing.isPaused = true
        #expect(times(timing, through: "2026-03-09T09:00:00Z") == [])
        #expect(timing.nextToPlan == nil && timing.next(after: start) == nil)
    }

    @Test(
        arguments: [
            (CatchUp.skip, [.late, .late, nil]), (.runOnce, [.overtaken, .overtaken, nil]), (.runAll, [nil, nil, nil]),
        ] as [(CatchUp, [MissedReason?])])
    func `says why a time is missed`(catchUp: CatchUp, reasons: [MissedReason?]) throws {
        let due = try timing(catchUp: catchUp).due(through: utc("2026-03-05T10:00:00Z"), tolerance: .seconds(3600))
        #expect(due.map(\.missed) == reasons)
    }

    @Test func `runs the latest once, also where more is due than one look takes`() throws {
        var timing = try timing(catchUp: .runOnce)
        var ran: [Timestamp] = []
        for _ in 0..<4 {
            let due = timing.due(through: utc("2026-03-07T12:00:00Z"), tolerance: .zero, limit: 2)
            #expect(due.count <= 2)
            ran += due.filter { $0.missed == nil }.map(\.time)
            timing.plannedThrough = due.last?.time ?? timing.plannedThrough
        }
        #expect(ran == [utc("2026-03-07T09:00:00Z")])
    }

    @Test func `leaves out what a person skipped, and what was skipped does not count as the latest`() throws {
        var timing = try timing(catchUp: .runOnce)
        timing.skippedThrough = utc("2026-03-04T09:00:00Z")
        let due = timing.due(through: utc("2026-03-04T12:00:00Z"), tolerance: .zero)
        #expect(due.map(\.missed) == [.skipped, .skipped])
        #expect(timing.next(after: start) == utc("2026-03-05T09:00:00Z"))
        #expect(timing.nextToPlan == utc("2026-03-03T09:00:00Z"))
    }

    @Test func `keeps to its days`() throws {
        var timing = try timing(catchUp: .runAll)
        timing.rules = ScheduleRules(
            startDate: LocalDate(year: 2026, month: 3, day: 4), endDate: LocalDate(year: 2026, month: 3, day: 6),
            holidays: [LocalDate(year: 2026, month: 3, day: 5)])
        #expect(times(timing, through: "2026-03-20T00:00:00Z") == ["2026-03-04T09:00:00Z", "2026-03-06T09:00:00Z"])
        #expect(timing.next(after: utc("2026-03-06T09:00:00Z")) == nil)
    }

    private let start = utc("2026-03-02T12:00Z")

    private func timing(catchUp: CatchUp) throws -> AgentTiming {
        AgentTiming(schedule: try Schedule(parsing: "every day at 09:00"), zone: .gmt, catchUp: catchUp, plannedThrough: start)
    }

    private func times(_ timing: AgentTiming, through: String) -> [String] {
        timing.due(through: utc(through), tolerance: .zero).map(\.time.shortRFC3339)
    }
}

@Suite struct `An agent's key` {
    @Test(arguments: [
        ("Weekly news", "WEEKLY_NEWS"), ("  2nd look!  ", "AGENT_2ND_LOOK"), ("Größe", "GR_SSE"), ("日本", "AGENT"), ("Note", "NOTE_AGENT"),
        (String(repeating: "long ", count: 20), "LONG_LONG_LONG_LONG_LONG_LONG_LONG_LONG"),
    ])
    func `is made of its name`(name: String, key: String) {
        #expect(AgentType(named: name).rawValue == key)
        #expect(AgentType(rawValue: key) != nil)
    }

    @Test func `ends with a number where the name is there already`() {
        #expect(AgentType(named: "Weekly news", number: 2).rawValue == "WEEKLY_NEWS_2")
        #expect(AgentType(named: String(repeating: "a", count: 60), number: 12).rawValue.utf8.count == 40)
    }

    @Test(arguments: ["", "reminder", "A B", "1A", "USER_MESSAGE", "AGENT_RESPONSE", "NOTE", "ÄRGER", String(repeating: "A", count: 41)])
    func `is never anything else`(text: String) {
        #expect(AgentType(rawValue: text) == nil)
    }
}
