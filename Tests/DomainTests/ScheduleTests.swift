import Domain
import Foundation
import Testing

@Suite struct `A schedule` {
    private let anchor = day("2026-01-01")

    @Test func `of the five agents is due at their times`() {
        let schedules = [
            Schedule(recurrence: .daily, time: at(9)), Schedule(recurrence: .daily, time: at(13)),
            Schedule(recurrence: .daily, time: at(16)), Schedule(recurrence: .everyDays(2, anchor: anchor), time: at(11)),
            Schedule(recurrence: .weekly(weekday: 1), time: at(10)),
        ]
        // A Monday, and an odd number of days from the anchor.
        let due = schedules.map { $0.next(after: utc("2026-03-02T00:00Z"), in: .gmt)?.rfc3339 }
        #expect(
            due == [
                "2026-03-02T09:00:00.000Z", "2026-03-02T13:00:00.000Z", "2026-03-02T16:00:00.000Z",
                "2026-03-02T11:00:00.000Z", "2026-03-02T10:00:00.000Z",
            ])
        #expect(
            schedules.map(\.summary) == [
                "every day at 09:00", "every day at 13:00", "every day at 16:00", "every 2 days at 11:00", "Mondays at 10:00",
            ])
    }

    @Test func `counts every 2 days across month ends`() {
        #expect(
            days(of: .everyDays(2, anchor: anchor), after: "2026-01-28T12:00Z", through: "2026-02-04T12:00Z")
                == ["2026-01-29", "2026-01-31", "2026-02-02", "2026-02-04"])
    }

    @Test func `counts every 2 days across a leap day`() {
        #expect(
            days(of: .everyDays(2, anchor: day("2028-02-26")), after: "2028-02-26T12:00Z", through: "2028-03-03T12:00Z")
                == ["2028-02-28", "2028-03-01", "2028-03-03"])
    }

    @Test func `counts back from an anchor that is yet to come`() {
        #expect(
            days(of: .everyDays(3, anchor: day("2027-01-01")), after: "2026-12-24T12:00Z", through: "2027-01-04T12:00Z")
                == ["2026-12-26", "2026-12-29", "2027-01-01", "2027-01-04"])
    }

    @Test(arguments: 1...7) func `of a weekday is due on that weekday only`(weekday: Int) {
        let due = Schedule(recurrence: .weekly(weekday: weekday), time: at(10))
            .occurrences(after: utc("2026-01-01T00:00Z"), through: utc("2026-03-01T00:00Z"), in: .gmt)
        #expect((8...9).contains(due.count))
        #expect(due.allSatisfy { $0.localDate(in: .gmt).weekday == weekday })
    }

    @Test func `is due after its lower bound and up to its upper bound`() {
        let nine = Schedule(recurrence: .daily, time: at(9))
        let (first, second) = (utc("2026-01-01T09:00Z"), utc("2026-01-02T09:00Z"))
        #expect(nine.occurrences(after: first, through: second, in: .gmt) == [second])
        #expect(nine.occurrences(after: second, through: second, in: .gmt) == [])
        #expect(nine.occurrences(after: second, through: first, in: .gmt) == [])
        #expect(nine.next(after: first, in: .gmt) == second)
        #expect(nine.next(after: Timestamp(milliseconds: first.milliseconds - 1), in: .gmt) == first)
    }

    @Test func `is on the clock of its zone`() {
        let nine = Schedule(recurrence: .daily, time: at(9))
        #expect(nine.next(after: utc("2026-01-15T00:00Z"), in: zone("Asia/Kolkata")) == utc("2026-01-15T03:30Z"))
        #expect(nine.next(after: utc("2026-01-15T00:00Z"), in: zone("Pacific/Kiritimati")) == utc("2026-01-15T19:00Z"))
    }

    @Test func `over ten years of downtime is due once a day, ascending`() {
        let due = Schedule(recurrence: .daily, time: at(2, 30))
            .occurrences(after: utc("2016-01-01T00:00Z"), through: utc("2026-01-01T00:00Z"), in: zone("Europe/Berlin"))
        #expect(due.count == 3653)
        #expect(zip(due, due.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func `gives by next, one after the other, what it gives for the span`() {
        let (start, end) = (utc("2026-03-20T00:00Z"), utc("2026-11-10T00:00Z"))
        let halfPastTwo = Schedule(recurrence: .everyDays(2, anchor: anchor), time: at(2, 30))
        for name in ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca"] {
            var walked: [Timestamp] = []
            var now = start
            while let due = halfPastTwo.next(after: now, in: zone(name)), due <= end {
                walked.append(due)
                now = due
            }
            #expect(walked == halfPastTwo.occurrences(after: start, through: end, in: zone(name)))
        }
    }

    @Test(arguments: ["UTC", "Pacific/Kiritimati", "America/New_York"]) func `is due no more after the year 9999, on its own clock or in UTC`(
        name: String
    ) throws {
        for text in ["every day at 09:00", "every day at 23:00", "0 0 1 1 *", "every month from 2026-01-31 at 12:00"] {
            let schedule = try Schedule(parsing: text), zone = zone(name)
            #expect(schedule.isEndless)
            var last = utc("9998-12-30T00:00Z"), count = 0
            while let due = schedule.next(after: last, in: zone) {
                (last, count) = (due, count + 1)
                let texts = [due.rfc3339, due.shortRFC3339, due.rfc3339(in: zone)]
                #expect(texts.allSatisfy { Timestamp(rfc3339: $0) == due }, "\(texts)")
            }
            #expect((1...367).contains(count))
        }
    }

    private func days(of recurrence: Recurrence, after: String, through: String) -> [String] {
        Schedule(recurrence: recurrence, time: at(11)).occurrences(after: utc(after), through: utc(through), in: .gmt)
            .map { $0.localDate(in: .gmt).description }
    }
}
