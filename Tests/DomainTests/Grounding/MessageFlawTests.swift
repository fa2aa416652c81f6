import Testing

@testable import Domain

@Suite struct `A message that is not fit to be sent` {
    @Test(arguments: [
        ("[Your name] will call.", ["[Your name]"]), ("Dear {{name}}, hi {first_name}.", ["{{name}}", "{first_name}"]),
        ("See you on ____ then.", ["____"]), ("Yours, [Company Name]", ["[Company Name]"]), ("On [insert date] we meet.", ["[insert date]"]),
    ]) func `has gaps that nobody filled in`(sentence: String, gaps: [String]) {
        #expect(Cheesemonger.findings(sentence).filter { $0.kind == .gap }.map(\.phrase) == gaps)
    }

    @Test(arguments: [
        "This is **new** here.", "# News", "See [this](https://mill.example).", "```", "Is it <b>new</b>?", "Your order [deal:12] is open.",
        "<think>internal: stage lead</think> It is new.", "<note>hello</note>", "See <item name=\"2\"> now.", "It is new.</answer>", "<br/>",
    ]) func `has markup in it`(sentence: String) {
        #expect(Cheesemonger.findings(sentence).contains { $0.kind == .markup })
    }

    @Test(arguments: [
        "I am an AI model and cannot say.", "As an AI, I cannot know.", "I'm just a language model.", "My system prompt says so.",
        "As a language model I can't.", "I am an AI.", "I am only a bot, sorry.", "As your AI assistant I can help.",
    ]) func `speaks of its writer as a machine`(sentence: String) {
        #expect(Cheesemonger.findings(sentence).contains { $0.kind == .machine })
    }

    @Test func `is one of three thousand words`() {
        #expect(Cheesemonger.findings(String(repeating: "so we say ", count: 1000)).map(\.kind) == [.length])
        #expect(Cheesemonger.findings(String(repeating: "so we say ", count: 200)).isEmpty)
    }

    @Test(arguments: [
        "It is 3 < 4, and 5 > 4.", "You are our #1.", "As I said [sic], we agree.", "See <https://mill.example>.", "Say *yes*!",
        "We speak of AI too.",
        "As a language school we know.", "I am a language teacher.", "I am a bot fan.", "Name:______", "Please sign here:\n______\nand send it back.",
        "** Our shop is closed on Monday.", "See <page 2>.", "I am a friend of cheese.", "I am a bit late.", "It is 5 * 5.",
        "As a customer you decide.",
    ]) func `is told from one that is`(sentence: String) {
        #expect(!Cheesemonger.findings(sentence).contains { $0.kind.isFlaw })
    }
}
