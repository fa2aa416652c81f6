import Domain
import Testing

@testable import Journey

@Suite struct AgentMessageTests {
    private let expected: [AgentType: [String]] = [
        .reminder: ["Generate 5 leads", "Send the quote (due 26 January, 5 days overdue)", "Call Harbour Hotel", "60 to go for Booking Engine"],
        .followUp: ["Prepare the demo", "Call Harbour Hotel", "Send the quote", "Harbour Hotel (negotiation)", "City Museum", "too expensive"],
        .closure: ["Garden Inn: Channel Manager, EUR 12,500, expected to close 3 February (in 3 days)", "Harbour Hotel (negotiation", "60 to go"],
        .nurture: ["Harbour Hotel (negotiation, no contact for 9 days)", "Old Town Spa (lead)", "Wants a pilot", "direct bookings"],
        .upsell: ["Mill Bakery (has Booking Engine)", "Channel Manager"],
    ]

    @Test(arguments: everyAgentAndTone)
    func `every agent names the facts in every tone and every variant`(type: AgentType, tone: Tone) {
        for seed in 0..<50 as Range<UInt64> {
            let text = ComposeFixture.text(type, ComposeFixture.full(tone: tone.rawValue), seed: seed)
            for fact in expected[type] ?? [] { #expect(text.contains(fact), "\(text)") }
            #expect((4...14).contains(text.split(separator: "\n").count), "\(text)")
        }
    }

    @Test(arguments: everyAgentAndTone)
    func `no message leaves a gap, a tag or an escape behind`(type: AgentType, tone: Tone) {
        for context in [ComposeFixture.full(tone: tone.rawValue), ComposeFixture.empty(tone: tone.rawValue)] {
            for seed in 0..<60 as Range<UInt64> {
                let text = ComposeFixture.text(type, context, seed: seed)
                for flaw in ["{{", "}}", "&quot;", "&amp;", "&#39;", "  ", "\n\n", " .", " ,", "()", ": .", ", !", "Optional"] {
                    #expect(!text.contains(flaw), "\(flaw) in: \(text)")
                }
            }
        }
    }

    @Test(arguments: AgentType.builtIn)
    func `the four tones never say the same`(type: AgentType) {
        let openings = Tone.allCases.map { tone in
            Set((0..<60).map { firstLine(ComposeFixture.text(type, ComposeFixture.full(tone: tone.rawValue), seed: $0)) })
        }
        for (index, lines) in openings.enumerated() {
            #expect(lines.count >= 3)
            for other in openings[(index + 1)...] { #expect(lines.isDisjoint(with: other)) }
        }
    }

    @Test(arguments: AgentType.builtIn)
    func `an unknown tone is professional`(type: AgentType) {
        let professional = ComposeFixture.text(type, ComposeFixture.full(tone: "professional"), seed: 7)
        #expect(ComposeFixture.text(type, ComposeFixture.full(tone: "mysterious"), seed: 7) == professional)
        #expect(ComposeFixture.text(type, ComposeFixture.full(tone: "Professional"), seed: 7) == professional)
    }

    @Test(arguments: AgentType.builtIn)
    func `the same seed gives the same text, another seed soon another`(type: AgentType) {
        let context = ComposeFixture.full()
        #expect(ComposeFixture.text(type, context, seed: 42) == ComposeFixture.text(type, context, seed: 42))
        #expect(Set((0..<40).map { ComposeFixture.text(type, context, seed: $0) }).count > 10)
    }

    @Test(arguments: AgentType.builtIn)
    func `without a profile each agent says what to fill in`(type: AgentType) {
        let text = ComposeFixture.text(type, ComposeFixture.empty())
        for word in ["profile", "business type", "products", "tone", "daily goal"] { #expect(text.contains(word), "\(text)") }
    }

    @Test func `without rows each agent says what to record and claims nothing`() {
        let context = ComposeFixture.empty(tone: "professional")
        #expect(ComposeFixture.text(.reminder, context).contains("task"))
        #expect(ComposeFixture.text(.closure, context).contains("lead"))
        #expect(
            ComposeFixture.text(.nurture, context).contains("contact a stage")
                || ComposeFixture.text(.nurture, context).contains("contact with a stage"))
        #expect(ComposeFixture.text(.upsell, context).contains("customer"))
    }

    @Test func `a product in a won or open deal is not suggested to that customer again`() {
        var context = ComposeFixture.full()
        context.deals.append(DealFact(id: 9, customer: "mill bakery", product: "channel manager"))
        for seed in 0..<40 as Range<UInt64> {
            let text = ComposeFixture.text(.upsell, context, seed: seed)
            #expect(!text.contains("Mill Bakery (has"), "\(text)")
            #expect(text.contains("Mill Bakery"))
        }
    }

    @Test func `long lists are shortened and say how many are left out`() {
        var context = ComposeFixture.full()
        context.tasksToday = (1...12).map { TaskFact(id: $0, title: "Task \($0)", dueDate: ComposeFixture.today) }
        let text = ComposeFixture.text(.reminder, context)
        #expect(text.contains("12 tasks"))
        #expect(text.contains("- Task 3\n- and 9 more"))
    }

    @Test(arguments: everyAgentAndTone)
    func `one of a thing is spoken of as one`(type: AgentType, tone: Tone) {
        var context = ComposeFixture.full(tone: tone.rawValue)
        context.contacts.removeAll { $0.name == "Old Town Spa" }
        for seed in 0..<100 as Range<UInt64> {
            let text = ComposeFixture.text(type, context, seed: seed)
            for flaw in ["1 tasks", "1 task are", "these (1 ", "your 1 ", "they stand", "1 leads", "1 customers", "1 days"] {
                #expect(!text.contains(flaw), "\(text)")
            }
        }
    }

    @Test(arguments: Tone.allCases)
    func `a customer who has the whole range is not offered anything`(tone: Tone) {
        var context = ComposeFixture.full(tone: tone.rawValue)
        context.profile?.products = ["Booking Engine"]
        let text = ComposeFixture.text(.upsell, context)
        #expect(text.contains("Mill Bakery"))
        #expect(!text.contains("\n- "), "\(text)")
    }

    private func firstLine(_ text: String) -> String { String(text.prefix { $0 != "\n" }) }
}
