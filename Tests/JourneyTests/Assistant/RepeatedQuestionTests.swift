import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `A message whose answer could not be kept, sent again` {
    @Test(arguments: [
        ("remind me to call the bakery on Friday", "Create the task “Call the bakery”, due Friday 6 March 2026."),
        ("done with mill", "Mark the task “Call Mill Bakery”, due Monday 2 March 2026 as done."),
    ])
    func `tells as done what was made the first time`(message: String, sentence: String) async throws {
        try await AssistantFixture.offline { engine in
            try await engine.allow("create_task", "complete_task")
            await #expect(throws: StoreError.self) { try await engine.chatLosingAnswer().answer(owner, typed: message) }
            let records = try await engine.records()
            let answer = try await engine.chat.answer(owner, typed: message)
            #expect(answer.message.text == "Done, as you allow it in this conversation:\n- \(sentence)")
            #expect(try await engine.records() == records)
            #expect(try await engine.proposed().count == 1)
        }
    }

    @Test(arguments: [("confirm", "Done: "), ("yes", "Done: "), ("decline", "Not done, as you declined: ")])
    func `tells what it has decided the first time`(decision: String, opening: String) async throws {
        try await AssistantFixture.offline { engine in
            _ = try await engine.chat.answer(owner, typed: "remind me to call the bakery on Friday")
            await #expect(throws: StoreError.self) { try await engine.chatLosingAnswer().answer(owner, typed: decision) }
            let records = try await engine.records()
            let answer = try await engine.chat.answer(owner, typed: decision)
            #expect(answer.message.text == "\(opening)Create the task “Call the bakery”, due Friday 6 March 2026.")
            #expect(try await engine.records() == records)
        }
    }

    @Test func `of a model that asks for nothing any more tells as done what was made the first time`() async throws {
        let model = ScriptedModel(
            .call("create_task", ["title": .string("Once")]), .failure(.unavailable(reason: "busy", retryAfter: nil)), .says("Created."))
        try await AssistantFixture.with(model) { fixture async throws in
            try await fixture.engine.allow("create_task")
            await #expect(throws: LLMError.self) { try await fixture.say("Do") }
            let answer = try await fixture.say("Do")
            #expect(answer.message.text == "Created.\n\nDone, as you allow it in this conversation:\n- Create the task “Once”, without a day.")
        }
    }
}

@Suite struct `Of several changes that are allowed unasked` {
    @Test func `one that can't be made any more is told, beside those that were`() async throws {
        try await AssistantFixture.offline { engine in
            try await engine.allow("move_deal")
            let answer = try await engine.chat.answer(owner, typed: "move harbour hotel to won. move harbour hotel to lost")
            let deal = "The deal with “Harbour Hotel” over “Engine 1”: move it from open to"
            #expect(
                answer.message.text == """
                    Not done: \(deal) lost. The deal has changed since, or is gone: ask again.

                    Done, as you allow it in this conversation:
                    - \(deal) won.
                    """)
            #expect(try await engine.text("SELECT status FROM deals WHERE id = 1") == "won")
        }
    }
}

extension EngineFixture {
    fileprivate func allow(_ tools: String...) async throws {
        let conversation = try await store.read(SQL("SELECT id FROM conversations WHERE user_id = 1"))[0].integer(0)
        for tool in tools { try await store.commit(ToolPermissions.give(owner, in: conversation, tool: tool, now: clock.now)) }
    }

    /// The chat over a database that keeps the message and its change, and is away when the answer is to be kept.
    fileprivate func chatLosingAnswer() -> Chat {
        let store = CountingStore(self.store, failures: 1, after: 2)
        let pipeline = self.pipeline(on: store)
        let desk = ProposalDesk(pipeline: pipeline, settings: WorkspaceSettings(store: store, clock: clock.wall))
        return Chat(pipeline: pipeline, assistant: Assistant(pipeline: pipeline, desk: desk), memory: memory)
    }
}
