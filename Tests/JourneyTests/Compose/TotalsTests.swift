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
