import Domain
import Testing

@testable import Journey

@Suite struct `A day at the end of a sentence` {
    /// A Monday.
    private let today = LocalDate(year: 2026, month: 3, day: 2)

    @Test(
        arguments: [
            ("call them today", "2026-03-02", "call them"), ("call them Tomorrow", "2026-03-03", "call them"), ("x on Friday", "2026-03-06", "x"),
            ("x on monday", "2026-03-09", "x"), ("x next Tuesday", "2026-03-03", "x"), ("x in 3 days", "2026-03-05", "x"),
            ("x in a week", "2026-03-09", "x"), ("x in two weeks", "2026-03-16", "x"), ("x on 5 March", "2026-03-05", "x"),
            ("x on the 5th of March", "2026-03-05", "x"), ("x on March 5", "2026-03-05", "x"), ("x on 1 March", "2027-03-01", "x"),
            ("x on Feb 28th", "2027-02-28", "x"), ("x on 2026-12-24", "2026-12-24", "x"), ("x 2026-12-24", "2026-12-24", "x"),
            ("today", "2026-03-02", ""), ("x by Friday", "2026-03-06", "x"), ("x this Friday", "2026-03-06", "x"),
            ("x by the 5th of March", "2026-03-05", "x"), ("x until tomorrow", "2026-03-03", "x"), ("x the day after tomorrow", "2026-03-04", "x"),
            ("x day after tomorrow", "2026-03-04", "x"), ("x next week", "2026-03-09", "x"),
            ("x tomorrow at 3pm", "2026-03-03", "x at 3pm"), ("x on Friday at 15:30", "2026-03-06", "x at 15:30"),
            ("x at 3 p.m. on Friday", "2026-03-06", "x at 3 p.m."), ("x Friday morning", "2026-03-06", "x in the morning"),
            ("x tomorrow afternoon", "2026-03-03", "x in the afternoon"), ("x tonight", "2026-03-02", "x tonight"),
            ("x this evening", "2026-03-02", "x this evening"), ("sell on Friday evening", "2026-03-06", "sell in the evening"),
            ("x for Monday", "2026-03-09", "x"), ("x, due 5 December", "2026-12-05", "x"), ("x in a month", "2026-04-02", "x"),
            ("x in a couple of days", "2026-03-04", "x"), ("x next month", "2026-04-01", "x"), ("x this weekend", "2026-03-07", "x"),
            ("x on Monday next week", "2026-03-09", "x"), ("x on 31.12.", "2026-12-31", "x"), ("x on the 1st", "2026-04-01", "x"),
            ("x on the 31st", "2026-03-31", "x"), ("x by the end of the month", "2026-03-31", "x"), ("x tommorow", "2026-03-03", "x"),
            ("x before Friday", "2026-03-06", "x"), ("x on 31.12", "2026-12-31", "x"), ("x on 15 January 2027", "2027-01-15", "x"),
            ("x on January 15, 2027", "2027-01-15", "x"),
            ("x on 5 sept", "2026-09-05", "x"), ("x tomorrow night", "2026-03-03", "x at night"), ("x Friday 3pm", "2026-03-06", "x at 3pm"),
            ("x 3rd March", "2026-03-03", "x"), ("buy 2 mar", nil, nil), ("order 1.5", nil, nil),
            ("x on 31.2.2026", nil, nil), ("x in many days", nil, nil),
            ("x at 3pm", nil, nil), ("plan the holiday morning", nil, nil),
            ("x on 29 February", nil, nil), ("x on 31 April", nil, nil), ("call Mayfair", nil, nil),
            ("read chapter in 3", nil, nil), ("x on 5 foo", nil, nil), ("", nil, nil),
        ] as [(String, String?, String?)])
    func `is understood, and the rest is kept`(text: String, day: String?, rest: String?) {
        let spoken = SpokenDay(endOf: text, today: today)
        #expect(spoken?.day.description == day)
        #expect(spoken?.rest == rest)
    }

    @Test(
        arguments: [
            ("on Friday to send the invoices", "2026-03-06", "send the invoices"), ("tomorrow about the quote", "2026-03-03", "the quote"),
            ("tomorrow at 9 to call them", "2026-03-03", "call them at 9"), ("in 2 weeks to ask again", "2026-03-16", "ask again"),
            ("next week to call them", "2026-03-09", "call them"), ("for tomorrow: pick up samples", "2026-03-03", "pick up samples"),
            ("send it to them on Friday", nil, nil), ("call Friday Ltd to ask", nil, nil), ("on Friday", nil, nil),
        ] as [(String, String?, String?)])
    func `may stand before what is to be done`(text: String, day: String?, rest: String?) {
        let spoken = SpokenDay(beforePurposeIn: text, today: today)
        #expect(spoken?.day.description == day)
        #expect(spoken?.rest == rest)
    }

    @Test(
        arguments: [
            ("what is due tomorrow", "2026-03-03", "2026-03-03"), ("what do I have on Friday for the mill", "2026-03-06", "2026-03-06"),
            ("tasks on 5 March please", "2026-03-05", "2026-03-05"), ("what is planned this week", "2026-03-02", "2026-03-08"),
            ("what is planned next week", "2026-03-09", "2026-03-15"), ("anything at the weekend", "2026-03-07", "2026-03-08"),
            ("next weekend?", "2026-03-14", "2026-03-15"), ("the rest of the month", "2026-03-02", "2026-03-31"),
            ("plans for next month", "2026-04-01", "2026-04-30"), ("what is due", nil, nil),
            ("what's due between today and Friday", "2026-03-02", "2026-03-06"), ("what is due until Friday", "2026-03-02", "2026-03-06"),
            ("tasks for Monday and Tuesday", "2026-03-03", "2026-03-09"), ("tomorrow's tasks", "2026-03-03", "2026-03-03"),
            ("next week's tasks", "2026-03-09", "2026-03-15"),
            ("what's due on 2026-03-12?", "2026-03-12", "2026-03-12"), ("tasks today and tomorrow", "2026-03-02", "2026-03-03"),
            ("what should I do next this week", "2026-03-02", "2026-03-08"), ("what was due last Friday", nil, nil), ("and last week?", nil, nil),
        ] as [(String, String?, String?)])
    func `or a span of days is found in a question`(question: String, first: String?, last: String?) {
        let days = AskedDays.days(in: MessageWords(question), today: today)
        #expect(days?.lowerBound.description == first && days?.upperBound.description == last)
    }

    /// What comes from outside: nothing of it may take long.
    @Test(arguments: ["due 1 2 ", "week abc de ", "task ", "due ,", "remind me to call , ", "remind me ! "])
    func `is looked for in a bounded part of a text`(piece: String) {
        let text = String(repeating: piece, count: 5000 / piece.count)
        let taken = ContinuousClock().measure {
            _ = AskedDays.days(in: MessageWords(text), today: today)
            _ = SpokenDay(endOf: text, today: today)
            _ = PlainCommand(text)
            _ = ProposalAnswer(text)
        }
        #expect(taken < .seconds(5))
    }
}
