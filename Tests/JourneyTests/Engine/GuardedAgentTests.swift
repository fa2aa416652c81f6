import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A guarded agent` {
    private static let letter = "Dear customer, may we speak on the telephone?"

    @Test func `leaves a first message to a person, with the reasons`() async throws {
        try await withGuarded { outreach in
            try await outreach.run(.nurture, for: 1)
            #expect(try await outreach.messages() == ["1|outbound|draft|\(Self.letter)"])
            #expect(try await risks(outreach) == [[.newContact, .firstUse]])
            #expect(try await outreach.engine.deliveries() == [])
        }
    }

    @Test func `sends by itself once a message of its template went out as it was written`() async throws {
        try await withGuarded(contacts: 3) { outreach in
            try await written(to: [1, 2, 3], outreach)
            try await outreach.run(.nurture, for: 1)
            try await approve(outreach)
            try await outreach.queue(.nurture, for: 2)
            try await outreach.run(.nurture, for: 3)
            #expect(try await risks(outreach) == [[.firstUse], [], []])
            #expect(try await statuses(outreach) == ["sent", "sent", "sent"])
            #expect(try await outreach.engine.deliveries() == ["queued", "queued", "queued"])
        }
    }

    @Test(arguments: ["cancelled", "dead"]) func `has not shown its template by what reached nobody`(state: String) async throws {
        try await withGuarded(contacts: 2) { outreach in
            try await outreach.run(.nurture, for: 1)
            try await approve(outreach)
            try await outreach.engine.commit("UPDATE deliveries SET state = '\(state)'")
            try await outreach.run(.nurture, for: 2)
            #expect(try await risks(outreach) == [[.newContact, .firstUse], [.newContact, .firstUse]])
        }
    }

    @Test func `has not shown its template where a person changed the text, and none that is new`() async throws {
        try await withGuarded(contacts: 3) { outreach in
            try await written(to: [1, 2, 3], outreach)
            try await outreach.run(.nurture, for: 1)
            try await approve(outreach, body: "Dear customer, may I call you?")
            try await outreach.run(.nurture, for: 2)
            #expect(try await statuses(outreach) == ["sent", "draft"])
            try await approve(outreach)
            _ = try await outreach.engine.editor.change(.key(.nurture), in: .first, version: nil, to: ["contact_prompt": .text("Ask {{name}}.")])
            try await outreach.run(.nurture, for: 3)
            #expect(try await risks(outreach) == [[.firstUse], [.firstUse], [.firstUse]])
            #expect(try await statuses(outreach) == ["sent", "sent", "draft"])
        }
    }

    @Test func `learns nothing from what another workspace has sent`() async throws {
        try await withGuarded(contacts: 2) { outreach in
            try await written(to: [1, 2], outreach)
            try await outreach.run(.nurture, for: 1)
            try await approve(outreach)
            try await outreach.engine.commit(
                "INSERT INTO workspaces (id, name, time_zone, created_at, updated_at, version) VALUES (2, 'Other', 'UTC', 0, 0, 1)")
            _ = try await outreach.engine.store.commit(Users.ensure(Person(workspace: WorkspaceID(2), user: 2), now: outreach.engine.clock.now))
            try await outreach.engine.commit(
                """
                INSERT INTO communications (workspace_id, user_id, direction, agent_type, body, status, template, created_at, updated_at, version)
                SELECT 2, 2, direction, agent_type, body, status, template, 0, 0, 1 FROM communications WHERE run_id IS NOT NULL
                """)
            try await outreach.engine.commit("UPDATE communications SET template = NULL WHERE workspace_id = 1")
            try await outreach.run(.nurture, for: 2)
            #expect(try await risks(outreach) == [[.firstUse], [.firstUse]])
            #expect(try await statuses(outreach) == ["sent", "draft"])
        }
    }

    @Test func `tells each contact of a batch from the others`() async throws {
        try await withGuarded(contacts: 4) { outreach in
            try await outreach.engine.commit("UPDATE workspaces SET large_deal_minor = 100000, guarded_ignores = '[\"first_use\"]'")
            try await written(to: [1, 2, 3], outreach)
            try await deal(with: 1, worth: 99_999, outreach)
            try await deal(with: 2, worth: 100_000, outreach)
            try await heard("The last delivery was broken, and my lawyer says so.", from: 3, outreach)
            for contact in 1...3 as ClosedRange<Int64> { try await outreach.queue(.nurture, for: contact) }
            try await outreach.run(.nurture, for: 4)
            let drafts = try await outreach.engine.store.read(
                SQL("SELECT contact_id, status, risks FROM communications WHERE run_id IS NOT NULL ORDER BY contact_id"))
            #expect(
                drafts.map { "\($0.integer(0)) \($0.text(1)) \($0.text(2))" } == [
                    "1 sent []", #"2 draft ["large_deal"]"#, #"3 draft ["complaint","legal_or_medical_words"]"#, #"4 draft ["new_contact"]"#,
                ])
        }
    }

    @Test func `is not held back by a deal that is decided`() async throws {
        try await withGuarded { outreach in
            try await outreach.engine.commit("UPDATE workspaces SET large_deal_minor = 1, guarded_ignores = '[\"first_use\"]'")
            try await written(to: [1], outreach)
            try await deal(with: 1, worth: 5, outreach)
            try await outreach.engine.commit("UPDATE deals SET status = 'won'")
            try await outreach.run(.nurture, for: 1)
            #expect(try await risks(outreach) == [[]])
            #expect(try await statuses(outreach) == ["sent"])
        }
    }

    @Test func `leaves what no fact bears out to a person too`() async throws {
        try await withGuarded(text: "Dear customer, it is only \u{20AC}99.") { outreach in
            try await outreach.engine.commit("UPDATE workspaces SET guarded_ignores = '[\"first_use\",\"new_contact\"]'")
            try await outreach.run(.nurture, for: 1)
            let row = try #require(try await outreach.row("SELECT status, risks, findings FROM communications"))
            #expect(row.text(0) == "draft" && row.text(1) == "[]" && Findings.phrases(row.text(2)) == ["\u{20AC}99"])
        }
    }

    @Test(arguments: ["ask", "auto"]) func `alone is held back by risks`(autonomy: String) async throws {
        try await withGuarded { outreach in
            try await outreach.let(.nurture, be: autonomy)
            try await outreach.run(.nurture, for: 1)
            #expect(try await risks(outreach) == [[]])
            #expect(try await statuses(outreach) == [autonomy == "ask" ? "draft" : "sent"])
        }
    }

    /// A model writes `text`; the offline words would not be looked through for claims.
    private func withGuarded(contacts: Int64 = 1, text: String = letter, _ body: (Outreach) async throws -> Void) async throws {
        try await Outreach.with(contacts: contacts, writer: ScriptedWriter(.text(text))) { outreach in
            try await outreach.engine.commit("UPDATE workspaces SET conversation_hours = 0")
            try await outreach.let(.nurture, be: "guarded")
            try await body(outreach)
        }
    }

    /// What a person wrote to them earlier.
    private func written(to contacts: [Int64], _ outreach: Outreach) async throws {
        for contact in contacts { try await record("outbound", "Hello.", contact, outreach) }
    }

    private func heard(_ text: String, from contact: Int64, _ outreach: Outreach) async throws {
        try await record("inbound", text, contact, outreach)
    }

    private func record(_ direction: String, _ text: String, _ contact: Int64, _ outreach: Outreach) async throws {
        let values: Table.Values = ["contact_id": .integer(contact), "direction": .text(direction), "body": .text(text)]
        _ = try await outreach.engine.store.commit(ContactMessages.record(.first, values, now: outreach.engine.clock.now))
        // After the conversation, which bars all writing.
        outreach.engine.clock.advance(by: .seconds(60))
    }

    private func deal(with contact: Int64, worth amount: Int64, _ outreach: Outreach) async throws {
        let values: Table.Values = ["contact_id": .integer(contact), "customer": .text("Contact"), "amount_minor": .integer(amount)]
        _ = try await outreach.engine.store.commit(Deals.table.insert(.first, values, now: outreach.engine.clock.now))
    }

    private func approve(_ outreach: Outreach, body: String? = nil) async throws {
        let engine = outreach.engine
        let draft = try #require(try await outreach.row("SELECT id FROM communications WHERE status = 'draft'"))
        let desk = DraftDesk(store: engine.store, clock: engine.clock.wall, signals: engine.signals)
        _ = try await desk.approve(draft.integer(0), in: .first, body: body)
    }

    private func risks(_ outreach: Outreach) async throws -> [[Risk]] {
        try await column("risks", outreach).map(Risks.list)
    }

    private func statuses(_ outreach: Outreach) async throws -> [String] {
        try await column("status", outreach)
    }

    private func column(_ name: String, _ outreach: Outreach) async throws -> [String] {
        try await outreach.engine.store.read(SQL("SELECT \(name) FROM communications WHERE run_id IS NOT NULL ORDER BY id")).map { $0.text(0) }
    }
}
