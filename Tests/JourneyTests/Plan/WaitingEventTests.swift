import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `An event whose contact may not be written to yet` {
    @Test func `that is part of a conversation waits for its end`() async throws {
        try await with("inbound_message", conversation: 24) { engine in
            try await engine.message(1, "inbound")
            try await engine.tick(hours: 23)
            #expect(try await engine.ends() == [])
            #expect(try await engine.occurrences("state", where: "event_id IS NOT NULL") == ["planned"])
            try await engine.tick(hours: 2)
            #expect(try await engine.ends() == ["queued -"])
            #expect(try await engine.occurrences("state", where: "event_id IS NOT NULL") == ["running"])
        }
    }

    @Test func `makes one run however often the contact writes while the conversation goes on`() async throws {
        try await with("inbound_message", conversation: 24) { engine in
            for _ in 0..<3 {
                try await engine.message(1, "inbound")
                try await engine.tick(hours: 10)
            }
            #expect(try await engine.ends() == [])
            try await engine.tick(hours: 20)
            #expect(try await engine.ends() == ["cancelled pending", "cancelled pending", "queued -"])
        }
    }

    @Test func `that tells of a missing answer goes out once the conversation is over, where there is none meanwhile`() async throws {
        try await with("no_reply 1 day", conversation: 72) { engine in
            try await engine.message(1, "outbound")
            try await engine.tick(hours: 71)
            #expect(try await engine.ends() == [])
            try await engine.tick(hours: 2)
            #expect(try await engine.ends() == ["queued -"])
        }
    }

    @Test(arguments: ["inbound", "outbound"]) func `that tells of a missing answer is over when either side writes`(direction: String) async throws {
        try await with("no_reply 1 day", conversation: 72) { engine in
            try await engine.message(1, "outbound")
            try await engine.tick(hours: 40)
            #expect(try await engine.ends() == [])
            try await engine.message(1, direction)
            try await engine.tick(hours: 2)
            #expect(try await engine.ends() == ["cancelled in_conversation"])
        }
    }

    @Test func `is kept out by a conversation that it has nothing to do with`() async throws {
        try await with("contact_stage = qualified", conversation: 24) { engine in
            try await engine.message(1, "inbound")
            try await engine.change(Contacts.table, 1, ["stage": .text("qualified")])
            try await engine.tick(hours: 1)
            #expect(try await engine.ends() == ["cancelled in_conversation"])
        }
    }

    @Test func `waits while another agent has the contact`() async throws {
        try await with("contact_stage = qualified", conversation: 0) { engine in
            try await engine.holdContact()
            try await engine.change(Contacts.table, 1, ["stage": .text("qualified")])
            try await engine.tick(hours: 5)
            #expect(try await engine.ends() == [])
            let holder = try await engine.store.read(SQL("SELECT agent_type FROM contact_holds"))[0].text(0)
            #expect(holder == "NURTURE")
            try await engine.commit("UPDATE agent_runs SET state = 'cancelled', next_attempt_at = NULL WHERE agent_type = 'NURTURE'")
            try await engine.tick(hours: 1)
            #expect(try await engine.ends() == ["queued -"])
            #expect(try await engine.store.read(SQL("SELECT agent_type FROM contact_holds"))[0].text(0) == "CLOSURE")
        }
    }

    @Test(arguments: [("holidays", #"["2026-03-03"]"#, "queued - 2026-03-04T00:00:00"), ("end_date", "2026-03-02", "cancelled ended")])
    func `is written on a day of its agent's when it has waited`(field: String, days: String, end: String) async throws {
        try await with("inbound_message", conversation: 20) { engine in
            _ = try await engine.editor.change(.key(.closure), in: .first, version: nil, to: [field: .text(days)])
            try await engine.message(1, "inbound")
            try await engine.tick(hours: 22)
            try await engine.worker().drain()
            let time = try await engine.store.read(SQL("SELECT next_attempt_at FROM agent_runs WHERE contact_id = 1"))[0].optionalInteger(0)
            #expect(try await engine.ends().first.map { $0 + (time.map { " \(Timestamp(milliseconds: $0).wallClock)" } ?? "") } == end)
        }
    }

    @Test func `waits for 30 days, and not when its agent writes to contacts no more`() async throws {
        for stops in [false, true] {
            try await with("contact_stage = qualified", conversation: 0) { engine in
                try await engine.holdContact()
                try await engine.change(Contacts.table, 1, ["stage": .text("qualified")])
                try await engine.tick(hours: 2)
                if stops {
                    _ = try await engine.editor.change(.key(.closure), in: .first, version: nil, to: ["recipients": .text("user")])
                } else {
                    engine.clock.advance(by: .seconds(30 * 86_400))
                }
                try await engine.tick(hours: 1)
                #expect(try await engine.ends() == (stops ? [] : ["cancelled held"]))
                #expect(try await engine.occurrences("state", where: "event_id IS NOT NULL AND state = 'planned'") == [])
            }
        }
    }

    /// CLOSURE writes to one contact by a trigger alone, from Monday 2 March 2026 at noon, at any hour.
    private func with(_ trigger: String, conversation: Int, _ body: (EngineFixture) async throws -> Void) async throws {
        try await EngineFixture.with(at: "2026-03-02T12:00:00.000Z") { engine in
            for type in AgentCatalog.rows.map(\.type) where type != .closure {
                _ = try await engine.editor.pause(.key(type), in: .first, version: nil)
            }
            try await engine.writeToContacts(
                .closure, filter: "everyone", ["schedule_rule": .text("never"), "trigger": .text(trigger)])
            try await engine.commit(
                """
                UPDATE workspaces SET conversation_hours = \(conversation), quiet_from = '00:00', quiet_until = '00:00',
                    working_days = '["MON","TUE","WED","THU","FRI","SAT","SUN"]'
                """)
            try await engine.addContact(1)
            try await body(engine)
        }
    }
}

extension EngineFixture {
    /// NURTURE has a message for the contact that waits.
    fileprivate func holdContact() async throws {
        try await writeToContacts(.nurture, filter: "everyone")
        try await commit(
            """
            INSERT INTO agent_runs (workspace_id, user_id, contact_id, agent_type, agent_id, trigger, state, attempts, next_attempt_at, created_at,
                updated_at, version)
            SELECT 1, 1, 1, a.agent_type, a.id, 'schedule', 'queued', 0, 9000000000000, 0, 0, 1 FROM agents a WHERE a.agent_type = 'NURTURE'
            """)
        try await commit(
            """
            INSERT INTO contact_holds (workspace_id, contact_id, agent_id, agent_type, held_since)
            SELECT 1, 1, a.id, a.agent_type, 0 FROM agents a WHERE a.agent_type = 'NURTURE'
            """)
    }

    /// `state rule` of CLOSURE's runs for contacts, in the order of these.
    fileprivate func ends() async throws -> [String] {
        let runs = SQL("SELECT state, rule FROM agent_runs WHERE agent_type = 'CLOSURE' AND contact_id IS NOT NULL ORDER BY state, id")
        return try await store.read(runs).map { row in
            "\(row.text(0)) \(row.optionalText(1) ?? "-")"
        }
    }
}
