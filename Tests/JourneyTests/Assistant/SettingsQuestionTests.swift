import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

/// A business on Monday 2 March 2026 at 10:00 that is asked for its agents, for consent, and for its best customers.
@Suite struct `A question for what is set up` {
    @Test(arguments: [
        ("When does REMINDER run next?", "runs next on Tuesday 3 March at 09:00"),
        ("when does the follow-up agent run next", "runs next on Monday 2 March at 13:00"),
        ("when is the next reminder?", "runs next on Tuesday 3 March at 09:00"),
    ]) func `is answered with the agent's next time`(question: String, next: String) async throws {
        try await AssistantFixture.offline { engine in
            let text = try await engine.told(question)
            #expect(text.contains(next) && !text.contains("NURTURE"), "\(text)")
        }
    }

    @Test func `tells all agents as they are set up now, and not as they came`() async throws {
        try await AssistantFixture.offline { engine in
            _ = try await engine.store.commit([
                SQL("UPDATE agents SET schedule_rule = 'every day at 07:30' WHERE agent_type = 'REMINDER'"),
                SQL("UPDATE agents SET paused = 1 WHERE agent_type = 'CLOSURE'"),
                SQL("UPDATE agents SET time_zone = 'Asia/Tokyo' WHERE agent_type = 'UPSELL'"),
                SQL("UPDATE agents SET schedule_rule = 'never', trigger = 'deal_status = won' WHERE agent_type = 'NURTURE'"),
            ])
            let text = try await engine.told("what do the agents do?")
            #expect(text.contains("REMINDER, every day at 07:30") && text.contains("It runs next on Tuesday 3 March at 07:30."), "\(text)")
            #expect(text.contains("CLOSURE, every day at 16:00") && text.contains("It is paused"), "\(text)")
            #expect(text.contains("It runs next on Monday 9 March at 10:00 in Asia/Tokyo."), "\(text)")
            #expect(text.contains("NURTURE, when a deal is won") && text.contains("no further time"), "\(text)")
        }
    }

    @Test func `names an agent of the workspace's own by its title`() async throws {
        try await AssistantFixture.offline { engine in
            _ = try await engine.editor.create(
                in: .first, ["title": .text("Friday letter"), "schedule_rule": .text("0 15 * * fri"), "prompt": .text("Say hello.")])
            let text = try await engine.told("when does the friday letter agent run?")
            #expect(text.contains("Friday letter runs next on Friday 6 March at 15:00"), "\(text)")
        }
    }

    @Test(arguments: [
        ("Did Harbour Hotel agree to messages?", "given"), ("has Mill Bakery consented?", "withdrawn"),
        ("May we write to Harbour Hotel?", "given"), ("consent of Mill Bakery?", "withdrawn"),
    ]) func `for consent is answered from the contact's record`(question: String, consent: String) async throws {
        try await AssistantFixture.offline { engine in
            _ = try await engine.store.commit([
                SQL("UPDATE contacts SET consent = 'given' WHERE id = 1"), SQL("UPDATE contacts SET consent = 'withdrawn' WHERE id = 2"),
            ])
            let text = try await engine.told(question).lowercased()
            #expect(text.contains("consent") && text.contains(consent) && !text.contains("words of"), "\(text)")
        }
    }

    @Test func `for consent says that an address gets nothing whatever was agreed to`() async throws {
        try await AssistantFixture.offline { engine in
            _ = try await engine.store.commit(Suppressions.table.insert(.first, ["email": .text("MAIL1@example.com")], now: engine.clock.now))
            let text = try await engine.told("Has Harbour Hotel consented?")
            #expect(text.contains("No consent") || text.contains("no consent"), "\(text)")
            #expect(text.contains("to which nothing is sent"), "\(text)")
            let other = try await engine.told("Has Mill Bakery consented?")
            #expect(!other.contains("to which nothing is sent"), "\(other)")
        }
    }

    @Test func `for everybody's consent asks for one contact, and names the filter`() async throws {
        try await AssistantFixture.offline { engine in
            let text = try await engine.told("Which contacts have given consent?")
            #expect(text.contains("one at a time") || text.contains("for one contact"), "\(text)")
            #expect(text.contains("consent = given"), "\(text)")
        }
    }

    @Test(arguments: ["Who is our biggest customer?", "which customers bought the most?", "top 3 customers", "revenue by customer"])
    func `for the best customers adds up what each bought`(question: String) async throws {
        try await AssistantFixture.offline { engine in
            for (customer, amount) in [("Harbour Hotel", 20_000), ("Mill Bakery", 30_000), ("harbour hotel", 15_000)] as [(String, Int64)] {
                let deal: Table.Values = [
                    "user_id": .integer(1), "customer": .text(customer), "status": .text("won"), "amount_minor": .integer(amount),
                    "currency": .text("EUR"),
                ]
                _ = try await engine.store.commit(Deals.table.insert(.first, deal, now: engine.clock.now))
            }
            let text = try await engine.told(question)
            #expect(text.contains("- Harbour Hotel: 2 deals, EUR 350\n- Mill Bakery: 1 deal, EUR 300"), "\(text)")
        }
    }

    @Test(arguments: ["how many calls today", "How many calls do I have today?"])
    func `for the calls of a day counts tasks, and does not tell whom to call`(question: String) async throws {
        try await AssistantFixture.offline { engine in
            _ = try await engine.store.commit(SQL("UPDATE tasks SET kind = 'call'"))
            let text = try await engine.told(question)
            #expect(text.contains("1 call") && text.contains("Call Mill Bakery") && !text.contains("Harbour Hotel"), "\(text)")
        }
    }

    @Test func `for what is overdue and what is due today is answered with both`() async throws {
        try await AssistantFixture.offline { engine in
            let text = try await engine.told("How many tasks are overdue and how many today?")
            #expect(text.contains("1 task to do") && text.contains("1 task is overdue"), "\(text)")
        }
    }

    @Test(arguments: ["Which agents are set up?", "What agents are coming up?"]) func `tells of all agents where it names none`(question: String)
        async throws
    {
        try await AssistantFixture.offline { engine in
            let text = try await engine.told(question)
            #expect(text.contains("REMINDER") && text.contains("NURTURE"), "\(text)")
        }
    }

    @Test(arguments: [
        "What is our biggest upsell opportunity?", "What did Mill Bakery agree to in the last mail?",
        "Did Mill Bakery agree to the offer we sent by mail?",
        "Is Mill Bakery our best customer's friend?", "What's the best time to call a customer?", "Which customers are best to call today?",
    ]) func `is not seen where something else is asked for`(question: String) {
        let message = MessageWords(question)
        #expect(ContactQuestion(message)?.details.contains(.consent) != true)
        #expect(question.contains("our best customer") || SoldQuestion.grouping(message) == nil)
    }

    @Test func `for the biggest deals is no question for agents, though it says upsell`() async throws {
        try await AssistantFixture.offline { engine in
            let text = try await engine.told("What is our biggest upsell opportunity?")
            #expect(!text.contains("runs next") && text.contains("deal"), "\(text)")
        }
    }

    @Test func `for the best customers goes by money, though one deal has no amount`() async throws {
        try await AssistantFixture.offline { engine in
            func won(_ customer: String, _ amount: Int64?) -> [SQL] {
                let deal: Table.Values = [
                    "user_id": .integer(1), "customer": .text(customer), "status": .text("won"), "amount_minor": .optional(amount),
                    "currency": .optional(amount == nil ? nil : "EUR"),
                ]
                return Deals.table.insert(.first, deal, now: engine.clock.now)
            }
            _ = try await engine.store.commit(
                won("Mill Bakery", 100) + won("Mill Bakery", 100) + won("Night Owl", nil) + won("Harbour Hotel", 9_000_000))
            let text = try await engine.told("Who is our biggest customer?")
            #expect(text.contains("- Harbour Hotel: 1 deal, EUR 90,000\n- Mill Bakery: 2 deals, EUR 2\n- Night Owl: 1 deal"), "\(text)")
        }
    }

    @Test func `for the best customers finds the greatest sum among very many`() async throws {
        try await AssistantFixture.offline { engine in
            _ = try await engine.store.commit(
                SQL(
                    """
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
                    INSERT INTO deals (workspace_id, user_id, customer, product, status, amount_minor, currency, created_at, updated_at, version)
                    SELECT 1, 1, 'Customer ' || (1000 + i), '', 'won', i * 100, 'EUR', 1, 1, 1 FROM n
                    """))
            let text = try await engine.told("Who is our biggest customer?")
            #expect(text.contains(":\n- Customer 1300: 1 deal, EUR 300\n") || text.contains(".\n- Customer 1300: 1 deal, EUR 300\n"), "\(text)")
        }
    }
}
