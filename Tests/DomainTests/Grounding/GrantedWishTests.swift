import Testing

@testable import Domain

@Suite struct `A wish that a message speaks of` {
    @Test(arguments: [
        "You asked for a discount, and you have it.", "You asked for a discount. You have it.", "You asked for a discount, so we give it to you.",
        "You asked for a discount: granted.", "We grant the requested discount.", "Your request for a discount is approved.",
        "You asked for a discount, and it is yours.",
    ]) func `is a claim where it is granted`(sentence: String) {
        #expect(Cheesemonger.phrases(sentence, Cheesemonger.heard("Could we have a discount?")) == ["discount"])
    }

    @Test(arguments: [
        "You asked for a discount; let me ask.", "You asked for a discount, and I will get back to you.", "I have your question about a discount.",
        "You asked whether we give a discount.", "You asked for a discount. Unfortunately you cannot have it.",
        "You asked for a discount. Do you have it in writing?", "I got your request for a discount, and have one question.",
    ]) func `is none where it is only spoken of`(sentence: String) {
        #expect(Cheesemonger.phrases(sentence, Cheesemonger.heard("Could we have a discount?")).isEmpty)
    }
}
