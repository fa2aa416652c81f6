import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `A plain command` {
    @Test(
        arguments: [
            ("Remind me to call the bakery on Friday.", PlainCommand.task("call the bakery on Friday")),
            ("please add a task: buy milk", .task("buy milk")),
            ("Could you create a new task to buy milk?", .task("buy milk")), ("done with the quote", .done("quote")),
            ("I'm done with the task Call them", .done("Call them")), ("Mark call the mill as done!", .done("call the mill")),
            ("Move Mill Bakery to won", .deal(customer: "Mill Bakery", status: "won", reason: nil)),
            ("mark the deal with Mill Bakery as lost because of the price", .deal(customer: "Mill Bakery", status: "lost", reason: "the price")),
            ("We lost the deal with Mill Bakery, because too dear", .deal(customer: "Mill Bakery", status: "lost", reason: "too dear")),
            ("I called Mill Bakery, they want a demo", .note("I called Mill Bakery, they want a demo")),
            ("call noted: Mill Bakery wants a demo", .note("Mill Bakery wants a demo")),
            ("follow up with Mill Bakery on Friday", .followUp("Mill Bakery on Friday")),
            ("Run the morning reminder agent now", .agent("morning reminder")),
            ("Hi! Can you please remind me to call the bakery tomorrow? ", .task("call the bakery tomorrow")),
            ("remind me to call the bakery tomorrow, thanks!", .task("call the bakery tomorrow")), ("todo: buy milk", .task("buy milk")),
            ("set a reminder to buy milk", .task("buy milk")), ("set the reminder to 9:00", nil), ("remind me not to call Anna", nil),
            ("I need to call the mill tomorrow", .errand("call the mill tomorrow")), ("I need to know what is due tomorrow", nil),
            ("schedule a meeting with the mill on Tuesday at 10", .errand("meeting with the mill on Tuesday at 10")),
            ("I finished the quote", .report(.done("quote"))), ("The quote is done", .report(.done("quote"))),
            ("done: the quote", .report(.done("quote"))),
            ("we won the Mill Bakery deal", .report(.deal(customer: "Mill Bakery", status: "won", reason: nil))),
            ("note: Mill Bakery is on holiday", .note("Mill Bakery is on holiday")),
            ("Add a note to Mill Bakery: prefers mail", .note("Mill Bakery: prefers mail")),
            ("Had a great meeting with Mill Bakery today", .note("Had a great meeting with Mill Bakery today")),
            ("so did we win the deal with Mill Bakery?", nil), ("what is done", nil),
            ("Don't forget to call Anna on Friday", .task("call Anna on Friday")), ("dont let me forget the quote", .task("the quote")),
            ("please do not forget: buy milk", .task("buy milk")), ("I mustn’t forget to call the mill", .task("call the mill")),
            ("don't forget that they moved", nil), ("don't forget me", nil), ("don't call Anna", nil), ("did I forget to call Anna?", nil),
            ("remind me what is due", nil), ("who do I follow up with?", nil), ("did we win the deal with Mill Bakery?", nil),
            ("What is overdue?", nil),
            ("we met the target?", nil), ("move Harbour Hotel to customer", nil), ("done", nil), ("hello", nil), ("", nil),
            ("Call Mill Bakery tomorrow at 3pm", .errand("Call Mill Bakery tomorrow at 3pm")), ("send a message to them today", nil),
            ("send emails to all customers today", nil), ("send me a summary of today", nil),
        ] as [(String, PlainCommand?)])
    func `is told from what is none`(message: String, command: PlainCommand?) {
        #expect(PlainCommand(message) == command)
    }

    @Test(arguments: [
        ("Remind me to call the bakery on Friday", "Create the task “Call the bakery”, due Friday 6 March 2026."),
        ("remind me on Friday to send the invoices", "Create the task “Send the invoices”, due Friday 6 March 2026."),
        ("call Mill Bakery tomorrow at 3pm", "Create the task “Call Mill Bakery at 3pm” about “Mill Bakery” (contact 2), due Tuesday 3 March 2026."),
        (
            "don't forget to call Mill Bakery on Friday",
            "Create the task “Call Mill Bakery” about “Mill Bakery” (contact 2), due Friday 6 March 2026."
        ),
        ("add a task to sleep", "Create the task “Sleep”, without a day."),
        ("done with mill", "Mark the task “Call Mill Bakery”, due Monday 2 March 2026 as done."),
        ("mark the task “Call Mill Bakery” as done", "Mark the task “Call Mill Bakery”, due Monday 2 March 2026 as done."),
        ("done with \"call mill bakery\"", "Mark the task “Call Mill Bakery”, due Monday 2 March 2026 as done."),
        ("move harbour hotel to won", "The deal with “Harbour Hotel” over “Engine 1”: move it from open to won."),
        (
            "we lost the deal with mill, because too dear",
            "The deal with “Mill Bakery” over “Engine 2”: move it from open to lost, because “too dear”."
        ),
        ("I called Mill Bakery, they want a demo", "Note with “Mill Bakery” (contact 2): “I called Mill Bakery, they want a demo”."),
        ("follow up with Harbour in 3 days", "Follow up with “Harbour Hotel” (contact 1) by call, due Thursday 5 March 2026."),
        ("I called Mill Bakery. They want a demo.", "Note with “Mill Bakery” (contact 2): “I called Mill Bakery. They want a demo”."),
        ("add a task: prepare the quote for Monday", "Create the task “Prepare the quote”, due Monday 9 March 2026."),
        ("create task: call them, due tomorrow", "Create the task “Call them”, due Tuesday 3 March 2026."),
        ("add a task \"Order jars\" for Friday", "Create the task “Order jars”, due Friday 6 March 2026."),
        ("add a reminder for tomorrow to call them", "Create the task “Call them”, due Tuesday 3 March 2026."),
        ("we won the Mill Bakery deal", "The deal with “Mill Bakery” over “Engine 2”: move it from open to won."),
        ("follow up with Mill Bakery in 3 weeks by email", "Follow up with “Mill Bakery” (contact 2) by email, due Monday 23 March 2026."),
        ("run upsell", "Have the agent “Customer growth” (UPSELL) write to you now."),
    ])
    func `is proposed by the same tools as a model has`(message: String, sentence: String) async throws {
        try await AssistantFixture.offline { engine in
            let before = try await engine.records()
            let answer = try await engine.chat.answer(owner, typed: message)
            #expect(answer.message.text.hasSuffix("- \(sentence)"), "\(answer.message.text)")
            #expect(answer.message.writer == .offline && answer.proposals.count == 1)
            #expect(try await engine.records() == before)
            #expect(try await engine.chat.answer(owner, typed: "confirm").message.text == "Done: \(sentence)")
            #expect(try await engine.records() != before)
        }
    }

    @Test(arguments: [
        (
            "done with call",
            """
            Which pending task do you mean? Say more of its words.
            - Call Harbour Hotel, due Sunday 1 March 2026
            - Call Mill Bakery, due Monday 2 March 2026
            """
        ),
        ("done with arbour", "I find no pending task with the words “arbour”."), ("move a to won", "I find no open deal with the words “a”."),
        ("done with it", "I find no pending task with the words “it”."),
        ("done with night", "I find no pending task with the words “night”."),
        ("move Night Owl to won", "I find no open deal with the words “Night Owl”."),
        ("follow up with Mill Bakery", "Say the day as well, such as: follow up with Mill Bakery on Friday."),
        ("follow up with Night Owl on Friday", "I find no contact called “Night Owl”."),
        ("follow up with Mill Bakery on 2026-03-01", "I can't do that: date must not be over: today is 2026-03-02."),
    ])
    func `that is not clear proposes nothing and asks`(message: String, question: String) async throws {
        try await AssistantFixture.offline { engine in
            let answer = try await engine.chat.answer(owner, typed: message)
            #expect(answer.message.text == question && answer.proposals.isEmpty)
        }
    }

    @Test(arguments: [
        "I met nobody", "I won the lottery", "The weather is done", "I called Mill Street", "I called Millie", "run a marathon", "Who should I call?",
        "review my tasks for today", "send on Friday", "call list for tomorrow", "buy bread",
    ]) func `is none where it names nothing on record`(message: String)
        async throws
    {
        try await AssistantFixture.offline { engine in
            let answer = try await engine.chat.answer(owner, typed: message)
            #expect(answer.proposals.isEmpty)
            #expect(engine.writer.assignments.map(\.purpose) == [.chat(message: message)])
        }
    }

    @Test(arguments: [
        ("I met Anna Berg's boss today", "Anna Berg"), ("I called Anna Bergg", "Anna Berg"), ("I called Novak", "Anna Novak"),
        ("I met Anna Berg of Berg Feinkost", "Anna Berg"), ("I called Tom", "Tom O'Brien"), ("I called Anna", nil), ("I called anna", nil),
        ("I called Anna Schmidt", nil), ("I called Maria Callas", nil), ("I called Harbour Hotel about Anna Berg", nil),
        ("I called Harbour Freight", nil), ("I visited a mill", nil), ("I called Maria Berg", nil), ("I met Peter Lopez", nil),
        ("I visited Northside Bakery", nil), ("I met Maria. She wants more oil.", "Maria Lopez"), ("I called Maria, CEO", "Maria Lopez"),
        ("I CALLED MARIA AND SHE AGREED", "Maria Lopez"), ("I called Maria On Monday", "Maria Lopez"), ("I called Maria, Tom will come too", nil),
        ("Called Anna Berg. Send her the offer.", "Anna Berg"), ("I called May", "May"), ("I met Will, may I say", nil),
        ("I called Old Town", "Old Town Spa"), ("I called old town", "Old Town Spa"),
        ("I called Old Mill", nil), ("I called Old Town Hall", nil), ("I called Old Town and Maria Lopez", nil),
    ]) func `is about whom it names, and about nobody where that may be another`(message: String, name: String?) async throws {
        try await AssistantFixture.offline { engine in
            for (index, (name, company)) in [
                ("Anna Berg", "Berg Feinkost"), ("Anna Novak", ""), ("Maria Lopez", ""), ("Tom O'Brien", ""), ("May", ""), ("Old Town Spa", ""),
                ("Tim Town", "Town Hotel"),
            ]
            .enumerated() {
                let values: Table.Values = [
                    "user_id": .integer(1), "name": .text(name), "company": .text(company), "email": .text("\(index)@example.com"),
                ]
                _ = try await engine.store.commit(Contacts.table.insert(.first, values, now: engine.clock.now))
            }
            _ = try await engine.chat.answer(owner, typed: message)
            let proposed = try await engine.proposed()
            #expect(proposed.count == (name == nil ? 0 : 1) && proposed.first?.contains("Note with “\(name ?? "")”") ?? true, "\(proposed)")
        }
    }

    @Test(arguments: [
        ("remind me to call Anna tomorrow", nil), ("remind me to call Anna Berg tomorrow", "Anna Berg"), ("remind me to call maria", "Maria Lopez"),
        ("remind me to thank Maria's assistant", "Maria Lopez"), ("add a task: send the quote to Maria", "Maria Lopez"),
        ("remind me to buy mill parts", nil), ("remind me to call the bakery", nil), ("remind me to call Maria Callas", nil),
        ("remind me to call her", nil), ("remind me to call Night Owl", nil), ("remind me to visit Berg Feinkost", "Anna Berg"),
        ("remind me to call Anna Berg and Maria Lopez", nil), ("remind me to buy oil", nil),
        ("remind me to ask Maria about Harbour Hotel", nil), ("remind me to ask Anna about Maria Lopez", nil),
        ("remind me to ask anna about Maria Lopez", nil), ("remind me to order Lopez tiles", nil), ("remind me to call Lopez", "Maria Lopez"),
        ("remind me to ask Zoe about Maria Lopez", "Maria Lopez"), ("remind me to call old mill tomorrow", "Old Mill Restaurant"),
        ("remind me to call Old Mill tomorrow", "Old Mill Restaurant"), ("remind me to visit Old Mill Street", nil),
    ]) func `for a task is linked to the one contact whom it names, and to nobody where that is in doubt`(message: String, name: String?) async throws
    {
        try await AssistantFixture.offline { engine in
            for (index, (name, company)) in [
                ("Anna Berg", "Berg Feinkost"), ("Anna Novak", ""), ("Maria Lopez", ""), ("Old Mill Restaurant", ""),
            ].enumerated() {
                let values: Table.Values = [
                    "user_id": .integer(1), "name": .text(name), "company": .text(company), "email": .text("\(index)@example.com"),
                ]
                _ = try await engine.store.commit(Contacts.table.insert(.first, values, now: engine.clock.now))
            }
            let text = try await engine.chat.answer(owner, typed: message).message.text
            #expect(text.contains(" about “\(name ?? "")") == (name != nil), "\(text)")
            _ = try await engine.chat.answer(owner, typed: "confirm")
            let linked = "SELECT COALESCE(c.name, '-') FROM tasks t LEFT JOIN contacts c ON c.id = t.contact_id ORDER BY t.id DESC LIMIT 1"
            #expect(try await engine.text(linked) == name ?? "-")
        }
    }

    @Test func `may be one of several sentences, each of which is proposed`() async throws {
        try await AssistantFixture.offline { engine async throws in
            let message = "We lost the deal with Mill Bakery because they moved. And also remind me to call Harbour Hotel on Friday."
            #expect(try await engine.chat.answer(owner, typed: message).proposals.count == 2)
            #expect(
                try await engine.proposed() == [
                    "move_deal proposed The deal with “Mill Bakery” over “Engine 2”: move it from open to lost, because “they moved”.",
                    "create_task proposed Create the task “Call Harbour Hotel” about “Harbour Hotel” (contact 1), due Friday 6 March 2026.",
                ])
        }
    }

    @Test func `picks the task whose whole title was said`() async throws {
        try await AssistantFixture.offline { engine async throws in
            for title in ["Pay the rent", "Pay the rental car"] {
                _ = try await engine.store.commit(Tasks.table.insert(.first, ["title": .text(title)], now: engine.clock.now))
            }
            _ = try await engine.chat.answer(owner, typed: "done with pay the rent")
            #expect(try await engine.proposed() == ["complete_task proposed Mark the task “Pay the rent” as done."])
        }
    }

    @Test(arguments: ["tasks for Mill Bakery", "when do I call Mill Bakery?", "what's overdue for Mill?"])
    func `is no question for somebody's tasks: theirs are told, whenever they are due`(question: String) async throws {
        try await AssistantFixture.offline { engine in
            for (title, day) in [("Send Mill Bakery the samples", "2026-03-20"), ("Visit the fair", "2026-03-02")] {
                _ = try await engine.store.commit(
                    Tasks.table.insert(.first, ["title": .text(title), "due_date": .text(day)], now: engine.clock.now))
            }
            _ = try await engine.chat.answer(owner, typed: question)
            let text = OfflineComposer().text(for: try #require(engine.writer.assignments.last))
            #expect(text.contains("Task: Send Mill Bakery the samples (Friday 20 March)") && text.contains("Task: Call Mill Bakery"), "\(text)")
            #expect(!text.contains("fair") && !text.contains("Harbour"), "\(text)")
        }
    }

    @Test(arguments: [
        ("what is due tomorrow?", "tomorrow, Tuesday 3 March"), ("tasks for next week", "from Monday 9 March to Sunday 15 March"),
    ]) func `is no question for another day: its own tasks are told`(question: String, days: String) async throws {
        try await AssistantFixture.offline { engine in
            for (title, day) in [("Send the samples", "2026-03-03"), ("Visit the fair", "2026-03-11")] {
                _ = try await engine.store.commit(
                    Tasks.table.insert(.first, ["title": .text(title), "due_date": .text(day)], now: engine.clock.now))
            }
            _ = try await engine.chat.answer(owner, typed: question)
            let text = OfflineComposer().text(for: try #require(engine.writer.assignments.last))
            #expect(text.contains(days) && text.contains("Send the samples") == days.hasPrefix("tomorrow"), "\(text)")
            #expect(text.contains("Visit the fair") != days.hasPrefix("tomorrow") && !text.contains("Call Mill Bakery"), "\(text)")
        }
    }
}
