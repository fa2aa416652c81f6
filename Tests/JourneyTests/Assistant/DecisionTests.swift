import Testing

@testable import Journey

@Suite struct `A decision in everyday words` {
    @Test(
        arguments: [
            ("Yes, please!", .confirm), ("sure", .confirm), ("OK.", .confirm), ("go ahead", .confirm), ("Sure, go ahead", .confirm),
            ("sure thing", .confirm), ("ok thanks", .confirm), ("yes, do it", .confirm),
            ("Yes please do \u{1F44D}\u{1F3FD}\u{1F44D}\u{1F3FD}\u{1F44D}\u{1F3FD}", .confirm), ("\u{1F44D} yes", .confirm), ("no, thanks", .decline),
            ("Don't!", .decline), ("nope", .decline),
            ("yes, but later", nil), ("do I have tasks", nil), ("go to the fair", nil), ("no, do it later", nil), ("thanks", nil), ("great", nil),
            ("what is due", nil), ("42", nil), ("", nil),
        ] as [(String, Decision?)])
    func `is told from what is none`(text: String, decision: Decision?) {
        #expect(Decision(loosely: text) == decision)
    }
}
