import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

/// Many contacts and deals whose names begin with the same word: more than a message is given, and than are looked at by their beginning.
@Suite struct `Among many names that begin alike` {
    @Test(arguments: [
        ("phone of Hotel 777", "+1 777"), ("what is hotel 777's phone number?", "+1 777"), ("phone of hotel rose", "+2 0"),
        ("phone of Hotel Rose", "+2 0"), ("phone number of Anna Weber", "+3 0"), ("phone of tom mcdonald", "+7 0"),
        ("tell me about Hotel 77", "Hotel 77:"),
    ]) func `the contact that is named in full is told`(question: String, answer: String) async throws {
        try await Self.with { engine in
            let text = try await engine.told(question)
            #expect(text.contains(answer), "\(text)")
            #expect(!text.contains("Am Rose") && !text.contains("Hotel 777,"), "\(text)")
        }
    }

    @Test func `notes and tasks are about the contact that is named in full`() async throws {
        try await Self.with { engine in
            for (message, contact) in [
                ("I called Hotel Rose and they want 3 rooms", "“Hotel Rose”"), ("follow up with Hotel 1203 on Friday", "“Hotel 1203”"),
            ] {
                let text = try await engine.chat.answer(owner, typed: message).message.text
                #expect(text.contains(contact), "\(text)")
            }
        }
    }

    @Test(arguments: ["phone number of Zelda at the hotel", "what's Zelda's phone number, the one of the hotel?"])
    func `somebody named by another word is told, though very many names begin with a word of the question`(question: String) async throws {
        try await Self.with { engine in
            let values: Table.Values = ["name": .text("Zelda Stone"), "phone": .text("+9 0")]
            _ = try await engine.store.commit(Contacts.table.insert(.first, values, now: engine.clock.now))
            let text = try await engine.told(question)
            #expect(text.contains("+9 0") && !text.contains("Hotel"), "\(text)")
        }
    }

    @Test(arguments: [
        ("tell me about Anna", true), ("tell me about Hotel", true), ("tell me about Anna Weber", false), ("what is due today?", false),
    ])
    func `a model is told where more are called so than it is shown`(question: String, isTold: Bool) async throws {
        try await Self.with { engine in
            _ = try await engine.chat.answer(owner, typed: question)
            let assignment = try #require(engine.writer.assignments.last)
            let system = PromptBuilder().request(for: assignment).messages.first?.content ?? ""
            #expect(system.contains("more contacts than are listed here bear a name") == isTold)
        }
    }

    @Test func `a part that many have names nobody, and the name in full is asked for`() async throws {
        try await Self.with { engine in
            // One that every context holds has Rose in its name, and another that none does.
            for question in ["phone of Hotel", "phone of Rose"] {
                let text = try await engine.told(question)
                #expect(text.contains("Say the name in full.") && !text.contains("+5 0"), "\(text)")
            }
            let answer = try await engine.chat.answer(owner, typed: "follow up with hotel ros on Friday")
            #expect(answer.proposals.isEmpty && answer.message.text.contains("in full"), "\(answer.message.text)")
        }
    }

    @Test func `a deal is the one whose customer is named in full, and not one of the latest`() async throws {
        try await AssistantFixture.offline { engine in
            try await engine.store.commit(
                SQL(
                    """
                    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 800)
                    INSERT INTO deals (workspace_id, user_id, customer, product, status, created_at, updated_at, version)
                    SELECT 1, 1, 'Store ' || n, 'Oil 7', 'open', $1 + n, $1 + n, 1 FROM numbers
                    """, [.time(engine.clock.now)]))
            let answer = try await engine.chat.answer(owner, typed: "move Store 7 to won")
            #expect(answer.proposals.count == 1 && answer.message.text.contains("“Store 7”"), "\(answer.message.text)")
            let unclear = try await engine.chat.answer(owner, typed: "move store to won")
            #expect(unclear.proposals.isEmpty && unclear.message.text.hasPrefix("Which open deal do you mean?"), "\(unclear.message.text)")
        }
    }

    /// 1,300 hotels by number, one that is held by every context and has a part of another's name, and those who are asked for.
    private static func with(_ body: (EngineFixture) async throws -> Void) async throws {
        try await AssistantFixture.offline { engine in
            let touched = engine.clock.now.adding(.seconds(-86_400 * 30))
            func insert(_ name: String, _ phone: String, from rows: String, at time: Timestamp) -> SQL {
                SQL(
                    """
                    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(rows))
                    INSERT INTO contacts (workspace_id, user_id, name, phone, stage, created_at, updated_at, version)
                    SELECT 1, 1, \(name), \(phone), 'contacted', $1, $1, 1 FROM numbers
                    """, [.time(time)])
            }
            try await engine.store.commit(insert("'Hotel ' || n", "'+1 ' || n", from: "1300", at: touched))
            // No context holds these: they are neither among the latest nor among those who have waited for longest.
            try await engine.store.commit(insert("'Hotel Rose'", "'+2 0'", from: "1", at: touched))
            try await engine.store.commit(insert("'Anna Weber'", "'+3 0'", from: "1", at: touched))
            try await engine.store.commit(insert("'Anna ' || n", "'+4 ' || n", from: "300", at: touched))
            try await engine.store.commit(insert("'Anna'", "'+6 ' || n", from: "150", at: touched))
            // Whose capitals are not the usual ones, beside one who is called by the first name alone.
            try await engine.store.commit(insert("'Tom McDonald'", "'+7 0'", from: "1", at: touched))
            try await engine.store.commit(insert("'Tom'", "'+8 0'", from: "1", at: touched))
            try await engine.store.commit(insert("'Hotel Am Rose'", "'+5 0'", from: "1", at: engine.clock.now))
            try await body(engine)
        }
    }
}
