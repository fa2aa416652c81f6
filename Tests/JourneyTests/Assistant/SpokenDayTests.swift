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
            ("today", "2026-03-02", ""),
            ("x on 29 February", nil, nil), ("x on 31 April", nil, nil), ("call Mayfair", nil, nil), ("sell on Friday evening", nil, nil),
            ("read chapter in 3", nil, nil), ("x on 5 foo", nil, nil), ("", nil, nil),
        ] as [(String, String?, String?)])
    func `is understood, and the rest is kept`(text: String, day: String?, rest: String?) {
        let spoken = SpokenDay(endOf: text, today: today)
        #expect(spoken?.day.description == day)
        #expect(spoken?.rest == rest)
    }
}
