import Domain
import Foundation
import Testing

@Suite struct `An RFC 3339 time` {
    @Test(arguments: [
        ("2026-01-31T09:00:00Z", "2026-01-31T09:00:00Z"), ("2026-01-31t09:00:00z", "2026-01-31T09:00:00Z"),
        ("2026-01-31T09:00:30+01:00", "2026-01-31T08:00:30Z"), ("2026-01-31T20:30:00-03:30", "2026-02-01T00:00:00Z"),
        ("2026-01-31T09:00:00.5Z", "2026-01-31T09:00:00.500Z"), ("2026-01-31T09:00:00.123456789+00:00", "2026-01-31T09:00:00.123Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
    ])
    func `is read to the millisecond`(text: String, inUTC: String) {
        #expect(Timestamp(rfc3339: text)?.shortRFC3339 == inUTC)
    }

    @Test(arguments: [
        "", "2026-01-31", "2026-01-31T09:00", "2026-01-31T09:00Z", "2026-01-31T09:00:00", "2026-01-31 09:00:00Z", "2026-02-29T09:00:00Z",
        "2026-01-31T24:00:00Z", "2026-01-31T09:00:60Z", "2026-01-31T09:00:00+0100", "2026-01-31T09:00:00+24:00", "2026-01-31T09:00:00.Z",
        "2026-01-31T09:00:00..5Z", "2026-01-31T09:00:00.٣Z", "2026-01-31T09:00:00 Z", "2026-01-31T09-00:00Z", "2026-01-31T09:00-00Z",
        "2026-01-31T09:00:+1Z", "2026-01-31T09:00:00Zulu", "+2026-01-31T09:00:00Z",
    ])
    func `of another form is refused`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func `is written with the offset of a zone`() {
        let moment = utc("2026-07-01T12:00Z")
        #expect(
            ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"].map { moment.rfc3339(in: zone($0)) } == [
                "2026-07-01T12:00:00+00:00", "2026-07-01T14:00:00+02:00", "2026-07-01T09:30:00-02:30", "2026-07-01T17:45:00+05:45",
            ])
    }

    @Test func `is written in UTC where an offset has seconds`() {
        #expect(utc("1800-01-01T12:00Z").rfc3339(in: zone("Europe/Berlin")) == "1800-01-01T12:00:00Z")
    }
}
