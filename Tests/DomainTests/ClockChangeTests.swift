import Domain
import Foundation
import Testing

/// The expected instants are those of the IANA database, worked out by hand from each change.
@Suite struct `A clock change` {
    struct Case: Sendable {
        var zone: String
        var day: String
        var time: TimeOfDay
        var instant: String

        init(_ zone: String, _ day: String, _ time: TimeOfDay, _ instant: String) {
            self.zone = zone
            self.day = day
            self.time = time
            self.instant = instant
        }
    }

    @Test(arguments: [
        Case("Europe/Berlin", "2026-03-29", at(1, 59), "2026-03-29T00:59Z"),
        Case("Europe/Berlin", "2026-03-29", at(2), "2026-03-29T01:00Z"),
        Case("Europe/Berlin", "2026-03-29", at(2, 30), "2026-03-29T01:00Z"),
        Case("Europe/Berlin", "2026-03-29", at(3), "2026-03-29T01:00Z"),
        Case("Europe/Berlin", "2026-03-29", at(9), "2026-03-29T07:00Z"),
        Case("America/St_Johns", "2026-03-08", at(2, 15), "2026-03-08T05:30Z"),
        Case("America/St_Johns", "2006-04-02", at(0, 30), "2006-04-02T03:31Z"),
        Case("Australia/Lord_Howe", "2026-10-04", at(2, 10), "2026-10-03T15:30Z"),
        Case("Australia/Lord_Howe", "2026-10-04", at(2, 45), "2026-10-03T15:45Z"),
        Case("Africa/Casablanca", "2024-04-14", at(2, 30), "2024-04-14T02:00Z"),
        Case("Pacific/Apia", "2011-12-30", at(9), "2011-12-30T10:00Z"),
        Case("Pacific/Apia", "2011-12-31", at(9), "2011-12-30T19:00Z"),
    ])
    func `that skips a time brings it at the first instant after the gap`(change: Case) {
        #expect(day(change.day).instant(at: change.time, in: zone(change.zone)) == utc(change.instant))
    }

    @Test(arguments: [
        Case("Europe/Berlin", "2026-10-25", at(2), "2026-10-25T00:00Z"),
        Case("Europe/Berlin", "2026-10-25", at(2, 30), "2026-10-25T00:30Z"),
        Case("Europe/Berlin", "2026-10-25", at(3), "2026-10-25T02:00Z"),
        Case("America/St_Johns", "2026-11-01", at(1, 30), "2026-11-01T04:00Z"),
        Case("America/St_Johns", "2006-10-28", at(23, 30), "2006-10-29T02:00Z"),
        Case("Australia/Lord_Howe", "2026-04-05", at(1, 45), "2026-04-04T14:45Z"),
        Case("Australia/Lord_Howe", "2026-04-05", at(2), "2026-04-04T15:30Z"),
        Case("Africa/Casablanca", "2024-03-10", at(2, 30), "2024-03-10T01:30Z"),
    ])
    func `that brings a time twice has it at its first`(change: Case) {
        #expect(day(change.day).instant(at: change.time, in: zone(change.zone)) == utc(change.instant))
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-10-25", at(2, 30)), ("America/St_Johns", "2006-10-28", at(23, 30)),
        ("Australia/Lord_Howe", "2026-04-05", at(1, 45)), ("Africa/Casablanca", "2024-03-10", at(2, 30)),
    ])
    func `that brings a time twice makes it due once`(name: String, date: String, time: TimeOfDay) {
        let due = Schedule(recurrence: .daily, time: time).occurrences(
            after: day(date).instant(at: at(12), in: zone(name)).adding(.seconds(-86_400)),
            through: day(date).instant(at: at(12), in: zone(name)).adding(.seconds(86_400)), in: zone(name))
        #expect(due.count == 2)
    }

    @Test func `that skips a whole day makes its time due as the next day begins`() {
        let (before, after) = (utc("2011-12-29T00:00Z"), utc("2012-01-01T00:00Z"))
        let due = Schedule(recurrence: .daily, time: at(9)).occurrences(after: before, through: after, in: zone("Pacific/Apia"))
        #expect(due == ["2011-12-29T19:00Z", "2011-12-30T10:00Z", "2011-12-30T19:00Z", "2011-12-31T19:00Z"].map(utc))
    }

    @Test func `that skips a whole day does not make midnight due twice`() {
        let (before, after) = (utc("2011-12-29T00:00Z"), utc("2011-12-31T00:00Z"))
        let midnight = Schedule(recurrence: .daily, time: at(0))
        let due = midnight.occurrences(after: before, through: after, in: zone("Pacific/Apia"))
        #expect(due == ["2011-12-29T10:00Z", "2011-12-30T10:00Z"].map(utc))
        #expect(midnight.next(after: due[1], in: zone("Pacific/Apia")) == utc("2011-12-31T10:00Z"))
    }

    @Test(arguments: ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca"])
    func `never takes noon off its day`(name: String) {
        let first = day("2010-01-01").dayNumber
        for number in first..<(first + 7000) where number != day("2011-12-30").dayNumber {
            let date = LocalDate(dayNumber: number)
            #expect(date.instant(at: at(12), in: zone(name)).localDate(in: zone(name)) == date)
        }
    }
}
