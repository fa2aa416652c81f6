import Domain
import Testing

@testable import Journey

@Suite struct `What is written offline to a contact` {
    @Test(arguments: everyAgentAndTone)
    func `is carried by the facts, whatever the seed`(type: AgentType, tone: Tone) {
        for context in [ContactFixture.full(tone: tone.rawValue), ContactFixture.bare()] {
            let sheet = ContactFactSheet.sheet(context)
            for seed in 0..<60 as Range<UInt64> {
                let text = ContactFixture.text(type, context, seed: seed)
                let findings = ClaimCheck.uncarried(in: text, facts: sheet)
                #expect(findings.isEmpty, "\(findings.map(\.phrase)) in: \(text)")
            }
        }
    }

    @Test(arguments: everyAgentAndTone)
    func `is blocked once another contact's facts stand in for its own`(type: AgentType, tone: Tone) {
        var other = ContactFixture.full(tone: tone.rawValue)
        other.contact.name = "Mina Sato"
        other.contact.company = "Lakeside Inn"
        let sheet = ContactFactSheet.sheet(other)
        for seed in 0..<10 as Range<UInt64> {
            let text = ContactFixture.text(type, ContactFixture.full(tone: tone.rawValue), seed: seed)
            #expect(ClaimCheck.uncarried(in: text, facts: sheet).map(\.kind).contains(.name), "\(text)")
        }
    }

    @Test func `that owns up to a repetition is carried too`() {
        var context = ContactFixture.bare()
        for round in 0..<45 as Range<Int64> {
            let text = ContactFixture.text(.reminder, context, prompt: "Hello {{name}}.")
            #expect(ClaimCheck.uncarried(in: text, facts: ContactFactSheet.sheet(context)).isEmpty, "\(text)")
            context.messages.append(ContactMessage(id: round, isInbound: false, body: text, day: context.today))
        }
    }
}
