import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `The chat` {
    @Test func `keeps the question and the answer`() async throws {
        try await EngineFixture.with(writer: ScriptedWriter(.text("Harbour Hotel."))) { engine in
            let answer = try await engine.chat.answer(owner, typed: "Who to call?")
            #expect(answer.message.text == "Harbour Hotel.")
            #expect(try await engine.history() == ["USER_MESSAGE|Who to call?|answered", "AGENT_RESPONSE|Harbour Hotel.|sent"])
            #expect(answer.question == 1 && answer.id == 2 && answer.createdAt == engine.clock.now)
            #expect(engine.writer.assignments.map(\.purpose) == [.chat(message: "Who to call?")])
        }
    }

    @Test func `answers a person who has no conversation, whose history it still is`() async throws {
        try await EngineFixture.with(writer: ScriptedWriter(.text("Harbour Hotel."))) { engine in
            try await engine.store.commit(SQL("DELETE FROM conversations"))
            _ = try await engine.chat.answer(owner, typed: "Who to call?")
            #expect(try await engine.history() == ["USER_MESSAGE|Who to call?|answered", "AGENT_RESPONSE|Harbour Hotel.|sent"])
        }
    }

    @Test func `lets the writer see what was said before, not the question twice`() async throws {
        try await EngineFixture.with(writer: ScriptedWriter(.text("First."), .text("Second."))) { engine in
            _ = try await engine.chat.answer(owner, typed: "One?")
            _ = try await engine.chat.answer(owner, typed: "Two?")
            #expect(engine.writer.assignments.last?.context.messages.map(\.body) == ["First.", "One?"])
        }
    }

    @Test(arguments: [
        LLMError.unavailable(reason: "busy", retryAfter: nil), .timedOut(after: .seconds(60)), .misconfigured(reason: "key"),
        .unusable(reason: "empty"),
        .cancelled,
    ]) func `keeps a question that got no answer, and answers the same row when it is sent again`(error: LLMError) async throws {
        try await EngineFixture.with(writer: ScriptedWriter(.failure(error), .failure(error), .text("Hello."))) { engine in
            for _ in 0..<2 {
                await #expect(throws: error) { try await engine.chat.answer(owner, typed: "Who?") }
                #expect(try await engine.history() == ["USER_MESSAGE|Who?|unanswered"])
            }
            let answer = try await engine.chat.answer(owner, typed: "Who?")
            #expect(answer.question == 1)
            #expect(try await engine.history() == ["USER_MESSAGE|Who?|answered", "AGENT_RESPONSE|Hello.|sent"])
            #expect(engine.writer.assignments.last?.context.messages == [])
        }
    }

    @Test func `takes an answered question asked again as a new one`() async throws {
        try await EngineFixture.with { engine in
            let first = try await engine.chat.answer(owner, typed: "Who?")
            let second = try await engine.chat.answer(owner, typed: "Who?")
            #expect(first.question != second.question)
            #expect(try await engine.history().count == 4)
        }
    }

    @Test func `keeps the same text of another person or conversation apart`() async throws {
        let busy = LLMError.unavailable(reason: "busy", retryAfter: nil)
        try await EngineFixture.with(users: 2, writer: ScriptedWriter(.failure(busy))) { engine in
            let made = try await engine.store.commit(Conversations.table.insert(.first, ["title": .text("Prices")], now: engine.clock.now))
            let conversation = try #require(made.last?.first).integer(0)
            for _ in 0..<2 {
                await #expect(throws: busy) { try await engine.chat.answer(owner, typed: "Who?") }
                await #expect(throws: busy) { try await engine.chat.answer(owner, typed: "Who?", in: conversation) }
                await #expect(throws: busy) { try await engine.chat.answer(Person(workspace: .first, user: 2), typed: "Who?") }
            }
            let rows = try await engine.store.read(SQL("SELECT user_id, conversation_id FROM communications ORDER BY id"))
            #expect(rows.map { $0.integer(0) } == [1, 1, 2])
            #expect(rows[1].integer(1) == conversation)
            #expect(Set(rows.map { $0.integer(1) }).count == 3)
        }
    }

    @Test func `with a stranger keeps nothing`() async throws {
        try await EngineFixture.with { engine in
            await #expect(throws: RowNotFound(noun: "user", id: 99)) {
                try await engine.chat.answer(Person(workspace: .first, user: 99), typed: "Who?")
            }
            let history = try await engine.history()
            #expect(history == [])
            #expect(engine.writer.assignments.isEmpty)
        }
    }

    @Test func `stores the answer together with its effects or not at all`() async throws {
        try await EngineFixture.with { engine in
            let refusing = SQL("SELECT 1").expecting(rows: 0...0, orThrow: Refused())
            await #expect(throws: Refused()) { try await engine.chat.answer(owner, typed: "Who?", effects: [refusing]) }
            let history = try await engine.history()
            #expect(history == ["USER_MESSAGE|Who?|unanswered"])
        }
    }

    @Test func `keeps every question and its answer while many are asked at once`() async throws {
        let echo = ScriptedWriter { assignment in
            guard case .chat(let message) = assignment.purpose else { return .text("?") }
            return .text("about \(message)")
        }
        try await EngineFixture.with(users: 5, writer: echo) { engine in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in Int64(0)..<60 {
                    group.addTask {
                        let answer = try await engine.chat.answer(Person(workspace: .first, user: number % 5 + 1), typed: "\(number)")
                        #expect(answer.message.text == "about \(number)")
                    }
                }
                try await group.waitForAll()
            }
            let history = try await engine.history()
            #expect(history.count == 120)
            for number in 0..<60 {
                #expect(history.contains("USER_MESSAGE|\(number)|answered") && history.contains("AGENT_RESPONSE|about \(number)|sent"))
            }
        }
    }
}
