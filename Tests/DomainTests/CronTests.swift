import Domain
import Foundation
import Testing

/// The dialect, row by row as docs/schedules.md has it. January 2026 begins on a Thursday.
@Suite struct `A cron expression` {
    @Test(arguments: [
        ("30 9 * * *", ["01-01T09:30", "01-02T09:30", "01-03T09:30"]),
        ("0,30 9,17 * * *", ["01-01T09:00", "01-01T09:30", "01-01T17:00", "01-01T17:30", "01-02T09:00"]),
        ("0 9-11 * * *", ["01-01T09:00", "01-01T10:00", "01-01T11:00", "01-02T09:00"]),
        ("*/20 * * * *", ["01-01T00:20", "01-01T00:40", "01-01T01:00"]),
        ("5-59/20 9 * * *", ["01-01T09:05", "01-01T09:25", "01-01T09:45", "01-02T09:05"]),
        ("5/20 9 * * *", ["01-01T09:05", "01-01T09:25", "01-01T09:45", "01-02T09:05"]),
        ("59/20 9 * * *", ["01-01T09:59", "01-02T09:59"]),
        ("? 9 ? ? ?", ["01-01T09:00", "01-01T09:01"]),
        ("0 9 31 * *", ["01-31T09:00", "03-31T09:00", "05-31T09:00"]),
        ("0 9 1 JAN,jul *", ["01-01T09:00", "07-01T09:00"]),
        ("0 9 1 Mar-May *", ["03-01T09:00", "04-01T09:00", "05-01T09:00"]),
        ("0 9 * * MON-FRI", ["01-01T09:00", "01-02T09:00", "01-05T09:00"]),
        ("0 9 * * sun", ["01-04T09:00", "01-11T09:00"]),
        ("0 9 * * 0", ["01-04T09:00", "01-11T09:00"]),
        ("0 9 * * 7", ["01-04T09:00", "01-11T09:00"]),
        ("0 9 * * 5-7", ["01-02T09:00", "01-03T09:00", "01-04T09:00", "01-09T09:00"]),
        ("0 9 * * SAT-SUN", ["01-03T09:00", "01-04T09:00", "01-10T09:00"]),
        ("0 9 * * 1/2", ["01-02T09:00", "01-05T09:00", "01-07T09:00", "01-09T09:00"]),
        ("0 9 L * *", ["01-31T09:00", "02-28T09:00", "03-31T09:00"]),
        ("0 9 L-2 * *", ["01-29T09:00", "02-26T09:00", "03-29T09:00"]),
        ("0 9 L-30 * *", ["01-01T09:00", "03-01T09:00", "05-01T09:00"]),
        ("0 9 15,L * *", ["01-15T09:00", "01-31T09:00", "02-15T09:00"]),
        // 15 February 2026 is a Sunday, 15 August a Saturday, 1 February a Sunday and 1 August a Saturday.
        ("0 9 15W 2,8 *", ["02-16T09:00", "08-14T09:00"]),
        ("0 9 1W 2,8 *", ["02-02T09:00", "08-03T09:00"]),
        // 31 May is a Sunday and 31 October a Saturday; no other month has a 31st here.
        ("0 9 31W 2,4,5,10 *", ["05-29T09:00", "10-30T09:00"]),
        ("0 9 LW 1-3 *", ["01-30T09:00", "02-27T09:00", "03-31T09:00"]),
        ("0 9 * * FRIL", ["01-30T09:00", "02-27T09:00", "03-27T09:00"]),
        ("0 9 * * 5L", ["01-30T09:00", "02-27T09:00", "03-27T09:00"]),
        ("0 9 * * MON#2", ["01-12T09:00", "02-09T09:00", "03-09T09:00"]),
        ("0 9 * * 7#1,TUE#3", ["01-04T09:00", "01-20T09:00", "02-01T09:00"]),
        ("0 9 * * THU#5", ["01-29T09:00", "04-30T09:00", "07-30T09:00"]),
        ("@hourly", ["01-01T01:00", "01-01T02:00"]),
        ("@daily", ["01-02T00:00", "01-03T00:00"]),
        ("@midnight", ["01-02T00:00", "01-03T00:00"]),
        ("@Weekly", ["01-04T00:00", "01-11T00:00"]),
        ("@monthly", ["02-01T00:00", "03-01T00:00"]),
    ])
    func `is due when its fields say`(text: String, expected: [String]) throws {
        #expect(try times(text, count: expected.count) == expected.map { "2026-\($0)" })
    }

    @Test(arguments: [
        ("0 9 13 * FRI", ["01-02", "01-09", "01-13", "01-16", "01-23", "01-30"]),
        ("0 9 L * MON#1", ["01-05", "01-31", "02-02", "02-28"]),
        ("0 9 */2 * FRI", ["01-09", "01-23", "02-13", "02-27"]),
        ("0 9 13 * */3", ["05-13", "06-13", "09-13", "12-13"]),
        ("0 9 13 * ?", ["01-13", "02-13", "03-13"]),
        ("0 9 1-31 * FRI", ["01-01", "01-02", "01-03"]),
    ])
    func `with two restricted day fields is due on days of either, as with Vixie's cron`(text: String, expected: [String]) throws {
        #expect(try times(text, count: expected.count) == expected.map { "2026-\($0)T09:00" })
    }

    @Test func `for a leap day waits for the leap year`() throws {
        #expect(try times("0 0 29 2 *", count: 3) == ["2028-02-29T00:00", "2032-02-29T00:00", "2036-02-29T00:00"])
        #expect(try times("0 0 29 2 *", count: 2, from: "2096-01-01T00:00Z") == ["2096-02-29T00:00", "2104-02-29T00:00"])
        #expect(try times("0 0 29 2 */6", count: 2) == ["2032-02-29T00:00", "2048-02-29T00:00"])
    }

    @Test(arguments: [
        "0 0 30 2 *", "0 0 31 2,4,6,9,11 *", "0 0 L-29 2 *", "0 0 31W 4 *", "0 0 30 2 ?",
    ])
    func `that can never come is refused`(text: String) {
        #expect(throws: ScheduleSyntaxError.self) { try CronExpression(parsing: text) }
    }

    @Test func `tells in its error that the day never comes`() {
        #expect(
            reading(error: "0 0 30 2 *")
                == "There is no such day in any year (column 5): choose a day of the month that one of the months has")
    }

    @Test(arguments: [
        ("60 * * * *", 1, "\"60\" is no minute"), ("* 24 * * *", 3, "\"24\" is no hour"), ("* * 0 * *", 5, "\"0\" is no day of the month"),
        ("* * 32 * *", 5, "\"32\" is no day of the month"), ("* * * 13 *", 7, "\"13\" is no month"), ("* * * * 8", 9, "\"8\" is no day of the week"),
        ("* * * MON *", 7, "\"MON\" is no month"), ("* * * * JAN", 9, "\"JAN\" is no day of the week"),
        ("*  *  * * MONDAY", 11, "\"MONDAY\" is no day of the week"), ("-1 * * * *", 1, "A minute is missing"),
        ("1,,2 * * * *", 3, "A minute is missing"), ("1, * * * *", 3, "A minute is missing"), ("1- * * * *", 3, "A minute is missing"),
        ("1-2-3 * * * *", 1, "\"1-2-3\" is no range"), ("*/0 * * * *", 3, "\"0\" is no step for the minute"),
        ("*/60 * * * *", 3, "\"60\" is no step for the minute"), ("* */24 * * *", 5, "\"24\" is no step for the hour"),
        ("*/5/5 * * * *", 1, "\"*/5/5\" has more than one step"), ("*/x * * * *", 3, "\"X\" is no step for the minute"),
        ("0 22-6 * * *", 3, "The range \"22-6\" runs backwards"), ("0 9 * * FRI-MON", 9, "The range \"FRI-MON\" runs backwards"),
        ("0 9 * NOV-FEB *", 7, "The range \"NOV-FEB\" runs backwards"), ("0 9 32W * *", 5, "\"32\" is no day of the month"),
        ("0 9 W * *", 5, "A day of the month is missing"), ("0 9 L-0 * *", 7, "\"0\" is no number of days before the last"),
        ("0 9 L-31 * *", 7, "\"31\" is no number of days before the last"), ("0 9 * * L", 9, "A day of the week is missing"),
        ("0 9 * * MON#0", 9, "\"MON#0\" names no weekday of a month"), ("0 9 * * MON#6", 9, "\"MON#6\" names no weekday of a month"),
        ("0 9 * * #2", 9, "A day of the week is missing"), ("0 9 * * MON#2#3", 9, "\"MON#2#3\" names no weekday of a month"),
        ("0 9 * *", 7, "There are 4 fields and not 5"), ("0 0 9 * * *", 11, "There are 6 fields and not 5"), ("9", 1, "There is 1 field and not 5"),
        ("@reboot", 1, "\"@REBOOT\" is no macro"), ("@daily 5", 8, "More follows a macro"), ("", 1, "The schedule is empty"),
        (" \t", 1, "The schedule is empty"), ("٣ * * * *", 1, "\"٣\" is no minute"),
        ("99999999999999999999 * * * *", 1, "\"99999999999999999999\" is no minute"),
        ("+5 * * * *", 1, "\"+5\" is no minute"), ("* * * * MON;", 9, "\"MON;\" is no day of the week"),
    ])
    func `that is wrong is refused with the place and the remedy`(text: String, column: Int, problem: String) {
        let error = #expect(throws: ScheduleSyntaxError.self) { try CronExpression(parsing: text) }
        #expect(error?.column == column)
        #expect(error?.problem == problem)
        #expect(error?.remedy.isEmpty == false)
    }

    @Test(arguments: [
        ("0 22-6 * * *", "write it in two, 22-23,0-6"), ("0 9 * * FRI-MON", "write it in two, FRI-SAT,SUN-MON"),
        ("0 9 * NOV-2 *", "write it in two, NOV-DEC,JAN-2"), ("0 9 * * 7-2", "write SUN-2"),
    ])
    func `with a range that runs backwards is refused with one that will do`(text: String, remedy: String) {
        let error = #expect(throws: ScheduleSyntaxError.self) { try CronExpression(parsing: text) }
        #expect(error?.remedy == remedy)
    }

    @Test(arguments: [
        ("* * * * *", "every minute"), ("*/15 * * * *", "every 15 minutes"), ("5/10 * * * *", "every 10 minutes from minute 5 of each hour"),
        ("0 * * * *", "at minute 0 of every hour"), ("*/7 * * * *", "at minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour"),
        ("* 9-17 * * *", "every minute in the hours 9 to 17"), ("30 9-17 * * *", "at minute 30 in the hours 9 to 17"),
        ("0 */2 * * *", "at minute 0 in every 2nd hour from 0 to 22"), ("0 9 * * *", "at 09:00 every day"),
        ("0,30 9,17 * * *", "at 09:00, 09:30, 17:00 and 17:30 every day"), ("0 9 * * MON-FRI", "at 09:00 on Monday to Friday"),
        ("0 9 * * 0,6", "at 09:00 on Saturday and Sunday"), ("0 9 1 * *", "at 09:00 on day 1 of the month"),
        ("0 9 1-7,15 * *", "at 09:00 on days 1 to 7 and 15 of the month"), ("0 9 L * *", "at 09:00 on the last day of the month"),
        ("0 9 L-1 * *", "at 09:00 on the day 1 day before the last of the month"),
        ("0 9 15W * *", "at 09:00 on the workday (Monday to Friday) nearest to day 15 of the month"),
        ("0 9 LW * *", "at 09:00 on the last workday (Monday to Friday) of the month"),
        ("0 9 * * FRIL", "at 09:00 on the last Friday of the month"), ("0 9 * * MON#2", "at 09:00 on the second Monday of the month"),
        ("0 9 13 * FRI", "at 09:00 on day 13 of the month or on Friday"),
        ("0 9 */2 * FRI", "at 09:00 on every 2nd day from 1 to 31 of the month, but only on Friday"),
        ("0 9 1 1,4,7,10 *", "at 09:00 on day 1 of the month in January, April, July and October"),
        ("0 9 * JUN-AUG *", "at 09:00 every day in June to August"), ("*/15 * * JUN *", "every 15 minutes in June"),
    ])
    func `is explained in words`(text: String, words: String) throws {
        #expect(try CronExpression(parsing: text).explanation == words)
    }

    @Test func `is written in capitals and single spaces, and macros as fields`() throws {
        #expect(try CronExpression(parsing: " 0  9 *\tjan mon-Fri ").description == "0 9 * JAN MON-FRI")
        #expect(try CronExpression(parsing: "@yearly").description == "0 0 1 1 *")
    }

    /// Local times as the clock in UTC shows them.
    private func times(_ text: String, count: Int, from: String = "2026-01-01T00:00Z") throws -> [String] {
        let schedule = Schedule.cron(try CronExpression(parsing: text))
        var (found, now): ([String], Timestamp) = ([], utc(from))
        while found.count < count, let due = schedule.next(after: now, in: .gmt) {
            found.append(String(due.rfc3339.prefix(16)))
            now = due
        }
        return found
    }

    private func reading(error text: String) -> String {
        do throws(ScheduleSyntaxError) {
            return try CronExpression(parsing: text).description
        } catch {
            return error.description
        }
    }
}
