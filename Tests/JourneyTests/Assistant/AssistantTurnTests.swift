import Domain
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A turn of the assistant` {
    @Test func `goes from calls to results to the answer, with the tokens of all rounds`() async throws {
        let model = ScriptedModel(
            .calls([("find_contacts", ["words": .string("mill")]), ("find_deals", [:])]), .call("show_contact", ["contact_id": .integer(2)]),
            .says("Mill Bakery wrote."))
        try await AssistantFixture.with(model) { fixture in
            let answer = try await fixture.say("What of the mill?")
            #expect(answer.message.text == "Mill Bakery wrote." && answer.message.tokensIn == 33 && answer.message.tokensOut == 21)
            let last = try #require(model.requests.last)
            #expect(last.messages.dropFirst(2).map(\.role) == [.assistant, .tool, .tool, .assistant, .tool])
            #expect(last.messages.filter { $0.role == .tool }.compactMap(\.answeredCall?.name) == ["find_contacts", "find_deals", "show_contact"])
            #expect(last.tools.map(\.name) == ToolCatalog.names)
        }
    }

    @Test func `that reports what was not done is followed by that nothing was, or nothing yet`() async throws {
        let model = ScriptedModel(
            .says("I've sent Anna the offer."), .call("create_task", ["title": .string("Call Anna")]), .says("Done!"),
            .says("I've created it. You have two tasks."))
        try await AssistantFixture.with(model) { fixture in
            let empty = try await fixture.say("Send Anna the offer")
            #expect(empty.message.text == "I've sent Anna the offer.\n\n\(AssistantReply.nothingDone)")
            let proposed = try await fixture.say("And remind me to call her")
            #expect(proposed.message.text.hasPrefix("Done!\n\n\(AssistantReply.nothingDoneYet)\n\nTo be confirmed"))
            let confirmed = try await fixture.say("Yes please, and what else is there to do?").message.text
            #expect(confirmed.hasPrefix("Done: Create the task") && confirmed.hasSuffix("I've created it. You have two tasks."))
        }
    }

    @Test func `ends after six rounds, and says so`() async throws {
        try await AssistantFixture.with(ScriptedModel(.call("find_tasks"))) { fixture in
            let answer = try await fixture.say("Tasks?")
            #expect(answer.message.text == TurnEnd.rounds.sentence)
            #expect(fixture.model.requests.count == 6)
            #expect(fixture.model.results.last?.hasSuffix("No further tool can be called now: answer.") == true)
        }
    }

    @Test func `carries out twelve calls at most`() async throws {
        let many = Array(repeating: ("show_progress", [:] as [String: JSONValue]), count: 30)
        try await AssistantFixture.with(ScriptedModel(.calls(many), .says("Enough."))) { fixture in
            let answer = try await fixture.say("How far?")
            #expect(answer.message.text == "Enough.")
            #expect(fixture.model.results.count == 30)
            #expect(fixture.model.results.count { $0.hasPrefix("Progress") } == 12)
        }
    }

    @Test func `ends once it has used its tokens, before anything more is looked up`() async throws {
        let model = ScriptedModel(.call("create_task", ["title": .string("Soon")]), .call("find_tasks"))
        try await AssistantFixture.with(model) { fixture in
            let engine = fixture.engine
            var assistant = Assistant(pipeline: engine.pipeline, desk: engine.proposals)
            assistant.limits.tokens = 36
            let chat = Chat(pipeline: engine.pipeline, assistant: assistant, memory: engine.memory)
            let answer = try await chat.answer(owner, typed: "Do")
            #expect(answer.message.text.hasPrefix(TurnEnd.tokens.sentence) && answer.proposals.count == 1)
            #expect(model.requests.count == 2)
        }
    }

    @Test func `lets four tools look at once, and no more`() async throws {
        let many = Array(repeating: ("show_progress", [:] as [String: JSONValue]), count: 10)
        try await AssistantFixture.with(ScriptedModel(.calls(many), .says("Enough."))) { fixture in
            let engine = fixture.engine
            let busy = BusyStore(engine.store)
            let pipeline = engine.pipeline(on: busy)
            let desk = ProposalDesk(pipeline: pipeline, settings: WorkspaceSettings(store: busy, clock: engine.clock.wall))
            let chat = Chat(pipeline: pipeline, assistant: Assistant(pipeline: pipeline, desk: desk), memory: engine.memory)
            let answer = try await chat.answer(owner, typed: "How far?")
            #expect(answer.message.text == "Enough." && fixture.model.results.count { $0.hasPrefix("Progress") } == 10)
            #expect(busy.most == 4)
        }
    }

    @Test func `ends after its time, with what it has proposed`() async throws {
        let gate = Gate()
        let model = ScriptedModel(.call("create_task", ["title": .string("Soon")]), .held(gate, "Never"))
        try await AssistantFixture.with(model) { fixture in
            async let answering = fixture.say("Do")
            try await eventually { model.requests.count == 2 && fixture.engine.clock.sleepers > 0 }
            fixture.engine.clock.advance(by: .seconds(60))
            let answer = try await answering
            #expect(answer.message.text.hasPrefix(TurnEnd.time.sentence) && answer.proposals.count == 1)
        }
    }

    @Test func `without any word in its time gives no answer`() async throws {
        let model = ScriptedModel(.held(Gate(), "Never"))
        try await AssistantFixture.with(model) { fixture in
            async let answering = fixture.say("Do")
            try await eventually { fixture.engine.clock.sleepers > 0 }
            fixture.engine.clock.advance(by: .seconds(60))
            let outcome: Result<Chat.Answer, any Error>
            do { outcome = .success(try await answering) } catch { outcome = .failure(error) }
            #expect(throws: LLMError.timedOut(after: .seconds(60))) { try outcome.get() }
            let history = try await fixture.engine.history()
            #expect(history.last == "USER_MESSAGE|Do|unanswered")
        }
    }

    @Test func `that fails proposes nothing`() async throws {
        let busy = LLMError.unavailable(reason: "busy", retryAfter: nil)
        try await AssistantFixture.with(ScriptedModel(.call("create_task", ["title": .string("x")]), .failure(busy))) { fixture in
            await #expect(throws: busy) { try await fixture.say("Do") }
            let proposed = try await fixture.engine.proposed()
            #expect(proposed == [])
        }
    }

    @Test func `proposes the same change once`() async throws {
        let call = ("create_task", ["title": JSONValue.string("Same")])
        try await AssistantFixture.with(ScriptedModel(.calls([call, call]), .calls([call]), .says("?"))) { fixture in
            let answer = try await fixture.say("Do")
            #expect(answer.proposals.count == 1)
            #expect(fixture.model.results.dropFirst() == ["Proposed already.", "Proposed already."])
        }
    }
}

/// Counts how many ask for progress at once.
private final class BusyStore: Store {
    private let store: any Store
    private let state = Mutex((now: 0, most: 0))

    init(_ store: any Store) { self.store = store }

    var most: Int { state.withLock { $0.most } }
    var dialect: Dialect { store.dialect }
    func commit(_ statements: [SQL]) async throws -> [[Row]] { try await store.commit(statements) }

    func read(_ statements: [SQL]) async throws -> [[Row]] {
        guard statements.count == 2, statements[1].text.contains("FROM targets") else { return try await store.read(statements) }
        state.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
        defer { state.withLock { $0.now -= 1 } }
        try await eventually("four readers at once") { most >= 4 }
        // Time for more to come, were they let in.
        for _ in 0..<50 { await Task.yield() }
        return try await store.read(statements)
    }
}
