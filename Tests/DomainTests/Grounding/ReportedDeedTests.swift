import Testing

@testable import Domain

@Suite struct `An assistant's report of a deed` {
    @Test(arguments: [
        "I've sent the offer to Anna.", "I\u{2019}ve just sent it.", "I have already updated the deal.",
        "Sure. I have gone ahead and created the task.",
        "I just emailed Robin.", "Done!", "Done. Robin is reminded on Friday.", "All set, the follow-up is on Friday.",
        "The task has now been created.", "Your reminder was successfully added.", "Consider it done.", "Hello,\nI've moved the deal to won.",
    ]) func `is known`(text: String) {
        #expect(ReportedDeed.isIn(text))
    }

    @Test(arguments: [
        "You sent the offer to Anna on 3 March.", "I have not sent anything.", "I haven't created it.", "Have I sent it?",
        "Once I have sent it, you see it here.",
        "You could write: \u{201C}I've sent you the offer.\u{201D}", "Write \"I have updated the price\" to her.", "Done:\n- Call Anna",
        "Done deals: 3", "Call Anna: done.", "- Offer to Robin: sent", "## Done\n- Call Anna",
        "I've added up the deals: EUR 500.", "The offer has been sent on 3 March.", "Anna wrote that she has sent it.", "I have proposed the task.",
        "We have sent Anna two messages.", "I can send it once you confirm.", "Set a day first.", "",
    ]) func `is told from other words`(text: String) {
        #expect(!ReportedDeed.isIn(text))
    }
}
