import Domain
import Foundation
import Testing

@Suite struct `A period` {
    @Test func `of weeks counts from its anchor in both directions`() throws {
        #expect(try days("every 2 weeks from 2026-01-14 at 10:00", 3, after: "2025-12-20") == ["2025-12-31", "2026-01-14", "2026-01-28"])
    }

    @Test func `of months falls on the last day of a shorter month, and back on its own day after it`() throws {
        #expect(
            try days("every month from 2026-01-31 at 09:00", 5, after: "2026-01-30") == [
                "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31",
            ])
        #expect(
            try days("every 12 months from 2024-02-29 at 09:00", 4, after: "2025-01-01") == ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"])
    }

    @Test func `of months counts from its anchor in both directions`() throws {
        #expect(
            try days("every 5 months from 2026-03-15 at 09:00", 4, after: "2025-01-01") == ["2025-05-15", "2025-10-15", "2026-03-15", "2026-08-15"])
    }

    @Test func `of months begins on its day also for one who asks on it`() throws {
        let schedule = try Schedule(parsing: "every month from 2026-01-31 at 09:00")
        #expect(schedule.next(after: utc("2026-02-28T08:59Z"), in: .gmt) == utc("2026-02-28T09:00Z"))
        #expect(schedule.next(after: utc("2026-02-28T09:00Z"), in: .gmt) == utc("2026-03-31T09:00Z"))
    }

    private func days(_ text: String, _ count: Int, after: String) throws -> [String] {
        let schedule = try Schedule(parsing: text)
        var (found, now): ([String], Timestamp) = ([], day(after).instant(at: at(0), in: .gmt))
        while found.count < count, let due = schedule.next(after: now, in: .gmt) {
            found.append(due.localDate(in: .gmt).description)
            now = due
        }
        return found
    }
}

@Suite struct `A single time` {
    @Test func `is due once, and then never`() throws {
        let once = try Schedule(parsing: "once at 2026-03-01T09:00")
        #expect(once.next(after: utc("2026-01-01T00:00Z"), in: zone("Europe/Berlin")) == utc("2026-03-01T08:00Z"))
        #expect(once.next(after: utc("2026-03-01T08:00Z"), in: zone("Europe/Berlin")) == nil)
        #expect(once.occurrences(after: utc("2026-01-01T00:00Z"), through: utc("2030-01-01T00:00Z"), in: .gmt) == [utc("2026-03-01T09:00Z")])
    }

    @Test func `in a gap is due at its end, and one that comes twice at its first`() throws {
        let (gap, twice) = (try Schedule(parsing: "once at 2026-03-29T02:30"), try Schedule(parsing: "once at 2026-10-25T02:30"))
        #expect(gap.next(after: utc("2026-01-01T00:00Z"), in: zone("Europe/Berlin")) == utc("2026-03-29T01:00Z"))
        #expect(twice.next(after: utc("2026-01-01T00:00Z"), in: zone("Europe/Berlin")) == utc("2026-10-25T00:30Z"))
        #expect(twice.next(after: utc("2026-10-25T00:30Z"), in: zone("Europe/Berlin")) == nil)
    }

    @Test func `with an offset is the same in every zone`() throws {
        let once = try Schedule(parsing: "once at 2026-03-01T09:00:30+05:30")
        for name in ["UTC", "Asia/Kolkata", "Pacific/Apia"] {
            #expect(once.next(after: utc("2026-01-01T00:00Z"), in: zone(name))?.shortRFC3339 == "2026-03-01T03:30:30Z")
        }
    }
}
