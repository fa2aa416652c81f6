import Domain
import Foundation
import Testing

@Suite struct `A cron expression over a clock change` {
    @Test func `has all its times in the gap once, at the first instant after it`() throws {
        #expect(
            try due("*/15 2 * * *", "Europe/Berlin", after: "2026-03-28T12:00Z", through: "2026-03-29T12:00Z") == ["2026-03-29T01:00Z"])
        #expect(
            try due("*/15 * * * *", "Europe/Berlin", after: "2026-03-29T00:30Z", through: "2026-03-29T01:30Z")
                == ["2026-03-29T00:45Z", "2026-03-29T01:00Z", "2026-03-29T01:15Z", "2026-03-29T01:30Z"])
    }

    @Test func `runs once where the gap ends at a time of its own`() throws {
        #expect(
            try due("30 2,3 * * *", "Australia/Lord_Howe", after: "2026-10-03T12:00Z", through: "2026-10-03T18:00Z")
                == ["2026-10-03T15:30Z", "2026-10-03T16:30Z"])
    }

    @Test func `does not run again in the hour that comes twice`() throws {
        #expect(
            try due("*/30 * * * *", "Europe/Berlin", after: "2026-10-24T23:30Z", through: "2026-10-25T02:30Z")
                == ["2026-10-25T00:00Z", "2026-10-25T00:30Z", "2026-10-25T02:00Z", "2026-10-25T02:30Z"])
        #expect(
            try due("45 1 * * *", "Australia/Lord_Howe", after: "2026-04-04T00:00Z", through: "2026-04-05T00:00Z") == ["2026-04-04T14:45Z"])
    }

    @Test func `asked within the second pass goes on with what follows it`() throws {
        let every = Schedule.cron(try CronExpression(parsing: "* * * * *"))
        #expect(every.next(after: utc("2026-10-25T01:10Z"), in: zone("Europe/Berlin")) == utc("2026-10-25T02:00Z"))
    }

    @Test func `on a day that is skipped as a whole is due as the next one begins, once`() throws {
        #expect(
            try due("0 9,17 * * *", "Pacific/Apia", after: "2011-12-29T12:00Z", through: "2011-12-31T12:00Z")
                == ["2011-12-29T19:00Z", "2011-12-30T03:00Z", "2011-12-30T10:00Z", "2011-12-30T19:00Z", "2011-12-31T03:00Z"])
    }

    @Test func `at midnight, which a change skips, is due as the day begins`() throws {
        #expect(
            try due("0 0 * * *", "America/Santiago", after: "2026-09-05T12:00Z", through: "2026-09-07T12:00Z")
                == ["2026-09-06T04:00Z", "2026-09-07T03:00Z"])
    }

    @Test(arguments: ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza", "Pacific/Apia"])
    func `is due at each local time of the nights of three years once, but for those in gaps`(name: String) throws {
        let (from, through) = (utc("2010-06-15T00:00Z"), utc("2013-06-15T00:00Z"))
        let times = try schedule("30 0-3 * * *").occurrences(after: from, through: through, in: zone(name))
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        let shown = times.map { $0.localDate(in: zone(name)) }
        #expect(Dictionary(grouping: shown) { $0 }.values.allSatisfy { $0.count <= 5 })
        #expect((4 * 1096 - 12...4 * 1096 + 1).contains(times.count))
    }

    @Test func `costs what its due times cost, however long the span is`() throws {
        let leapDaysOnWeekends = try schedule("0 0 29 2 */6")
        #expect(leapDaysOnWeekends.occurrences(after: utc("0001-01-01T00:00Z"), through: utc("9999-01-01T00:00Z"), in: .gmt).count == 675)
    }

    private func schedule(_ text: String) throws -> Schedule { .cron(try CronExpression(parsing: text)) }

    private func due(_ text: String, _ name: String, after: String, through: String) throws -> [String] {
        try schedule(text).occurrences(after: utc(after), through: utc(through), in: zone(name)).map { "\($0.rfc3339.prefix(16))Z" }
    }
}
