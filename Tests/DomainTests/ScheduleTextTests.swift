import Domain
import Testing

@Suite struct `A schedule's text` {
    @Test(arguments: [
        "0 9 * * MON-FRI", "*/15 9-17 1-7,L MAR-MAY FRIL,MON#2", "every day at 09:00", "every Monday at 10:00", "every Sunday at 23:59",
        "every day from 2026-01-01 at 11:00", "every 2 days from 2026-01-01 at 11:00", "every week from 2026-01-05 at 10:00",
        "every 2 weeks from 2026-01-05 at 10:00", "every month from 2026-01-31 at 09:00", "every 3 months from 2026-01-31 at 09:00",
        "every 1000 days from 0001-01-01 at 00:00", "once at 2026-03-01T09:00", "once at 2026-03-01T09:00:00Z", "once at 2026-03-01T09:00:00.250Z",
    ])
    func `reads and writes itself the same`(text: String) throws {
        let schedule = try Schedule(parsing: text)
        #expect(schedule.description == text)
        #expect(try Schedule(parsing: schedule.description) == schedule)
    }

    @Test(arguments: [
        ("EVERY 2 Days AT 11:00 FROM 2026-01-01", "every 2 days from 2026-01-01 at 11:00"), ("every 1 day at 09:00", "every day at 09:00"),
        ("  every   monday at 10:00 ", "every Monday at 10:00"), ("Once At 2026-03-01T10:00:00+01:00", "once at 2026-03-01T09:00:00Z"),
        ("Mondays at 10:00", "every Monday at 10:00"), ("monday at 10:00", "every Monday at 10:00"), ("daily at 9am", "every day at 09:00"),
        ("every day at 9:00", "every day at 09:00"), ("every day at 12am", "every day at 00:00"), ("every day at 9:30PM", "every day at 21:30"),
        ("every day at noon", "every day at 12:00"), ("every weekday at 09:00", "0 9 * * MON-FRI"), ("Weekdays at 9am", "0 9 * * MON-FRI"),
        ("every Monday, Wednesday and Friday at 09:30", "30 9 * * MON,WED,FRI"),
        ("every 2 days at 11:00, counted from 2026-01-01", "every 2 days from 2026-01-01 at 11:00"),
        ("every days at 09:00", "every day at 09:00"), ("@daily", "0 0 * * *"), ("0 9 * * mon", "0 9 * * MON"),
    ])
    func `is read in other spellings too`(text: String, canonical: String) throws {
        #expect(try Schedule(parsing: text).description == canonical)
    }

    @Test func `of the agents' schedules reads as the same schedules`() throws {
        let nurture = Schedule(recurrence: .everyDays(2, anchor: day("2025-01-01")), time: at(11))
        #expect(try Schedule(parsing: "every 2 days from 2025-01-01 at 11:00") == nurture)
        #expect(try Schedule(parsing: "every day at 09:00") == Schedule(recurrence: .daily, time: at(9)))
        #expect(try Schedule(parsing: "every Monday at 10:00") == Schedule(recurrence: .weekly(weekday: 1), time: at(10)))
    }

    @Test(arguments: [
        ("every 15 minutes", 10, "Minutes and hours are not counted by every"), ("every hour", 7, "Minutes and hours are not counted by every"),
        ("every", 6, "What it is every is missing"), ("every 2", 8, "What it is every is missing"),
        ("every fortnight at 09:00", 7, "\"fortnight\" is no period"),
        ("every day", 10, "The time of day is missing"), ("every day at", 11, "Nothing follows \"at\""),
        ("every day at 9", 14, "\"9\" cannot be read"), ("every day at 13pm", 14, "\"13pm\" cannot be read"),
        ("Mondays", 8, "The time of day is missing"), ("every Monday and at 9", 21, "\"9\" cannot be read"),
        ("Mondays at 09:00 counted", 18, "\"counted\" does not belong here"),
        ("daily from 2026-01-01 at 09:00", 1, "What is daily has no day to count from"), ("every day at 24:00", 14, "\"24:00\" cannot be read"),
        ("every 2 days at 09:00", 9, "The day to count from is missing"), ("every month at 09:00", 7, "The day to count from is missing"),
        ("every 2 days from 2026-02-30 at 09:00", 19, "\"2026-02-30\" cannot be read"),
        ("every 0 days from 2026-01-01 at 09:00", 7, "0 is no number of periods"),
        ("every 1001 days from 2026-01-01 at 09:00", 7, "1001 is no number of periods"),
        ("every day at 09:00 at 10:00", 20, "\"at\" does not belong here"),
        ("every day at 09:00 please", 20, "\"please\" does not belong here"), ("every 2 monday at 09:00", 9, "\"monday\" is no period"),
        ("every Monday from 2026-01-01 at 09:00", 7, "A weekday has no day to count from"), ("once", 5, "The time is missing"),
        ("once 2026-03-01T09:00", 22, "The time is missing"), ("once at 2026-03-01", 9, "\"2026-03-01\" is no time"),
        ("once at 2026-03-01T09:00 UTC", 26, "\"UTC\" is too much"), ("once at 2026-02-29T09:00", 9, "\"2026-02-29T09:00\" is no time"),
        ("once at 9999-12-31T23:30:00-05:00", 9, "\"9999-12-31T23:30:00-05:00\" is no time"),
        ("once at 2026-03-01T09:00:60Z", 9, "\"2026-03-01T09:00:60Z\" is no time"), ("tomorrow", 1, "There is 1 field and not 5"),
    ])
    func `that is wrong is refused with the place and the remedy`(text: String, column: Int, problem: String) {
        let error = #expect(throws: ScheduleSyntaxError.self) { try Schedule(parsing: text) }
        #expect(error?.column == column)
        #expect(error?.problem == problem)
        #expect(error?.remedy.isEmpty == false)
    }

    @Test(arguments: [
        ("every 15 minutes", "write */15 * * * * instead"), ("every minute", "write */1 * * * * instead"), ("every hour", "write 0 * * * * instead"),
        ("every 2 hours at 09:00", "write 0 */2 * * * instead"), ("every 90 minutes", "write */15 * * * * instead"),
        ("every 2 days at 11:00", "write every 2 days from 2026-01-01 at 09:00"),
        ("every week at 11:00", "write every week from 2026-01-01 at 09:00"),
    ])
    func `that is wrong is refused with a text that is right`(text: String, remedy: String) throws {
        let error = #expect(throws: ScheduleSyntaxError.self) { try Schedule(parsing: text) }
        #expect(error?.remedy == remedy)
        _ = try Schedule(parsing: remedy.replacing("write ", with: "").replacing(" instead", with: ""))
    }

    @Test func `has a limit`() throws {
        #expect(throws: ScheduleSyntaxError.self) { try Schedule(parsing: String(repeating: "1,", count: 500) + "1 * * * *") }
    }

    @Test(arguments: [
        ("every day at 09:00", "every day at 09:00"), ("every Monday at 10:00", "Mondays at 10:00"),
        ("every 2 days from 2026-01-01 at 11:00", "every 2 days at 11:00, counted from 2026-01-01"),
        ("every week from 2026-01-07 at 10:00", "Wednesdays at 10:00"),
        ("every 2 weeks from 2026-01-05 at 10:00", "every 2 weeks on Monday at 10:00, counted from 2026-01-05"),
        ("every month from 2026-01-15 at 09:00", "every month on day 15 at 09:00"),
        ("every month from 2026-01-31 at 09:00", "every month on day 31 at 09:00, or on the last day of a shorter month"),
        (
            "every 3 months from 2026-01-31 at 09:00",
            "every 3 months on day 31 at 09:00, or on the last day of a shorter month, counted from 2026-01-31"
        ),
        ("0 9 * * MON-FRI", "at 09:00 on Monday to Friday"), ("once at 2026-03-01T09:00", "once, on 2026-03-01 at 09:00"),
        ("once at 2026-03-01T09:00:00+01:00", "once, at 2026-03-01T08:00:00Z"),
    ])
    func `is explained in words`(text: String, words: String) throws {
        #expect(try Schedule(parsing: text).explanation == words)
    }

    @Test(arguments: [
        ("every 2 days from 2027-01-01 at 09:00", "every 2 days from 2027-01-01 at 09:00"),
        ("every 2 weeks from 2027-01-04 at 09:00", "every 2 weeks on Monday from 2027-01-04 at 09:00"),
        ("every 2 days from 2026-01-01 at 09:00", "every 2 days at 09:00"), ("every week from 2027-01-04 at 09:00", "Mondays at 09:00"),
    ])
    func `names the day from which it is counted in few words while that is to come`(text: String, words: String) throws {
        #expect(try Schedule(parsing: text).summary(on: day("2026-11-30")) == words)
    }
}
