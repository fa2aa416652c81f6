import Domain
import Testing

@testable import Journey

@Suite struct ChatAnswerTests {
    @Test(
        arguments: [
            ("What are today's tasks?", ["Call Harbour Hotel", "Prepare the demo (done)", "1 task to do", "1 task is overdue"]),
            ("what is overdue", ["Send the quote (due 26 January, 5 days overdue)"]),
            ("progress", ["12 leads", "1 meeting completed", "40 of 100 (40%), 60 to go"]),
            ("daily goal?", ["Generate 5 leads"]), ("what do we sell?", ["Booking Engine", "Channel Manager"]),
            ("show my profile", ["hotel software", "direct bookings"]),
            ("who should I call?", ["- Harbour Hotel (negotiation, no contact for 9 days)\n- Old Town Spa (lead)"]),
            ("open deals", ["Garden Inn: Channel Manager, EUR 12,500"]), ("why did we lose deals", ["City Museum", "too expensive"]),
            ("what have we won", ["Mill Bakery"]),
            ("customers", ["Mill Bakery"]), ("how many contacts do I have", ["contacts", "2 leads"]),
            ("pipeline", ["2 leads and 1 open deal", "- negotiation: 1"]),
            ("tell me about Harbour Hotel", ["stage negotiation", "Wants a pilot", "Task: Call Harbour Hotel"]),
            ("GARDEN INN?", ["Open deal", "EUR 12,500"]),
            ("anything on harbour", ["Harbour Hotel", "negotiation"]),
            ("what is in negotiation?", ["Harbour Hotel"]), ("how much is my pipeline worth", ["worth EUR 12,500"]),
            ("any news on the museum", ["Lost deal: Booking Engine", "too expensive"]),
            ("what can I sell to Mill Bakery", ["Won deal: Booking Engine", "Not bought yet: Channel Manager"]),
            ("what spa products do we sell", ["Channel Manager"]),
            ("I called Harbour Hotel", ["history", "on the page", "Wants a pilot"]), ("help", ["OPENAI_API_KEY", ".env", "today's tasks"]),
            ("why is the sky blue", ["model", "OPENAI_API_KEY", "You can ask"]),
            ("Write an email to Harbour Hotel", ["can't", "model", "OPENAI_API_KEY", "Wants a pilot"]), ("Add a task", ["page"]),
            ("hello", ["Dana", "Due today: 1"]),
        ] as [(String, [String])])
    func `an answer says what the records say`(question: String, facts: [String]) {
        for seed in 0..<12 as Range<UInt64> {
            let answer = ComposeFixture.answer(question, seed: seed)
            for fact in facts {
                let found = answer.contains(fact) || fact == "can't" && answer.contains("more than I can do")
                #expect(found, "\(fact) not in: \(answer)")
            }
        }
    }

    @Test func `what we last wrote to someone is quoted from the messages, the newest first`() {
        var context = ComposeFixture.full()
        context.messages = [
            ComposeFixture.message("What did we write to Harbour Hotel?", .userMessage, daysAgo: 0),
            ComposeFixture.message("Plan:\n- Harbour Hotel: call\n- Mill Bakery: visit", .agent(.closure), daysAgo: 2),
            ComposeFixture.message("Mailed Harbour Hotel the terms", .note, daysAgo: 4),
        ]
        let answer = ComposeFixture.answer("What did we last write to Harbour Hotel?", context)
        #expect(answer.contains("29 January (Afternoon closer)"), "\(answer)")
        #expect(answer.contains("> - Harbour Hotel: call"))
        #expect(!answer.contains("visit"))
        #expect(ComposeFixture.answer("what did we last write to Nordwind Ltd", context).contains("Nordwind Ltd"))
        #expect(ComposeFixture.answer("show the last message", context).contains("Mill Bakery: visit"))
    }

    @Test(arguments: [
        "What are today's tasks?", "overdue?", "progress", "goal", "profile", "products", "who to call", "leads", "customers", "deals", "won", "lost",
        "pipeline",
        "last message", "agents", "help", "hi", "thanks", "write a poem", "add a task", "tell me about Harbour Hotel",
        "what did we write to Harbour Hotel",
    ])
    func `with no data at all there is still an answer`(question: String) {
        let answer = ComposeFixture.answer(question, ComposeFixture.empty())
        #expect(answer.count > 10)
        #expect(!answer.contains("  ") && !answer.contains("Optional"))
    }

    @Test func `a contact named like an everyday word does not capture questions`() {
        var context = ComposeFixture.full()
        context.contacts.append(ContactFact(id: 8, name: "Target", stage: "lead", updatedAt: ComposeFixture.at(daysAgo: 1)))
        #expect(ComposeFixture.answer("what is my target", context).contains("40 of 100"))
        #expect(ComposeFixture.answer("tell me about Target", context).contains("stage lead"))
    }

    @Test(arguments: [
        ("Push the tasting box to tomorrow", "under Today"), ("Snooze the call with Harbour Hotel to Friday", "under Today"),
        ("Pause the morning reminder", "Agents page"), ("Stop the nurture agent", "Agents page"),
        ("Approve the draft to Harbour Hotel", "Drafts page"),
        ("Send the draft to Harbour Hotel", "Drafts page"), ("Raise the target for Labneh to 40", "under Today"),
        ("Actually move it back to proposal", "Deals page"), ("Harbour Hotel's email is new@example.com", "Contacts page"),
        ("Harbour Hotel's phone number is 12345", "Contacts page"), ("Harbour Hotel's stage is customer", "Contacts page"),
    ]) func `a change that is none here says that nothing was changed, and where it is done`(wish: String, place: String) {
        for seed in 0..<4 as Range<UInt64> {
            let answer = ComposeFixture.answer(wish, seed: seed)
            #expect(answer.contains("nothing was changed") && answer.contains(place), "\(answer)")
        }
    }

    @Test(arguments: ["What is Harbour Hotel's email?", "what is the phone number of Harbour Hotel", "is 12345 Harbour Hotel's number"])
    func `a question for a detail is none that is told`(question: String) {
        #expect(!ToldDetail.isIn(question))
    }

    @Test(arguments: ["add a task", "write a poem", "why is the sky blue", "hi"])
    func `what tells no facts says nothing of facts that still hold`(message: String) {
        var context = ComposeFixture.full()
        for seed in 0..<9 as Range<UInt64> {
            let answer = ComposeFixture.answer(message, context, seed: seed)
            #expect(!Novelty.remarksToPerson.contains { answer.contains($0) }, "\(answer)")
            context.messages.insert(ComposeFixture.message(answer, .agentResponse, daysAgo: 0), at: 0)
        }
    }

    @Test func `Mustache syntax in a question is only text`() {
        #expect(!ComposeFixture.answer("what did we write to {{name}}").isEmpty)
        #expect(!ComposeFixture.answer(String(repeating: "a b ", count: 1250)).isEmpty)
    }
}
