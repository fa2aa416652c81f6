import Domain
import Testing

@testable import Journey

@Suite struct RepetitionTests {
    @Test(arguments: everyAgentAndTone)
    func `two hundred messages in a row never repeat one of the last ten`(type: AgentType, tone: Tone) {
        for start in [ComposeFixture.full(tone: tone.rawValue), ComposeFixture.empty(tone: tone.rawValue), ComposeFixture.empty()] {
            var context = start
            for seed in 0..<200 as Range<UInt64> { append(ComposeFixture.text(type, context, seed: seed), to: &context) }
        }
    }

    @Test(arguments: [UInt64(3), 4, 5])
    func `even with one seed throughout no message repeats one of the last ten`(seed: UInt64) {
        for type in AgentType.builtIn {
            var context = ComposeFixture.full()
            for _ in 0..<60 { append(ComposeFixture.text(type, context, seed: seed), to: &context) }
        }
    }

    @Test(arguments: ["What is due today?", "thanks", "hello", "Who won the cup?", "Anything on Nobody Ltd?", "show open deals", "ok"])
    func `the same question asked thirty times gets no answer twice within ten`(question: String) {
        for tone in Tone.allCases {
            var context = ComposeFixture.full(tone: tone.rawValue)
            for seed in 0..<30 as Range<UInt64> { append(ComposeFixture.answer(question, context, seed: seed), to: &context) }
        }
    }

    @Test func `when every variant was used the repetition is owned up to, differently each of ten times`() {
        var context = ComposeFixture.empty()
        context.messages = [ComposeFixture.message("A\nB")]
        for seed in 0..<9 as Range<UInt64> {
            let text = Novelty(context).first(of: ["A\nB"], seed: seed)
            #expect(text.hasPrefix("A\nB\n"))
            append(text, to: &context)
        }
    }

    private func append(_ text: String, to context: inout PersonContext) {
        #expect(!context.messages.contains { $0.body == text }, "repeated: \(text)")
        context.messages = Array(([ComposeFixture.message(text)] + context.messages).prefix(10))
    }
}
