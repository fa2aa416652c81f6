import Domain
import Testing

@testable import Journey

@Suite struct `Facts in sentences` {
    @Test(arguments: Tone.allCases) func `end as their sentences do, once`(tone: Tone) {
        var context = ComposeFixture.full(tone: tone.rawValue)
        context.name = "Jo!"
        context.profile?.dailyGoal = "Generate 5 leads!"
        context.contacts = [ContactFact(id: 1, name: "Acme Inc.", stage: "customer", updatedAt: ComposeFixture.at(daysAgo: 1))]
        context.targets = [TargetFact(id: 1, product: "Tea etc.", target: 10, achieved: 10)]
        context.deals = []
        context.profile?.products = []
        for type in AgentType.builtIn {
            for seed in 0..<40 as Range<UInt64> {
                let text = ComposeFixture.text(type, context, seed: seed)
                for flaw in ["!.", "?.", ".. ", "..\n"] { #expect(!text.replacing("...", with: "").contains(flaw), "\(flaw) in: \(text)") }
            }
        }
        for seed in 0..<10 as Range<UInt64> {
            #expect(!ComposeFixture.answer("what is my goal?", context, seed: seed).contains("!."))
        }
    }

    @Test(arguments: [
        ("wait....", "wait..."), ("wait...", "wait..."), ("Inc..", "Inc."), ("a ..b", "a ..b"), ("so?!", "so?!"), ("Well…. Yes", "Well… Yes"),
    ])
    func `keep an ellipsis and what is inside a word`(text: String, ended: String) {
        #expect(PlainText.ended(text) == ended)
    }

    @Test(arguments: Tone.allCases) func `ask of one opportunity as of one`(tone: Tone) {
        var context = ComposeFixture.full(tone: tone.rawValue)
        context.contacts = []
        for seed in 0..<40 as Range<UInt64> {
            let text = ComposeFixture.text(.closure, context, seed: seed)
            for flaw in ["of these", "the others", "first, then", "Which one", "do first", "Eeny"] { #expect(!text.contains(flaw), "\(text)") }
            #expect(text.contains("Garden Inn"))
        }
    }

    @Test(arguments: Tone.allCases) func `name the open deals in the follow-up, the overdue ones first`(tone: Tone) {
        var context = ComposeFixture.empty(tone: tone.rawValue)
        let day = context.today
        context.deals = [
            DealFact(id: 1, customer: "Next Month", expectedCloseDate: day.adding(days: 28)),
            DealFact(
                id: 2, customer: "Yesterday", product: "Tea", amountMinor: 1_250_000, currency: "EUR", expectedCloseDate: day.adding(days: -1)),
        ]
        for seed in 0..<40 as Range<UInt64> {
            let lines = ComposeFixture.text(.followUp, context, seed: seed).split(separator: "\n").filter { $0.hasPrefix("- ") }
            #expect(
                lines == [
                    "- Yesterday: Tea, EUR 12,500, was expected to close 30 January (yesterday)",
                    "- Next Month: expected to close 28 February (in 28 days)",
                ])
        }
    }

    @Test func `name the contact of a task whose title does not`() {
        var context = ComposeFixture.full()
        context.tasksToday = [TaskFact(id: 1, title: "Call Dana Weber", dueDate: context.today, contact: 1, contactName: "Dana Weber")]
        context.tasksOverdue = [
            TaskFact(id: 3, title: "Send the quote", dueDate: context.today.adding(days: -5), contact: 2, contactName: "Jo Berg")
        ]
        context.doneToday = [TaskFact(id: 4, title: "Send the list", status: "done", contact: 2, contactName: "Jo Berg")]
        for seed in 0..<20 as Range<UInt64> {
            let text = ComposeFixture.text(.followUp, context, seed: seed)
            #expect(text.contains("- Send the quote (Jo Berg; due 26 January, 5 days overdue)"), "\(text)")
            #expect(text.contains("Send the list (Jo Berg)") && !text.contains("Call Dana Weber ("), "\(text)")
        }
        #expect(ComposeFixture.answer("what is overdue?", context).contains("- Send the quote (Jo Berg; due 26 January, 5 days overdue)"))
    }

    @Test func `begin with what is urgent in answers too`() {
        var context = ComposeFixture.empty(tone: "professional")
        context.deals = (1...9).map { DealFact(id: $0, customer: "Deal \($0)", expectedCloseDate: context.today.adding(days: 20 - $0)) }
        context.targets = (1...20).map { TargetFact(id: $0, product: "Goal \($0)", target: 10, achieved: $0 == 20 ? 3 : 10) }
        context.totals = Totals(openDeals: 9)
        let deals = ComposeFixture.answer("show my open deals", context).split(separator: "\n").filter { $0.hasPrefix("- ") }
        #expect(deals.first?.hasPrefix("- Deal 9: ") == true, "\(deals)")
        let targets = ComposeFixture.answer("how far are my targets?", context)
        #expect(targets.contains("Targets:\n- Goal 20: 3 of 10") && targets.contains("and at least 12 more"), "\(targets)")
    }

    @Test func `count no fewer opportunities than deals that are known to be open`() {
        var context = ComposeFixture.empty(tone: "professional")
        context.deals = (1...30).map { DealFact(id: $0, customer: "Deal \($0)") }
        context.totals = Totals(openDeals: 90)
        for seed in 0..<10 as Range<UInt64> { #expect(ComposeFixture.text(.closure, context, seed: seed).contains("at least 86 more")) }
    }

    @Test func `count the lost deals`() {
        var context = ComposeFixture.empty(tone: "professional")
        context.deals = (1...2).map { DealFact(id: $0, customer: "Lost \($0)", status: "lost", reasonFailed: "price") }
        for seed in 0..<40 as Range<UInt64> {
            let text = ComposeFixture.text(.followUp, context, seed: seed)
            #expect(!text.contains("One deal") && !text.contains("the lost deal"), "\(text)")
            #expect(text.contains("2 deals were lost, the last one (Lost 1") || text.contains("last lost deal (Lost 1"), "\(text)")
        }
    }

    @Test func `set a company beside its person so that one is not taken for two`() {
        var context = ComposeFixture.empty(tone: "professional")
        context.contacts = [
            ContactFact(id: 1, name: "Dana Weber", company: "Mill Bakery", stage: "customer", updatedAt: ComposeFixture.at(daysAgo: 1)),
            ContactFact(id: 2, name: "Jo Berg", company: "Spa", stage: "lead", updatedAt: ComposeFixture.at(daysAgo: 1)),
        ]
        for seed in 0..<20 as Range<UInt64> {
            #expect(ComposeFixture.text(.upsell, context, seed: seed).contains("Dana Weber (Mill Bakery)"))
            #expect(ComposeFixture.text(.followUp, context, seed: seed).contains("Jo Berg (Spa, lead)"))
        }
    }

    @Test func `name the year where it is another`() {
        #expect(DayText.long(LocalDate(year: 2027, month: 1, day: 5), today: ComposeFixture.today) == "Tuesday 5 January 2027")
        #expect(DayText.long(LocalDate(year: 2026, month: 2, day: 5), today: ComposeFixture.today) == "Thursday 5 February")
    }

    @Test func `call no target reached before it is, and none where nothing is to be reached`() {
        #expect(TargetFact(id: 1, product: "Tea", target: 1000, achieved: 999).percent == 99)
        #expect(TargetFact(id: 1, product: "Tea", target: 1000, achieved: 1000).percent == 100)
        var context = ComposeFixture.empty(tone: "professional")
        context.targets = [TargetFact(id: 1, product: "Tea", target: 0, achieved: 0)]
        for seed in 0..<20 as Range<UInt64> {
            #expect(!ComposeFixture.text(.reminder, context, seed: seed).contains("reached"))
            #expect(ComposeFixture.answer("how far are my targets", context, seed: seed).contains("nothing to reach is set"))
        }
    }

    @Test(arguments: Tone.allCases) func `say what was looked at where nothing among it fits`(tone: Tone) {
        var context = ComposeFixture.empty(tone: tone.rawValue)
        context.contacts = [ContactFact(id: 1, name: "New Lead", stage: "lead", updatedAt: ComposeFixture.at(daysAgo: 1))]
        context.totals = Totals(leads: 90, customers: 3, openDeals: 4)
        for seed in 0..<20 as Range<UInt64> {
            for agent in [AgentType.closure, .upsell] {
                let text = ComposeFixture.text(agent, context, seed: seed)
                #expect(text.split(separator: "\n").count > 1, "\(text)")
            }
        }
    }
}
