import Domain
import Foundation
import Testing

@Suite struct `Rules of a schedule` {
    private let nine = Schedule(recurrence: .daily, time: at(9))

    @Test func `that are empty change nothing`() {
        #expect(days(nine, ScheduleRules(), after: "2026-01-01", through: "2026-01-04") == ["2026-01-01", "2026-01-02", "2026-01-03"])
    }

    @Test func `hold from the start date to the end date, both included`() {
        let rules = ScheduleRules(startDate: day("2026-01-05"), endDate: day("2026-01-07"))
        #expect(days(nine, rules, after: "2026-01-01", through: "2026-02-01") == ["2026-01-05", "2026-01-06", "2026-01-07"])
        #expect(nine.next(after: utc("2026-01-07T09:00Z"), in: .gmt, rules: rules) == nil)
    }

    @Test func `take holidays out and make up for none`() {
        let rules = ScheduleRules(holidays: [day("2026-12-25"), day("2026-12-26")])
        #expect(days(nine, rules, after: "2026-12-24", through: "2026-12-29") == ["2026-12-24", "2026-12-27", "2026-12-28"])
    }

    @Test func `know the first day that they allow`() {
        let rules = ScheduleRules(startDate: day("2026-12-24"), endDate: day("2026-12-27"), holidays: [day("2026-12-25"), day("2026-12-26")])
        #expect(
            ["2026-12-20", "2026-12-24", "2026-12-25", "2026-12-27"].map { rules.next(from: day($0))?.description } == [
                "2026-12-24", "2026-12-24", "2026-12-27", "2026-12-27",
            ])
        #expect(rules.next(from: day("2026-12-28")) == nil)
        #expect(ScheduleRules(endDate: day("2026-12-26"), holidays: [day("2026-12-26")]).next(from: day("2026-12-26")) == nil)
    }

    @Test func `know days by the clock of the schedule's zone`() {
        let rules = ScheduleRules(holidays: [day("2026-01-02")])
        // 01:00 of 2 January in Apia is still 1 January in UTC.
        let due = Schedule(recurrence: .daily, time: at(1))
            .occurrences(after: utc("2025-12-31T00:00Z"), through: utc("2026-01-02T23:00Z"), in: zone("Pacific/Apia"), rules: rules)
        #expect(due == [utc("2025-12-31T12:00Z"), utc("2026-01-02T12:00Z")])
    }

    @Test func `pass a holiday of a schedule of every minute in one step, midnight included`() throws {
        let every = try Schedule(parsing: "* * * * *")
        let rules = ScheduleRules(holidays: [day("2026-03-29")])
        #expect(every.next(after: utc("2026-03-28T22:59Z"), in: zone("Europe/Berlin"), rules: rules) == utc("2026-03-29T22:00Z"))
    }

    @Test func `end a schedule whose every day is a holiday`() {
        let all = Set((0..<30).map { day("2026-01-01").adding(days: $0) })
        let rules = ScheduleRules(startDate: day("2026-01-01"), endDate: day("2026-01-30"), holidays: all)
        #expect(nine.next(after: utc("2020-01-01T00:00Z"), in: .gmt, rules: rules) == nil)
        #expect(nine.next(after: utc("2026-01-02T00:00Z"), in: .gmt, rules: ScheduleRules(holidays: all)) == utc("2026-01-31T09:00Z"))
    }

    private func days(_ schedule: Schedule, _ rules: ScheduleRules, after: String, through: String) -> [String] {
        schedule.occurrences(
            after: day(after).instant(at: at(0), in: .gmt), through: day(through).instant(at: at(0), in: .gmt), in: .gmt, rules: rules
        ).map { $0.localDate(in: .gmt).description }
    }
}

@Suite struct `After a downtime` {
    private let now = utc("2026-01-05T12:00Z")
    private let due = ["2026-01-03T09:00Z", "2026-01-04T09:00Z", "2026-01-05T11:00Z", "2026-01-05T11:30Z"].map(utc)

    @Test func `what is late is skipped, and what is at most an hour late runs`() {
        let outcome = CatchUp.skip.outcome(of: due, now: now, tolerance: .seconds(3600))
        #expect(outcome.running == Array(due.suffix(2)))
        #expect(outcome.missed == Array(due.prefix(2)))
        #expect(CatchUp.skip.outcome(of: due, now: now.adding(.milliseconds(1)), tolerance: .seconds(3600)).running == [due[3]])
    }

    @Test func `the latest runs once, however late`() {
        let outcome = CatchUp.runOnce.outcome(of: Array(due.prefix(2)), now: now, tolerance: .seconds(3600))
        #expect(outcome.running == [due[1]])
        #expect(outcome.missed == [due[0]])
    }

    @Test func `all run, the earliest first`() {
        let outcome = CatchUp.runAll.outcome(of: due, now: now, tolerance: .zero)
        #expect(outcome.running == due)
        #expect(outcome.missed == [])
    }

    @Test(arguments: CatchUp.allCases) func `every due time runs or is missed, and none means none`(choice: CatchUp) {
        let outcome = choice.outcome(of: due, now: now, tolerance: .seconds(60))
        #expect((outcome.missed + outcome.running).sorted() == due)
        #expect(choice.outcome(of: [], now: now, tolerance: .zero) == CatchUp.Outcome())
    }
}
