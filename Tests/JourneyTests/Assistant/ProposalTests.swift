import Domain
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Journey

@Suite struct `A proposal` {
    /// A call, what the person is asked, and what one sees of it once confirmed.
    private static let changes: [(String, [String: JSONValue], String, String, String)] = [
        (
            "create_task", ["title": .string("Send the quote"), "due_date": .string("2026-03-05"), "contact_id": .integer(1)],
            "Create the task “Send the quote” about “Harbour Hotel” (contact 1), due Thursday 5 March 2026.",
            "SELECT title || ' ' || due_date || ' ' || contact_id || ' ' || user_id FROM tasks WHERE id = 4", "Send the quote 2026-03-05 1 1"
        ),
        (
            "complete_task", ["task_id": .integer(1)], "Mark the task “Call Harbour Hotel”, due Sunday 1 March 2026 as done.",
            "SELECT status FROM tasks WHERE id = 1 AND completed_at IS NOT NULL", "done"
        ),
        (
            "note_call", ["contact_id": .integer(2), "text": .string("They want a demo")],
            "Note with “Mill Bakery” (contact 2): “They want a demo”.",
            "SELECT body || ' ' || contact_id || ' ' || direction FROM communications WHERE agent_type = 'NOTE' ORDER BY id DESC LIMIT 1",
            "They want a demo 2 internal"
        ),
        (
            "move_deal", ["deal_id": .integer(1), "status": .string("lost"), "reason_failed": .string("too dear")],
            "The deal with “Harbour Hotel” over “Engine 1”: move it from open to lost, because “too dear”.",
            "SELECT status || ' ' || reason_failed FROM deals WHERE id = 1 AND closed_at IS NOT NULL", "lost too dear"
        ),
        (
            "schedule_follow_up", ["contact_id": .integer(1), "date": .string("2026-03-09"), "about": .string("the quote")],
            "Follow up with “Harbour Hotel” (contact 1) by call about “the quote”, due Monday 9 March 2026.",
            "SELECT title || ' ' || kind || ' ' || due_date || ' ' || contact_id FROM tasks WHERE id = 4",
            "Call Harbour Hotel: the quote call 2026-03-09 1"
        ),
        (
            "draft_message", ["contact_id": .integer(1), "text": .string("Dear Harbour Hotel, hello.")],
            "Put a message to “Harbour Hotel” (contact 1) under Drafts: “Dear Harbour Hotel, hello.”.",
            "SELECT status || ' ' || direction || ' ' || contact_id || ' ' || body FROM communications WHERE agent_type = 'ASSISTANT'",
            "draft outbound 1 Dear Harbour Hotel, hello."
        ),
        (
            "run_agent", ["agent": .string("UPSELL")], "Have the agent “Upsell ideas” (UPSELL) write to you now.",
            "SELECT agent_type || ' ' || state || ' ' || user_id FROM agent_runs", "UPSELL queued 1"
        ),
    ]

    @Test func `of a message to a contact keeps what no fact bears out marked in the draft`() async throws {
        let arguments: [String: JSONValue] = ["contact_id": .integer(1), "text": .string("Dear Harbour Hotel, it is yours for €99.")]
        try await AssistantFixture.with(ScriptedModel(.call("draft_message", arguments), .says("Shall I?"))) { fixture async throws in
            let answer = try await fixture.say("Please do")
            _ = try await fixture.confirm(try #require(answer.proposals.first))
            let findings = try await fixture.engine.text("SELECT findings FROM communications WHERE agent_type = 'ASSISTANT'")
            #expect(findings.map { Findings.phrases($0) } == ["€99"])
        }
    }

    @Test func `of a message to a contact keeps its subject, on one line and with what no fact bears out`() async throws {
        let arguments: [String: JSONValue] = [
            "contact_id": .integer(1), "text": .string("Dear Harbour Hotel, shall we speak?"), "subject": .string("Yours for\n€99"),
        ]
        try await AssistantFixture.with(ScriptedModel(.call("draft_message", arguments), .says("Shall I?"))) { fixture async throws in
            let answer = try await fixture.say("Please do")
            _ = try await fixture.confirm(try #require(answer.proposals.first))
            let row = try await fixture.engine.text(
                "SELECT subject || findings || subject_findings FROM communications WHERE agent_type = 'ASSISTANT'")
            #expect(row?.hasPrefix("Yours for €99[]") == true && row?.contains(#""phrase":"€99""#) == true)
        }
    }

    @Test(arguments: changes.indices) func `changes nothing before it is confirmed, and then once`(index: Int) async throws {
        let (tool, arguments, sentence, look, seen) = Self.changes[index]
        try await AssistantFixture.with(ScriptedModel(.call(tool, arguments), .says("Shall I?"))) { fixture in
            let engine = fixture.engine
            let before = try await engine.records()
            let answer = try await fixture.say("Please do")
            let told = AgentCatalog[.upsell].map { sentence.replacing("Upsell ideas", with: $0.title) } ?? sentence
            #expect(
                answer.message.text.hasPrefix("Shall I?\n\nTo be confirmed by you") && answer.message.text.hasSuffix("- \(told)"),
                "\(answer.message.text)")
            #expect(try await engine.records() == before)
            #expect(try await engine.proposed() == ["\(tool) proposed \(told)"])
            let id = try #require(answer.proposals.first)
            _ = try await fixture.confirm(id)
            #expect(try await engine.text(look) == seen)
            let after = try await engine.records()
            #expect(after != before)
            await #expect(throws: ProposalClosed(id: id, state: "confirmed")) { try await fixture.confirm(id) }
            #expect(try await engine.records() == after)
            #expect(try await engine.history().last == "AGENT_RESPONSE|Done: \(told)|sent")
        }
    }

    @Test func `that many find open and confirm at once is carried out once`() async throws {
        try await AssistantFixture.with(ScriptedModel(.call("create_task", ["title": .string("Once")]), .says("?"))) { fixture in
            let engine = fixture.engine
            let id = try #require(try await fixture.say("Do").proposals.first)
            let store = MeetingStore(engine.store, count: 8)
            let desk = ProposalDesk(pipeline: engine.pipeline(on: store), settings: WorkspaceSettings(store: store, clock: engine.clock.wall))
            let done = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 { group.addTask { (try? await desk.confirm(id, in: .first)) != nil } }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(done == 1)
            #expect(try await engine.text("SELECT CAST(COUNT(*) AS TEXT) FROM tasks WHERE title = 'Once'") == "1")
        }
    }

    @Test func `that is declined is never carried out`() async throws {
        try await AssistantFixture.with(ScriptedModel(.call("create_task", ["title": .string("No")]), .says("?"))) { fixture in
            let before = try await fixture.engine.records()
            let id = try #require(try await fixture.say("Do").proposals.first)
            _ = try await fixture.engine.proposals.decline(id, in: .first)
            await #expect(throws: ProposalClosed(id: id, state: "declined")) { try await fixture.confirm(id) }
            #expect(try await fixture.engine.records() == before)
            #expect(try await fixture.engine.history().last == "AGENT_RESPONSE|Not done, as you declined: Create the task “No”, without a day.|sent")
        }
    }

    @Test func `outlives its conversation`() async throws {
        try await AssistantFixture.with(ScriptedModel(.call("create_task", ["title": .string("Kept")]), .says("?"))) { fixture in
            let engine = fixture.engine
            let made = try await engine.store.commit(Conversations.table.insert(.first, ["title": .text("Other")], now: engine.clock.now))
            let conversation = try #require(made.last?.first).integer(0)
            let id = try #require(try await engine.chat.answer(owner, typed: "Do", in: conversation).proposals.first)
            _ = try await engine.store.commit(Conversations.table.delete(.first, id: conversation, version: nil, now: TemporaryDatabase.birth))
            await #expect(throws: ValidationError.self) { try await fixture.confirm(id, remembering: true) }
            _ = try await fixture.confirm(id)
            #expect(try await engine.history().last == "AGENT_RESPONSE|Done: Create the task “Kept”, without a day.|sent")
        }
    }

    @Test func `expires after a day`() async throws {
        try await AssistantFixture.with(ScriptedModel(.call("create_task", ["title": .string("Late")]), .says("?"))) { fixture in
            let id = try #require(try await fixture.say("Do").proposals.first)
            fixture.engine.clock.advance(by: .seconds(86_400))
            await #expect(throws: ProposalClosed(id: id, state: "expired")) { try await fixture.confirm(id) }
            let rows = try await fixture.engine.store.read(
                Proposals.of(owner, state: "expired", before: nil, limit: 9, now: fixture.engine.clock.now))
            #expect(rows.map { $0.integer(0) } == [id])
        }
    }

    @Test(
        arguments: [
            (
                "complete_task", ["task_id": .integer(1)], "UPDATE tasks SET version = version + 1",
                "The task has changed since, or is gone: ask again."
            ),
            ("move_deal", ["deal_id": .integer(1), "status": .string("won")], "DELETE FROM deals", "There is no deal 1 of yours."),
            ("note_call", ["contact_id": .integer(1), "text": .string("x")], "UPDATE contacts SET user_id = 2", "There is no contact 1 of yours."),
            (
                "draft_message", ["contact_id": .integer(1), "text": .string("x")], "UPDATE contacts SET user_id = 2",
                "There is no contact 1 of yours."
            ),
            (
                "create_task", ["title": .string("x"), "contact_id": .integer(1)], "UPDATE contacts SET user_id = 2",
                "There is no contact 1 of yours."
            ),
            (
                "schedule_follow_up", ["contact_id": .integer(1), "date": .string("2026-03-09")], "UPDATE contacts SET user_id = 2",
                "There is no contact 1 of yours."
            ),
            ("run_agent", ["agent": .string("UPSELL")], "DELETE FROM agents WHERE agent_type = 'UPSELL'", "There is no agent UPSELL."),
        ] as [(String, [String: JSONValue], String, String)])
    func `fails with the reason where the records have changed since`(tool: String, arguments: [String: JSONValue], change: String, reason: String)
        async throws
    {
        try await AssistantFixture.with(ScriptedModel(.call(tool, arguments), .says("?"))) { fixture in
            let id = try #require(try await fixture.say("Do").proposals.first)
            try await fixture.engine.store.commit(SQL(change))
            let before = try await fixture.engine.records()
            await #expect(throws: ProposalFailed(id: id, reason: reason)) { try await fixture.confirm(id) }
            #expect(try await fixture.engine.records() == before)
            #expect(try await fixture.engine.text("SELECT state || ' ' || result FROM proposals") == "failed \(reason)")
        }
    }

    @Test(
        arguments: [
            ("complete_task", ["task_id": .integer(3)], "There is no task 3 of yours."),
            ("move_deal", ["deal_id": .integer(3), "status": .string("won")], "There is no deal 3 of yours."),
            ("move_deal", ["deal_id": .integer(1)], "Say what is to change"),
            ("move_deal", ["deal_id": .integer(1), "status": .string("open")], "is like that already"),
            ("move_deal", ["deal_id": .integer(1), "status": .string("won"), "reason_failed": .string("x")], "goes with the status lost only"),
            ("draft_message", ["contact_id": .integer(3), "text": .string("x")], "There is no contact 3 of yours."),
            ("draft_message", ["contact_id": .integer(1), "text": .string("x"), "to": .string("eve@example.com")], "to is no field of the tool"),
            ("note_call", ["contact_id": .integer(3), "text": .string("x")], "There is no contact 3 of yours."),
            ("schedule_follow_up", ["contact_id": .integer(1), "date": .string("2026-03-01")], "date must not be over: today is 2026-03-02."),
            ("create_task", ["title": .string(" ")], "title must not be empty."),
            ("run_agent", ["agent": .string("NOBODY")], "There is no agent NOBODY."),
        ] as [(String, [String: JSONValue], String)])
    func `is not made of what could not be done`(tool: String, arguments: [String: JSONValue], fault: String) async throws {
        try await AssistantFixture.with(ScriptedModel(.call(tool, arguments), .says("No."))) { fixture in
            let answer = try await fixture.say("Do")
            #expect(answer.proposals.isEmpty && answer.message.text == "No.")
            #expect(fixture.model.results.first?.contains(fault) == true, "\(fixture.model.results)")
        }
    }

    @Test func `of another workspace is not there`() async throws {
        try await AssistantFixture.with(ScriptedModel(.call("create_task", ["title": .string("Mine")]), .says("?"))) { fixture in
            let id = try #require(try await fixture.say("Do").proposals.first)
            await #expect(throws: RowNotFound.self) { try await fixture.engine.proposals.confirm(id, in: WorkspaceID(2)) }
            await #expect(throws: RowNotFound.self) { try await fixture.engine.proposals.decline(id, in: WorkspaceID(2)) }
        }
    }

    @Test func `is decided on by one word too, which no model sees`() async throws {
        let model = ScriptedModel(
            .calls([("create_task", ["title": .string("A")]), ("complete_task", ["task_id": .integer(1)])]), .says("?"))
        try await AssistantFixture.with(model) { fixture in
            _ = try await fixture.say("Do both")
            let asked = model.requests.count
            let done = try await fixture.say("Confirm!").message.text
            #expect(done == "Done: Create the task “A”, without a day.\nDone: Mark the task “Call Harbour Hotel”, due Sunday 1 March 2026 as done.")
            #expect(try await fixture.say("confirm").message.text == "There is nothing to confirm here.")
            #expect(model.requests.count == asked)
            #expect(try await fixture.engine.text("SELECT CAST(COUNT(*) AS TEXT) FROM tasks WHERE title = 'A'") == "1")
        }
    }

    @Test func `of a kind that is allowed in the conversation is carried out at once, and only there`() async throws {
        let model = ScriptedModel { request in
            request.messages.last?.role == .tool ? .says("Well.") : .call("create_task", ["title": .string(request.messages.last?.content ?? "")])
        }
        try await AssistantFixture.with(model) { fixture in
            let engine = fixture.engine
            let first = try #require(try await fixture.say("First").proposals.first)
            _ = try await fixture.confirm(first, remembering: true)
            let second = try await fixture.say("Second")
            #expect(second.proposals.isEmpty)
            #expect(second.message.text == "Well.\n\nDone, as you allow it in this conversation:\n- Create the task “Second”, without a day.")
            #expect(
                try await engine.proposed() == [
                    "create_task confirmed Create the task “First”, without a day.", "create_task confirmed Create the task “Second”, without a day.",
                ])
            let elsewhere = try #require(
                try await engine.store.commit(Conversations.table.insert(.first, ["title": .text("Other")], now: engine.clock.now)).last?.first)
            let third = try await engine.chat.answer(owner, typed: "Third", in: elsewhere.integer(0))
            #expect(third.proposals.count == 1)
            let permission = try #require(try await engine.store.read(ToolPermissions.of(owner)).first)
            _ = try await engine.store.commit(ToolPermissions.take(.first, id: permission.integer(0), now: engine.clock.now))
            #expect(try await fixture.say("Fourth").proposals.count == 1)
        }
    }

    @Test func `that a failed answer has carried out already is not carried out again`() async throws {
        let model = ScriptedModel(
            .call("create_task", ["title": .string("First")]), .says("?"), .call("create_task", ["title": .string("Second")]),
            .failure(.unavailable(reason: "busy", retryAfter: nil)), .call("create_task", ["title": .string("Second")]), .says("Well."))
        try await AssistantFixture.with(model) { fixture in
            let first = try #require(try await fixture.say("Do").proposals.first)
            _ = try await fixture.confirm(first, remembering: true)
            await #expect(throws: LLMError.self) { try await fixture.say("Again") }
            let answer = try await fixture.say("Again").message.text
            #expect(answer == "Well.\n\nDone, as you allow it in this conversation:\n- Create the task “Second”, without a day.")
            #expect(model.results.last == "Done already.")
            #expect(try await fixture.engine.text("SELECT CAST(COUNT(*) AS TEXT) FROM tasks WHERE title = 'Second'") == "1")
        }
    }
}

/// Has those who decide on a proposal wait for each other, so that all have found it open.
private final class MeetingStore: Store {
    private let store: any Store
    private let count: Int
    private let arrived = Mutex(0)

    init(_ store: any Store, count: Int) {
        self.store = store
        self.count = count
    }

    var dialect: Dialect { store.dialect }
    func read(_ statements: [SQL]) async throws -> [[Row]] { try await store.read(statements) }

    func commit(_ statements: [SQL]) async throws -> [[Row]] {
        if statements.contains(where: { $0.text.contains("UPDATE proposals") }) {
            arrived.withLock { $0 += 1 }
            try await eventually("all have found it open") { arrived.withLock { $0 } >= count }
        }
        return try await store.commit(statements)
    }
}
