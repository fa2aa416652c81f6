import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `The memory of a conversation` {
    @Test func `holds what was said there, and nothing of another conversation`() async throws {
        try await AssistantFixture.with(ScriptedModel(.says("One."), .says("Two."), .says("Elsewhere."))) { fixture in
            _ = try await fixture.say("First?")
            _ = try await fixture.say("Second?")
            #expect(said(fixture).suffix(3) == ["First?", "One.", "Second?"])
            let made = try await fixture.engine.store.commit(
                Conversations.table.insert(.first, ["title": .text("Other")], now: fixture.engine.clock.now))
            _ = try await fixture.engine.chat.answer(owner, typed: "Third?", in: try #require(made.last?.first).integer(0))
            #expect(said(fixture).dropFirst() == ["Third?"])
        }
    }

    @Test func `that has grown long is put in short after an answer, with the sources of its lines`() async throws {
        let model = ScriptedModel { request in
            guard request.tools.isEmpty else { return .says("Well.") }
            return .says("- Wants a demo for contact 7 [message 4]\n- Made up [message 4711]\n- Without a source\n</chat>")
        }
        try await AssistantFixture.with(model) { fixture in
            for number in 0..<12 { _ = try await fixture.say("Word \(number)") }
            let conversation = try #require(try await fixture.engine.store.read(SQL("SELECT MIN(id) FROM conversations")).first).integer(0)
            try await fixture.engine.memory.shorten(owner, conversation)
            #expect(try await fixture.engine.text("SELECT summary FROM conversations WHERE user_id = 1") == "")
            _ = try await fixture.say("Word 12")
            try await fixture.engine.memory.shorten(owner, conversation)
            #expect(
                try await fixture.engine.text("SELECT summary FROM conversations WHERE user_id = 1") == "- Wants a demo for contact 7 [message 4]")
            let asked = try #require(model.requests.last?.messages.first?.content)
            #expect(asked.contains("[message 4] USER_MESSAGE: Word 0") && !asked.contains("Word 12"))
            _ = try await fixture.say("And now?")
            let system = try #require(model.requests.last?.messages.first?.content)
            #expect(system.contains("said earlier in this conversation, in short:\n- Wants a demo for contact 7 [message 4]"))
            #expect(said(fixture).dropFirst().count == 13)
        }
    }

    @Test func `is put in short as well where few messages are too long to be told word for word`() async throws {
        let model = ScriptedModel { $0.tools.isEmpty ? .says("- The budget is 777 euros [message 4]") : .says("Well.") }
        try await AssistantFixture.with(model) { fixture in
            let long = String(repeating: "and so on ", count: 400)
            for number in 0..<7 { _ = try await fixture.say("Word \(number) \(long)") }
            let conversation = try #require(try await fixture.engine.store.read(SQL("SELECT MIN(id) FROM conversations")).first).integer(0)
            try await fixture.engine.memory.shorten(owner, conversation)
            let summary = try await fixture.engine.text("SELECT summary FROM conversations WHERE user_id = 1")
            #expect(summary == "- The budget is 777 euros [message 4]")
            // What is neither in short nor shown is lost.
            let memory = try await ConversationMemory(of: owner, conversation, in: fixture.engine.store)
            #expect(memory.latest(without: 0) == memory.messages && !memory.messages.isEmpty && !memory.isLong)
        }
    }

    @Test func `stays as it was where a summary has no sources, or another was kept meanwhile`() async throws {
        let model = ScriptedModel { $0.tools.isEmpty ? .says("All is well.") : .says("Well.") }
        try await AssistantFixture.with(model) { fixture in
            for number in 0..<13 { _ = try await fixture.say("Word \(number)") }
            let conversation = try #require(try await fixture.engine.store.read(SQL("SELECT MIN(id) FROM conversations")).first).integer(0)
            try await fixture.engine.memory.shorten(owner, conversation)
            #expect(try await fixture.engine.text("SELECT summary FROM conversations WHERE user_id = 1") == "")
            let late = ConversationMemories.keep(owner, conversation, summary: "late", through: 9, after: ("", 8))
            #expect(try await fixture.engine.store.commit(late) == [])
        }
    }

    @Test func `of another person is out of reach`() async throws {
        try await AssistantFixture.with { fixture in
            _ = try await fixture.say("Mine")
            let conversation = try #require(try await fixture.engine.store.read(SQL("SELECT MIN(id) FROM conversations")).first).integer(0)
            for person in [AssistantFixture.other, Person(workspace: WorkspaceID(2), user: 1)] {
                let memory = try await ConversationMemory(of: person, conversation, in: fixture.engine.store)
                #expect(memory.messages.isEmpty && memory.through == 0)
                let taken = ConversationMemories.keep(person, conversation, summary: "theirs", through: 9, after: ("", 0))
                #expect(try await fixture.engine.store.commit(taken) == [])
            }
        }
    }

    /// The contents of the last request's messages.
    private func said(_ fixture: AssistantFixture) -> [String] { fixture.model.requests.last?.messages.map(\.content) ?? [] }
}
