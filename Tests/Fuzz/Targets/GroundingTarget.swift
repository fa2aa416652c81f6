import Domain

extension FuzzTarget {
    /// What a model wrote, compared with facts that a contact wrote: the first line of the input is a fact, the rest the message.
    static let grounding = FuzzTarget.text(
        "grounding", longest: 20_000, cost: 6,
        words: [
            "EUR 1,250.00", "€5", "$ 1.2k", "40%", "forty percent off", "per month", "tomorrow", "next Tuesday", "on 3 March 2026", "31/01/2026",
            "at 10:30", "half past nine",
            "free", "guarantee", "we promise", "Booking Engine", "Robin Vale", "Harbour Hotel", "https://example.com/a?b=c#d", "mill@example.com",
            "+49 30 1234567",
            "12 Main Street", "two hundred and five", "units", "discount", "Mr.", "\n", "you asked for", "not ", "the ", "3 - 5 days", "1st", "a.m.",
        ]
    ) { text in
        let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let message = parts.count > 1 ? String(parts[1]) : ""
        let today = LocalDate(year: 2026, month: 1, day: 31)
        let facts = [
            Fact(id: "message:1", origin: .contact, text: String(parts[0]), day: today.adding(days: -3)),
            Fact(
                id: "deal:1", text: "Channel Manager, EUR 12,500.00, decision by 2026-02-03",
                amounts: [.init(thousandths: 12_500_000, currency: "EUR")],
                dates: [today.adding(days: 3)], names: ["Robin Vale", "Harbour Hotel", "Harbour"], subject: "Channel Manager"),
        ]
        for claim in ClaimCheck.uncarried(in: message, facts: FactSheet(facts, today: today)) {
            try hold(claim.range.lowerBound >= 0 && claim.range.upperBound <= message.utf8.count, "a claim stands in the message")
            try hold(!claim.reason.isEmpty, "a claim that is not borne out says why")
        }
    }
}
