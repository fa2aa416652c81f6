import Domain
import Testing

@testable import Journey

@Suite struct `A message to a contact` {
    private let expected: [AgentType: [String]] = [
        .reminder: ["our meeting", "Monday 2 February"], .followUp: ["Tuesday 27 January", "Channel Manager"],
        .closure: ["Channel Manager", "Tuesday 3 February"], .nurture: [], .upsell: ["Booking Engine", "Revenue Reports"],
    ]

    @Test(arguments: everyAgentAndTone)
    func `names the facts, begins with the contact's name and is signed, in every tone and variant`(type: AgentType, tone: Tone) {
        for seed in 0..<60 as Range<UInt64> {
            let text = ContactFixture.text(type, ContactFixture.full(tone: tone.rawValue), seed: seed)
            for fact in expected[type] ?? [] { #expect(text.contains(fact), "\(text)") }
            #expect(text.split(separator: "\n").first?.contains("Robin Vale") == true && text.hasSuffix("\nDana\nhotel software"), "\(text)")
        }
    }

    @Test(arguments: everyAgentAndTone)
    func `invents nothing: every number and every product in it is in the records`(type: AgentType, tone: Tone) {
        for context in [ContactFixture.full(tone: tone.rawValue), ContactFixture.bare()] {
            let products = (context.profile?.products ?? []) + context.deals.map(\.product)
            let days = (context.deals.compactMap(\.expectedCloseDate) + context.tasks.map(\.dueDate) + context.messages.map(\.day)).map(\.day)
            for seed in 0..<60 as Range<UInt64> {
                let text = ContactFixture.text(type, context, seed: seed)
                for number in text.split(whereSeparator: { !$0.isNumber }) { #expect(days.contains { "\($0)" == number }, "\(number) in: \(text)") }
                for product in ["Booking Engine", "Channel Manager", "Revenue Reports"] where text.contains(product) {
                    #expect(products.contains(product), "\(text)")
                }
            }
        }
    }

    @Test(arguments: everyAgentAndTone)
    func `tells nothing that was worded for the salesperson`(type: AgentType, tone: Tone) {
        for seed in 0..<60 as Range<UInt64> {
            let text = ContactFixture.text(type, ContactFixture.full(tone: tone.rawValue), seed: seed)
            for inside in ["every cent", "signature", "negotiation", "today", "tomorrow", "rejected"] { #expect(!text.contains(inside), "\(text)") }
        }
    }

    @Test(arguments: everyAgentAndTone)
    func `has no words that keep a guarded agent from sending it`(type: AgentType, tone: Tone) {
        let background = RiskBackground(wasWrittenTo: true, largestDealMinor: nil, isTemplateProven: true)
        for context in [ContactFixture.full(tone: tone.rawValue), ContactFixture.bare()] {
            for seed in 0..<60 as Range<UInt64> {
                let text = ContactFixture.text(type, context, seed: seed)
                #expect(RiskAssessment(background, by: RiskPolicy()).risks(of: text, to: context) == [], "\(text)")
            }
        }
    }

    @Test(arguments: everyAgentAndTone)
    func `leaves no gap and no tag behind`(type: AgentType, tone: Tone) {
        for context in [ContactFixture.full(tone: tone.rawValue), ContactFixture.bare()] {
            for seed in 0..<60 as Range<UInt64> {
                let text = ContactFixture.text(type, context, seed: seed)
                for flaw in ["{{", "}}", "&amp;", "&#39;", "  ", "\n\n\n", " .", " ,", " ?", ": .", "Optional"] {
                    #expect(!text.contains(flaw), "\(flaw) in: \(text)")
                }
                #expect(text == text.trimmed && text.count > 40)
            }
        }
    }

    @Test(arguments: AgentType.builtIn)
    func `is the same for the same seed, and never one of the last twenty`(type: AgentType) {
        var context = ContactFixture.full()
        #expect(ContactFixture.text(type, context, seed: 9) == ContactFixture.text(type, context, seed: 9))
        for round in 0..<50 as Range<UInt64> {
            let text = ContactFixture.text(type, context, seed: 9)
            #expect(!context.messages.contains { $0.body == text } && !text.contains("P.S."))
            context.messages = Array(
                [ContactMessage(id: 10 + Int64(round), isInbound: false, isSent: false, body: text, day: context.today)] + context.messages.prefix(19)
            )
        }
    }

    @Test func `of an own agent is what its template says and no more, though it was sent before`() throws {
        var context = ContactFixture.full()
        let prompt = "Hello {{name}} of {{company}}, {{deal}} for {{deal_amount}}{{#bought}}, besides {{bought}}{{/bought}}."
        let text = ContactFixture.text(.reminder, context, prompt: prompt)
        #expect(text == "Hello Robin Vale of Harbour Hotel, Channel Manager for EUR 12,500, besides Booking Engine.")
        context.messages.append(ContactMessage(id: 1, isInbound: false, body: text, day: context.today))
        #expect(ContactFixture.text(.reminder, context, prompt: prompt) == text)
    }

    @Test func `does not offer what is bought or under discussion`() {
        for seed in 0..<40 as Range<UInt64> {
            let text = ContactFixture.text(.upsell, ContactFixture.full(), seed: seed)
            #expect(!text.contains("Channel Manager"))
        }
    }

    @Test(arguments: TemplateVariable.ofContacts.map(\.name))
    func `can name every variable that is documented`(name: String) throws {
        let text = try MessageTemplate("{{\(name)}}", for: .contact).message(to: ContactFixture.full(), seed: 1)
        #expect(!text.isEmpty)
    }

    @Test func `cannot name what is known of the salesperson`() {
        for name in ["goal", "leads", "customers", "gaps", "overdue"] {
            #expect(throws: TemplateError.self) { try MessageTemplate("{{\(name)}}", for: .contact) }
        }
    }
}
