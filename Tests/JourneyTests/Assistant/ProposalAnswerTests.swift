import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `An answer to a proposal in everyday words` {
    @Test(
        arguments: [
            "Yes, please!", "sure", "OK.", "go ahead", "Sure, go ahead", "sure thing", "ok thanks", "yes, do it", "y", "Correct",
            "Yes please do \u{1F44D}\u{1F3FD}\u{1F44D}\u{1F3FD}\u{1F44D}\u{1F3FD}", "\u{1F44D} yes", "\u{1F44D}", "perfect", "yeah that's right",
            "yes please, thank you", "that's fine", "  (sure)",
        ])
    func `is consent`(text: String) {
        #expect(ProposalAnswer(text)?.decision == .confirm && ProposalAnswer(text)?.isBare == true)
    }

    @Test(
        arguments: [
            ("no, thanks", ""), ("Don't!", ""), ("nope", ""), ("n", ""), ("nope, forget it", ""), ("Never mind.", ""), ("nevermind", ""),
            ("not yet", ""),
            ("wait", ""), ("stop", ""), ("cancel that", ""), ("that's wrong", ""), ("decline it", ""), ("no way", ""), ("\u{1F44E}", ""),
            ("don't move Li Wei to won", ""), ("no, tomorrow", "tomorrow"), ("Actually no, it is not won yet", "it is not won yet"),
            ("actually make it Tuesday", "Tuesday"), ("change it to Friday please", "Friday"), ("yes but make it for Friday", "Friday"),
            ("no, Friday.", "Friday"), ("No, Friday at 3pm!", "Friday at 3pm"), ("no, the 5th", "the 5th"), ("No, I meant Friday", "Friday"),
            ("no. Friday is better", "Friday"), ("no, not tomorrow, Friday", "Friday"), ("Not today, Friday", "Friday"),
            ("yes, on Friday", "on Friday"),
            ("do it on Friday", "Friday"), ("on Friday instead", "on Friday"), ("Friday, not tomorrow", "Friday"), ("Friday", "Friday"),
            ("sorry, Friday", "Friday"), ("move the date to Friday", "Friday"), ("reschedule it to Friday", "Friday"), ("I'd rather not", ""),
            ("leave it", ""), ("skip it", ""), ("I don't want that", ""), ("no, order two kiwis", "order two kiwis"),
            ("make it Friday instead", "Friday"), ("no, do it later", "do it later"),
            ("yes, but later", "later"),
        ])
    func `is refusal, with what is wished for instead`(text: String, more: String) {
        #expect(ProposalAnswer(text)?.decision == .decline)
        #expect(ProposalAnswer(text)?.more == more)
    }

    @Test(arguments: ["Yes, and remind me to call Tom tomorrow", "yes, remind me to call Tom tomorrow", "OK. Also remind me to call Tom tomorrow"])
    func `is consent to one thing and a wish for another`(text: String) {
        let answer = ProposalAnswer(text)
        #expect(answer?.decision == .confirm && answer?.more.hasSuffix("emind me to call Tom tomorrow") == true && answer?.isBare == false)
    }

    @Test(arguments: [
        "do I have tasks", "go to the fair", "thanks", "great", "what is due", "42", "", "note the call", "stopover", "make it so", "cancellations?",
        "right?", "sure?", "yes and no", "no problem", "No worries", "Don't forget to call Anna Berg on Friday", "Not bad!", "make this week's list",
        "Not sure which one, what would you suggest?", "Move that deal of O'Brien Pubs to won", "Stop by the bakery on Friday", "No new leads today?",
        "that's it, thanks", "that is a good question", "move Mill Bakery to won", "actual figures",
    ]) func `is told from what is none`(text: String) {
        #expect(ProposalAnswer(text) == nil)
    }

    @Test(arguments: ["no", "Actually no, it is not won yet", "nope, forget it", "wait", "cancel that", "don't", "decline it"])
    func `that refuses leaves nothing for the next ok to carry out`(refusal: String) async throws {
        try await AssistantFixture.offline { engine in
            let before = try await engine.records()
            _ = try await engine.chat.answer(owner, typed: "move harbour hotel to won")
            let text = try await engine.chat.answer(owner, typed: refusal).message.text
            #expect(text.hasPrefix("Not done, as you declined: The deal with “Harbour Hotel”"), "\(text)")
            for next in ["ok", "yes", "confirm"] { _ = try await engine.chat.answer(owner, typed: next) }
            #expect(try await engine.records() == before)
            let proposed = try await engine.proposed()
            #expect(proposed.allSatisfy { $0.contains(" declined ") })
        }
    }

    @Test(arguments: ["no, on Thursday", "actually make it Thursday", "change it to Thursday", "yes but make it for Thursday", "Thursday"])
    func `that corrects the day proposes the same for that day`(correction: String) async throws {
        try await AssistantFixture.offline { engine in
            _ = try await engine.chat.answer(owner, typed: "remind me to call the bakery on Friday")
            let answer = try await engine.chat.answer(owner, typed: correction)
            #expect(answer.proposals.count == 1)
            #expect(
                try await engine.chat.answer(owner, typed: "yes").message.text
                    == "Done: Create the task “Call the bakery”, due Thursday 5 March 2026.")
            #expect(
                try await engine.proposed() == [
                    "create_task declined Create the task “Call the bakery”, due Friday 6 March 2026.",
                    "create_task confirmed Create the task “Call the bakery”, due Thursday 5 March 2026.",
                ])
        }
    }

    @Test func `comes with another wish, which is proposed next`() async throws {
        try await AssistantFixture.offline { engine in
            _ = try await engine.chat.answer(owner, typed: "remind me to sleep tomorrow")
            let text = try await engine.chat.answer(owner, typed: "yes, and remind me to eat on Friday").message.text
            #expect(text.hasPrefix("Done: Create the task “Sleep”, due Tuesday 3 March 2026.\n\n"))
            #expect(text.hasSuffix("- Create the task “Eat”, due Friday 6 March 2026."))
        }
    }

    @Test func `is none once something else was asked: only the word confirm is`() async throws {
        try await AssistantFixture.offline { engine in
            _ = try await engine.chat.answer(owner, typed: "add a task to sleep")
            _ = try await engine.chat.answer(owner, typed: "what is overdue?")
            let text = try await engine.chat.answer(owner, typed: "ok").message.text
            #expect(text.hasPrefix("This still waits for your decision") && text.hasSuffix("- Create the task “Sleep”, without a day."))
            #expect(try await engine.proposed() == ["create_task proposed Create the task “Sleep”, without a day."])
            #expect(try await engine.chat.answer(owner, typed: "confirm").message.text == "Done: Create the task “Sleep”, without a day.")
        }
    }

    @Test(arguments: ["yes", "no"])
    func `is none once an agent has asked something: that is what it answers`(answer: String) async throws {
        try await AssistantFixture.offline { engine in
            _ = try await engine.chat.answer(owner, typed: "move Harbour Hotel to lost")
            _ = try await engine.pipeline.run(.closure, for: owner)
            let text = try await engine.chat.answer(owner, typed: answer).message.text
            #expect(text.hasPrefix("This still waits for your decision"), "\(text)")
            #expect(try await engine.proposed().allSatisfy { $0.contains(" proposed ") })
        }
    }

    @Test func `is put to the model once an agent has asked something`() async throws {
        let model = ScriptedModel(.call("create_task", ["title": .string("Sleep")]), .says("Shall I?"), .says("Which do you mean?"))
        try await AssistantFixture.with(model) { fixture in
            _ = try await fixture.say("Remind me to sleep")
            _ = try await fixture.engine.pipeline.run(.closure, for: owner)
            #expect(try await fixture.say("yes").message.text == "Which do you mean?")
            #expect(try await fixture.engine.proposed() == ["create_task proposed Create the task “Sleep”, without a day."])
        }
    }

    @Test func `that refuses is told to the model, which answers with something else`() async throws {
        let model = ScriptedModel(.call("create_task", ["title": .string("Sleep")]), .says("Shall I?"), .says("To eat, then?"))
        try await AssistantFixture.with(model) { fixture in
            _ = try await fixture.say("Remind me to sleep")
            let reply = try await fixture.say("no, to eat").message.text
            #expect(reply == "Not done, as you declined: Create the task “Sleep”, without a day.\n\nTo eat, then?")
            #expect(try await fixture.engine.proposed() == ["create_task declined Create the task “Sleep”, without a day."])
        }
    }
}
