import Domain
import Testing

@testable import Journey

@Suite struct `With more contacts than a message looks at` {
    @Test func `chat states how many there are, not how many it holds`() async throws {
        for seed in UInt64(0)..<20 {
            let leads = try await answer("how many leads do I have", seed: seed)
            #expect(leads.contains("42 leads") && leads.contains("more") && !leads.contains("3 leads"), "\(leads)")
            let pipeline = try await answer("how is my pipeline", seed: seed)
            #expect(pipeline.contains("42 leads and 9 open deals"), "\(pipeline)")
        }
    }

    @Test func `the nurture agent names the count of all leads`() async throws {
        for seed in UInt64(0)..<20 {
            let message = try await OfflineComposer().write(Assignment(purpose: .agent(.nurture), context: context, seed: seed)).text
            #expect(!message.contains("3 leads"), "\(message)")
        }
    }

    @Test func `what was last written is looked for beyond the last chat messages`() async throws {
        for seed in UInt64(0)..<20 {
            #expect(try await answer("what did we last write to Lead 2", seed: seed).contains("Ask Lead 2 for a date"))
        }
    }

    @Test func `a name found nowhere is not said never to have been written to`() async throws {
        for seed in UInt64(0)..<20 {
            #expect(try await answer("what did we last write to Nordwind", seed: seed).contains("among the last 1 message"))
        }
    }

    @Test func `a contact that is not held is looked for on the Contacts page`() async throws {
        for seed in UInt64(0)..<20 {
            let text = try await answer("tell me about Nordwind", seed: seed)
            #expect(text.contains("3 contacts") && text.contains("search on the Contacts page"), "\(text)")
        }
    }

    @Test func `nothing is said not to exist that only is not held`() async throws {
        var context = context
        context.deals = [DealFact(id: 1, customer: "Lead 1", status: "lost", reasonFailed: "price")]
        context.totals = Totals(leads: 42, openDeals: 9, wonDeals: 4, tasksToday: 250, tasksOverdue: 300)
        context.tasksToday = [TaskFact(id: 1, title: "Call Lead 1"), TaskFact(id: 2, title: "Visit Lead 2", status: "done")]
        context.tasksOverdue = [TaskFact(id: 3, title: "Send the quote", dueDate: context.today.adding(days: -2))]
        let expected = [
            ("open deals", "9 open deals"), ("what have we won", "won 4 deals"), ("lost deals", "t least 1"), ("customers", "no customer among"),
            ("contacted leads", "t least 3 contacts"), ("what is due today", "1 done among the first 2 of 250 tasks"),
            ("overdue", "300 tasks"), ("hello", "Due today: at least 1. Overdue: 300."),
        ]
        for seed in UInt64(0)..<20 {
            for (question, fact) in expected {
                let text = ComposeFixture.answer(question, context, seed: seed)
                #expect(text.contains(fact), "\(fact) not in: \(text)")
            }
            let reminder = ComposeFixture.text(.reminder, context, seed: seed)
            #expect(reminder.contains("300") && reminder.contains("- and 299 more") && reminder.contains("t least 1 task"), "\(reminder)")
            let upsell = ComposeFixture.text(.upsell, context, seed: seed)
            #expect(!upsell.contains("recorded yet") && !upsell.contains("no customer"), "\(upsell)")
        }
    }

    @Test func `a model is told how much of the records it sees`() throws {
        var context = context
        context.totals?.tasksOverdue = 7
        let request = PromptBuilder().request(for: Assignment(purpose: .agent(.nurture), context: context, seed: 1))
        let system = try #require(request.messages.first?.content)
        for fact in ["contacts (3 of 42 leads", "deals (1 of 9 open", "overdue tasks: not shown here"] { #expect(system.contains(fact), "\(system)") }
    }

    @Test func `a user's turn that was never answered is no turn for the model`() {
        var context = context
        context.messages = [
            ComposeFixture.message("Now", .userMessage), ComposeFixture.message("Unanswered", .userMessage),
            ComposeFixture.message("Answer", .agentResponse), ComposeFixture.message("Question", .userMessage),
            ComposeFixture.message("Lost", .userMessage),
        ]
        let messages = PromptBuilder().request(for: Assignment(purpose: .chat(message: "Now"), context: context, seed: 1)).messages
        #expect(messages.dropFirst().map(\.content) == ["Question", "Answer", "Now"])
    }

    private func answer(_ question: String, seed: UInt64) async throws -> String {
        try await OfflineComposer().write(Assignment(purpose: .chat(message: question), context: context, seed: seed)).text
    }

    private var context: PersonContext {
        let day = Timestamp(seconds: 1_769_760_000)
        var context = PersonContext(
            person: Person(workspace: .first, user: 1), today: LocalDate(year: 2026, month: 1, day: 30),
            profile: BusinessProfile(businessType: "cheese"),
            contacts: (1...3).map { ContactFact(id: $0, name: "Lead \($0)", stage: "contacted", updatedAt: day) },
            deals: [DealFact(id: 1, customer: "Lead 1")], messages: [MessageFact(id: 9, kind: .userMessage, body: "hello", createdAt: day)])
        context.written = [MessageFact(id: 1, kind: .agent(.closure), body: "- Ask Lead 2 for a date", createdAt: day)]
        context.totals = Totals(leads: 42, openDeals: 9)
        return context
    }
}
