import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `A message that the assistant has drafted` {
    @Test func `goes out once a person approves it, to the contact alone`() async throws {
        try await withDrafts { outreach, desk in
            #expect(try await outreach.engine.deliveries() == [])
            _ = try await desk.approve(try await draft(0, outreach), in: .first, body: nil)
            #expect(try await outreach.engine.deliveries() == ["queued"])
            #expect(
                try await outreach.row("SELECT contact_id, writer FROM communications WHERE status = 'sent' AND direction = 'outbound'")
                    == Row([.integer(1), .text("scripted:1")]))
        }
    }

    @Test func `stays a draft while a rule forbids it`() async throws {
        try await withDrafts { outreach, desk in
            try await outreach.engine.store.commit(SQL("UPDATE contacts SET consent = 'withdrawn'"))
            let id = try await draft(0, outreach)
            await #expect(throws: BrokenRule(.noConsent)) { try await desk.approve(id, in: .first, body: nil) }
        }
    }

    @Test func `has what no fact bears out marked, and goes out with it only where a person answers for it`() async throws {
        let call = ("draft_message", ["contact_id": JSONValue.integer(1), "text": .string("Dear Contact 1, you get 40% off until 3 May 2031.")])
        try await Outreach.with(writer: ScriptedWriter(model: ScriptedModel(.calls([call]), .says("There.")))) { outreach in
            let engine = outreach.engine
            _ = try await engine.chat.answer(owner, typed: "Write")
            _ = try await engine.chat.answer(owner, typed: "confirm")
            let desk = DraftDesk(store: engine.store, clock: engine.clock.wall, signals: engine.signals)
            let id = try await draft(0, outreach)
            await #expect(throws: UncarriedWords.self) { try await desk.approve(id, in: .first, body: nil) }
            _ = try await desk.approve(id, in: .first, body: nil, despiteFindings: true)
            #expect(try await engine.deliveries() == ["queued"])
        }
    }

    @Test func `counts towards what a contact gets in a day`() async throws {
        try await withDrafts { outreach, desk in
            _ = try await desk.approve(try await draft(0, outreach), in: .first, body: nil)
            _ = try await outreach.engine.chat.answer(owner, typed: "Write again")
            #expect(try await outreach.engine.chat.answer(owner, typed: "confirm").message.text.hasPrefix("Done: "))
            let second = try await draft(1, outreach)
            await #expect(throws: BrokenRule(.contactDailyCap)) { try await desk.approve(second, in: .first, body: nil) }
        }
    }

    @Test func `stands alone: while it waits, no other to the contact is drafted`() async throws {
        try await withDrafts { outreach, _ in
            let proposals = try await outreach.engine.store.read(SQL("SELECT state, result FROM proposals ORDER BY id"))
            #expect(proposals.map { $0.text(0) } == ["confirmed", "failed"])
            #expect(proposals[1].text(1) == "A draft of the assistant's to the contact waits already: send or reject it first, under Drafts.")
            #expect(try await outreach.engine.chat.answer(owner, typed: "Write again").proposals.isEmpty)
        }
    }

    /// The first of two drafts to contact 1 that were confirmed together.
    private func withDrafts(_ body: (Outreach, DraftDesk) async throws -> Void) async throws {
        let calls = ["First", "Second"].map { ("draft_message", ["contact_id": JSONValue.integer(1), "text": .string($0)]) }
        let model = ScriptedModel(.calls(calls), .says("There."), .calls(calls), .says("There."))
        try await Outreach.with(writer: ScriptedWriter(model: model)) { outreach in
            let engine = outreach.engine
            _ = try await engine.chat.answer(owner, typed: "Write twice")
            _ = try await engine.chat.answer(owner, typed: "confirm")
            try await body(outreach, DraftDesk(store: engine.store, clock: engine.clock.wall, signals: engine.signals))
        }
    }

    private func draft(_ index: Int, _ outreach: Outreach) async throws -> Int64 {
        let rows = try await outreach.engine.store.read(SQL("SELECT id FROM communications WHERE direction = 'outbound' ORDER BY id"))
        return rows[index].integer(0)
    }
}
