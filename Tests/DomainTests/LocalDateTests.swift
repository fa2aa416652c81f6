import Domain
import Testing

@Suite struct `A date` {
    @Test func `reads and writes itself the same over the whole range`() {
        for number in stride(from: day("0001-01-01").dayNumber, through: day("9999-12-31").dayNumber, by: 97) {
            let date = LocalDate(dayNumber: number)
            #expect(LocalDate(date.description) == date)
        }
    }

    @Test func `follows the one before it by a day`() {
        #expect(day("2028-02-28").adding(days: 1) == day("2028-02-29"))
        #expect(day("2100-02-28").adding(days: 1) == day("2100-03-01"))
        #expect(day("2026-01-01").adding(days: -1) == day("2025-12-31"))
        #expect(day("1970-01-01").dayNumber == 0)
        #expect(day("1969-12-31") < day("1970-01-01"))
    }

    @Test func `knows its weekday, before 1970 too`() {
        #expect(["2026-01-05", "1970-01-01", "1969-12-31", "1900-01-01", "2028-02-29"].map { day($0).weekday } == [1, 4, 3, 1, 2])
    }

    @Test(arguments: [
        "", "2026-1-01", "2026-01-1", "2026-13-01", "2026-00-01", "2026-01-00", "2026-02-29", "2100-02-29", "2026-04-31", "2026/01/01",
        "2026-01-01 ", " 2026-01-01", "+026-01-01", "-026-01-01", "2026-01-01T00:00", "20260101", "２026-01-01", "2026--1-01",
    ])
    func `that is none is refused`(text: String) {
        #expect(LocalDate(text) == nil)
    }
}
