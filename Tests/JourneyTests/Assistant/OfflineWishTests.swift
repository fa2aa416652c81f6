import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `What is said without a model` {
    @Test func `confirms an earlier proposal only once it was named again`() async throws {
        try await AssistantFixture.offline { engine in
            _ = try await engine.chat.answer(owner, typed: "Remind me to call Harbour Hotel on 8 March")
            _ = try await engine.chat.answer(owner, typed: "Remind me to call Mill Bakery on 9 March")
            #expect(try await engine.said("confirm").contains("Done: Create the task “Call Mill Bakery”"))
            let asked = try await engine.said("confirm")
            #expect(asked.hasPrefix("This still waits") && asked.contains("Call Harbour Hotel"), "\(asked)")
            #expect(try await engine.proposed().first?.hasPrefix("create_task proposed") == true)
            #expect(try await engine.said("confirm").contains("Done: Create the task “Call Harbour Hotel”"))
            #expect(try await engine.said("confirm") == "There is nothing to confirm here.")
        }
    }

    @Test(arguments: ["yes", "decline"]) func `decides by everyday words on the proposal that was named again`(word: String) async throws {
        try await AssistantFixture.offline { engine in
            _ = try await engine.chat.answer(owner, typed: "Remind me to call Harbour Hotel on 8 March")
            _ = try await engine.chat.answer(owner, typed: "Remind me to call Mill Bakery on 9 March")
            for _ in 0..<2 { _ = try await engine.said("confirm") }
            let decided = try await engine.said(word)
            #expect(decided.contains("Call Harbour Hotel") && decided.contains(word == "yes" ? "Done: " : "declined"), "\(decided)")
        }
    }

    @Test(arguments: [
        ("Remind me on 31 February to call Harbour Hotel", "There is no 31 February."),
        ("remind me to call Harbour Hotel on 30 February", "There is no 30 February."),
        ("Call Harbour Hotel on 31 November", "There is no 31 November."), ("remind me to call them on 31/02", "There is no 31/02."),
        ("follow up with Harbour Hotel on April 31", "There is no 31 April."),
        ("remind me on 29 February to call Harbour Hotel", "There is no 29 February in 2026 or 2027."),
        ("remind me yesterday to call Harbour Hotel", "That day is over."), ("remind me to call Harbour Hotel yesterday", "That day is over."),
        ("remind me to call Harbour Hotel on 2026-03-01", "That day is over."),
    ]) func `for a day that there is not, or no more, proposes nothing`(wish: String, sentence: String) async throws {
        try await AssistantFixture.offline { engine in
            let answer = try await engine.chat.answer(owner, typed: wish)
            #expect(answer.message.text.hasPrefix(sentence) && answer.proposals.isEmpty, "\(answer.message.text)")
        }
    }

    @Test(arguments: [
        ("remind me to send the notes of the meeting we had yesterday", "Send the notes of the meeting we had yesterday"),
        ("add a task: order 40 may flowers", "Order 40 may flowers"),
    ]) func `keeps in a title what is no day of the wish`(wish: String, title: String) async throws {
        try await AssistantFixture.offline { engine in
            let text = try await engine.said(wish)
            #expect(text.contains("“\(title)”"), "\(text)")
        }
    }

    @Test(arguments: [
        "Mark the task with Mill Bakery done", "the Mill Bakery task is done", "I finished the price list task", "done with the price list task",
        "I finished the task with Mill Bakery",
    ]) func `finds the task of a contact as well as by its title`(wish: String) async throws {
        try await AssistantFixture.offline { engine in
            _ = try await engine.store.commit(SQL("UPDATE tasks SET title = 'Send the price list' WHERE id = 2", []))
            let text = try await engine.said(wish)
            #expect(text.contains("Mark the task “Send the price list”"), "\(text)")
        }
    }

    @Test(arguments: ["Which tasks have no due date?", "Show me the undated tasks", "tasks without a date"])
    func `says that tasks without a day can't be told`(question: String) async throws {
        try await AssistantFixture.offline { engine in
            let text = try await engine.told(question)
            #expect(text.contains("those that have none") || text.contains("more than I can tell"), "\(text)")
        }
    }

    @Test func `takes what was written to the person for messages of agents`() async throws {
        try await AssistantFixture.offline { engine in
            let text = try await engine.told("What did you write to me today?").lowercased()
            #expect(!text.contains("received") && !text.contains("contacts write"), "\(text)")
            let polite = try await engine.told("Can you tell me who wrote to us today?").lowercased()
            #expect(polite.contains("received") || polite.contains("contacts write"), "\(polite)")
        }
    }

    @Test func `takes the product that sells best for the one that was sold most`() {
        let message = MessageWords("Which product sells best?")
        #expect(SoldQuestion.isAsked(message) && SoldQuestion.grouping(message) == .product)
    }

    @Test func `asks which of several tasks of a contact is done`() async throws {
        try await AssistantFixture.offline { engine in
            let another: Table.Values = ["user_id": .integer(1), "contact_id": .integer(2), "title": .text("Send the price list")]
            _ = try await engine.store.commit(Tasks.table.insert(.first, another, now: engine.clock.now))
            let text = try await engine.said("Mark the task with Mill Bakery done")
            #expect(text.hasPrefix("Which pending task") && text.contains("Call Mill Bakery") && text.contains("price list"), "\(text)")
        }
    }

    @Test func `by them means whom the message before named, and nobody where none did`() async throws {
        try await AssistantFixture.offline { engine in
            #expect(try await engine.said("Call them on Friday").hasPrefix("Whom do you mean?"))
            _ = try await engine.chat.answer(owner, typed: "Tell me about Mill Bakery")
            #expect(try await engine.told("What is their e-mail?").contains("mail2@example.com"))
            let text = try await engine.said("Call them on Friday")
            #expect(text.contains("Create the task “Call Mill Bakery” about “Mill Bakery” (contact 2), due Friday 6 March 2026."), "\(text)")
        }
    }

    @Test func `notes what was yesterday with its day, and finds it again`() async throws {
        try await AssistantFixture.offline { engine in
            let text = try await engine.said("I called Mill Bakery yesterday")
            #expect(text.contains("“I called Mill Bakery yesterday (Sunday 1 March 2026)”"), "\(text)")
            _ = try await engine.said("confirm")
            let told = try await engine.told("When did I last call Mill Bakery?")
            #expect(told.contains("Sunday 1 March") && !told.contains("No call"), "\(told)")
        }
    }

    @Test(arguments: ["When did I last talk to Mill Bakery?", "when did I last speak with Mill Bakery?"])
    func `counts meetings, notes and messages as words with somebody`(question: String) async throws {
        try await AssistantFixture.offline { engine in
            let meeting: Table.Values = [
                "user_id": .integer(1), "contact_id": .integer(2), "title": .text("Meeting at the mill"), "due_date": .text("2026-02-27"),
                "status": .text("done"), "kind": .text("meeting"),
            ]
            _ = try await engine.store.commit(Tasks.table.insert(.first, meeting, now: engine.clock.now))
            let told = try await engine.told(question)
            #expect(told.contains("Meeting at the mill") && told.contains("Words of Mill Bakery"), "\(told)")
        }
    }

    @Test(arguments: ["did Mill Bakery answer last year?", "who haven't we contacted for two weeks?", "did anyone reply yesterday?"])
    func `is answered in words of the page`(question: String) async throws {
        try await AssistantFixture.offline { engine in
            let told = try await engine.told(question)
            #expect(!told.contains("/api/") && !told.contains("crm-agent") && !told.contains("last_contacted_at"), "\(told)")
        }
    }

    @Test(
        arguments: [
            ("who haven't we contacted for two weeks?", ["Quiet Lead", "Quiet Buyer"], ["Mill Bakery"]),
            ("which leads have I not contacted for 2 weeks", ["Quiet Lead"], ["Quiet Buyer"]),
            ("which customers have we not contacted for ten days", ["Quiet Buyer"], ["Quiet Lead"]),
            ("which customers have we not contacted for a month", ["o customer has been without contact for 30 days"], ["Quiet Buyer"]),
        ] as [(String, [String], [String])]) func `tells whom nothing was written to, by or on for so long`(
            question: String, has: [String], hasNot: [String]
        ) async throws
    {
        try await AssistantFixture.offline { engine in
            for (name, stage) in [("Quiet Lead", "lead"), ("Quiet Buyer", "customer")] {
                let values: Table.Values = ["user_id": .integer(1), "name": .text(name), "stage": .text(stage)]
                let then = engine.clock.now.adding(.seconds(-86_400 * 20))
                _ = try await engine.store.commit(Contacts.table.insert(.first, values, now: then))
            }
            let told = try await engine.told(question)
            for words in has { #expect(told.contains(words), "\(told)") }
            for words in hasNot { #expect(!told.contains(words), "\(told)") }
        }
    }

    @Test(
        arguments: [
            ("How many meetings this month?", ["2", "from Sunday 1 March to Tuesday 31 March", "Early meeting", "Late meeting"], "still to come"),
            ("How many meetings are left this month?", ["still to come", "Late meeting"], "Early meeting"),
            ("Which deals close this month?", ["still to come"], "Early"),
        ] as [(String, [String], String)]) func `of this month covers all of it where a number is asked for, and says so where not`(
            question: String, has: [String], hasNot: String
        ) async throws
    {
        try await AssistantFixture.offline { engine in
            for (title, day) in [("Early meeting", "2026-03-01"), ("Late meeting", "2026-03-20")] {
                let values: Table.Values = ["title": .text(title), "due_date": .text(day), "kind": .text("meeting"), "user_id": .integer(1)]
                _ = try await engine.store.commit(Tasks.table.insert(.first, values, now: engine.clock.now))
            }
            let told = try await engine.told(question)
            for words in has { #expect(told.contains(words), "\(told)") }
            #expect(!told.contains(hasNot), "\(told)")
        }
    }
}

extension EngineFixture {
    /// What the chat itself says to it.
    fileprivate func said(_ text: String) async throws -> String { try await chat.answer(owner, typed: text).message.text }
}
