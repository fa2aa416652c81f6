import Domain
import Testing

@Suite struct `The hours of messages to contacts` {
    struct Case: Sendable {
        var zone: String
        var from: TimeOfDay
        var until: TimeOfDay
        var moment: String
        var instant: String

        init(_ zone: String, _ from: TimeOfDay, _ until: TimeOfDay, _ moment: String, _ instant: String) {
            self.zone = zone
            self.from = from
            self.until = until
            self.moment = moment
            self.instant = instant
        }

        var window: SendingWindow? {
            SendingHours(quietFrom: from, quietUntil: until, workingDays: Set(1...7)).window(from: utc(moment), in: DomainTests.zone(zone))
        }
    }

    @Test(arguments: [
        Case("Europe/Berlin", at(20), at(2, 30), "2026-10-25T00:10Z", "2026-10-25T00:30Z"),
        Case("Europe/Berlin", at(20), at(2, 30), "2026-10-25T01:10Z", "2026-10-25T01:30Z"),
        Case("Europe/Berlin", at(20), at(2, 30), "2026-10-25T20:10Z", "2026-10-26T01:30Z"),
        Case("Atlantic/Azores", at(23, 30), at(0, 30), "2026-10-25T01:10Z", "2026-10-25T01:30Z"),
        Case("America/Havana", at(22), at(0, 30), "2026-11-01T04:10Z", "2026-11-01T04:30Z"),
        Case("America/Havana", at(22), at(0, 30), "2026-11-01T05:10Z", "2026-11-01T05:30Z"),
        Case("Europe/Berlin", at(20), at(2, 30), "2026-03-29T00:10Z", "2026-03-29T01:00Z"),
    ])
    func `begin as the quiet ones end, also in an hour that the clock repeats`(night: Case) {
        #expect(night.window?.opens == utc(night.instant))
    }

    @Test(arguments: [
        Case("Europe/Berlin", at(2, 30), at(1), "2026-10-25T00:10Z", "2026-10-25T00:30Z"),
        Case("Europe/Berlin", at(2, 30), at(1), "2026-10-25T01:10Z", "2026-10-25T01:30Z"),
        Case("Europe/Berlin", at(2, 30), at(1), "2026-10-25T05:00Z", "2026-10-26T01:30Z"),
    ])
    func `end as the quiet ones begin, also in an hour that the clock repeats`(night: Case) {
        #expect(night.window?.closes == utc(night.instant))
    }
}
