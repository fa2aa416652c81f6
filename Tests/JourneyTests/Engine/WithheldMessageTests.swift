import Domain
import Storage
import TestSupport
import Testing

import struct Foundation.TimeZone

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A message that is stopped right before it goes out` {
    @Test func `is rejected for the reason, and counts for no cap`() async throws {
        try await Outreach.with { outreach in
            try await outreach.stopOne()
            let row = try await outreach.row("SELECT status, sent_at, rejected_because FROM communications")
            #expect(row == Row([.text("rejected"), .null, .text(Rule.suppressed.sentence)]))
            try await outreach.engine.commit("DELETE FROM suppressions")
            #expect(try await outreach.isFree(for: .nurture))
        }
    }

    @Test func `is no message that the contact has not answered`() async throws {
        try await Outreach.with { outreach in
            try await outreach.engine.listener("no_reply 1 day")
            try await outreach.stopOne()
            try await outreach.engine.tick(hours: 30)
            #expect(try await outreach.row("SELECT COUNT(*) FROM events") == Row([.integer(0)]))
        }
    }

    @Test(arguments: ["auto", "ask"]) func `is one that the contact overtook while it was being written`(autonomy: String) async throws {
        let gate = Gate()
        try await Outreach.with(writer: ScriptedWriter(.held(gate, "Hello"))) { outreach in
            let engine = outreach.engine
            try await engine.commit("UPDATE workspaces SET conversation_hours = 0")
            try await outreach.let(.closure, be: autonomy)
            async let written: Void = outreach.run(.closure, for: 1)
            try await eventually { gate.waiting == 1 }
            engine.clock.advance(by: .seconds(1))
            try await engine.message(1, "inbound")
            engine.clock.advance(by: .seconds(1))
            gate.open()
            try await written
            if autonomy == "ask" {
                let draft = try await engine.store.read(SQL("SELECT id FROM communications WHERE status = 'draft'"))[0].integer(0)
                await #expect(throws: BrokenRule(.inConversation)) { try await outreach.desk.approve(draft, in: .first, body: nil) }
            } else {
                try await engine.outbox(ScriptedChannel()).drain()
                #expect(try await engine.deliveries() == ["cancelled"])
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is one that no receiver took, until a person has it sent again`(kind: DatabaseKind) async throws {
        try await Outreach.with(on: kind) { outreach in
            let engine = outreach.engine
            try await engine.listener("no_reply 1 day")
            try await outreach.send()
            try await engine.outbox(ScriptedChannel(.outcome(.impossible(reason: "Gone.", status: 410)))).drain()
            #expect(try await engine.deliveries() == ["dead"])
            let message = "SELECT status, rejected_because FROM communications WHERE direction = 'outbound'"
            #expect(try await outreach.row(message) == Row([.text("rejected"), .text("Gone.")]))
            #expect(try await outreach.counts() == [0, 0])
            try await engine.tick(hours: 30)
            #expect(try await outreach.row("SELECT COUNT(*) FROM events") == Row([.integer(0)]))
            try await outreach.let(delivery: 1, be: "queued")
            try await engine.outbox(ScriptedChannel()).drain()
            #expect(try await engine.deliveries() == ["delivered"])
            #expect(try await outreach.row(message) == Row([.text("sent"), .null]))
        }
    }

    @Test(arguments: DatabaseKind.allCases, [true, false])
    func `is unknown where an earlier attempt may have arrived, and counts as sent`(kind: DatabaseKind, isStopped: Bool) async throws {
        try await Outreach.with(on: kind) { outreach in
            let engine = outreach.engine
            try await engine.commit("UPDATE webhooks SET is_idempotent = 1")
            try await outreach.send()
            let channel = ScriptedChannel(
                .outcome(.unknown(reason: "No answer.", status: nil, retryAfter: nil)),
                .outcome(.refused(reason: "Busy.", status: 503, retryAfter: nil)),
                .outcome(.impossible(reason: "Gone.", status: 410)))
            for _ in 1...2 {
                try await engine.outbox(channel).drain()
                engine.clock.advance(by: .seconds(600))
            }
            #expect(try await engine.deliveries() == ["failed"])
            if isStopped { try await outreach.suppress() }
            try await engine.outbox(channel).drain()
            #expect(channel.messages.count == (isStopped ? 2 : 3))
            let reason = "An earlier attempt may have arrived. \(isStopped ? Rule.suppressed.sentence : "Gone.")"
            #expect(try await engine.deliveries("state || ' ' || error") == ["unknown \(reason)"])
            #expect(try await outreach.row("SELECT status FROM communications") == Row([.text("sent")]))
            #expect(try await outreach.counts() == [1, 1])
            // Whoever sends it again says that it has not.
            try await engine.commit("DELETE FROM suppressions")
            try await outreach.let(delivery: 1, be: "queued")
            try await engine.outbox(channel).drain()
            #expect(try await engine.deliveries() == ["dead"])
        }
    }

    @Test func `counts as sent where another receiver has it`() async throws {
        try await Outreach.with { outreach in
            try await outreach.addWebhook()
            try await outreach.send()
            try await outreach.engine.commit("UPDATE deliveries SET state = 'delivered', next_attempt_at = NULL WHERE id = 1")
            try await outreach.suppress()
            try await outreach.engine.outbox(ScriptedChannel()).drain()
            #expect(try await outreach.engine.deliveries() == ["delivered", "cancelled"])
            #expect(try await outreach.row("SELECT status FROM communications") == Row([.text("sent")]))
            #expect(try await !outreach.isFree(for: .nurture))
        }
    }

    @Test func `is rejected once, however many receivers it was stopped before`() async throws {
        try await Outreach.with { outreach in
            for _ in 0..<3 { try await outreach.addWebhook() }
            try await outreach.stopOne()
            #expect(try await outreach.engine.deliveries() == ["cancelled", "cancelled", "cancelled", "cancelled"])
            #expect(try await outreach.row("SELECT status, version FROM communications") == Row([.text("rejected"), .integer(2)]))
        }
    }

    @Test func `is sent when a person has it sent again, and rejected when they give that up`() async throws {
        try await Outreach.with { outreach in
            try await outreach.stopOne()
            try await outreach.engine.commit("DELETE FROM suppressions")
            let dayBefore = SQLValue.time(utc("2026-03-02T00:00:00.000Z").adding(.milliseconds(-1)))
            for (state, status, sentAt) in [("queued", "sent", dayBefore), ("cancelled", "rejected", .null), ("queued", "sent", dayBefore)] {
                try await outreach.let(delivery: 1, be: state)
                #expect(try await outreach.row("SELECT status, sent_at FROM communications") == Row([.text(status), sentAt]))
            }
            let channel = ScriptedChannel()
            try await outreach.engine.outbox(channel).drain()
            #expect(channel.messages.count == 1)
            let row = try await outreach.row("SELECT status, rejected_because, sent_at FROM communications")
            #expect(row == Row([.text("sent"), .null, .time(outreach.engine.clock.now)]))
        }
    }

    @Test(arguments: [(1, "delivered"), (-1, "cancelled")])
    func `is none that was written before another agent took the contact`(later: Int64, state: String) async throws {
        try await Outreach.with { outreach in
            try await outreach.send()
            try await outreach.engine.commit("UPDATE agents SET recipients = 'contact' WHERE agent_type = 'NURTURE'")
            try await outreach.queue(.nurture, for: 1)
            try await outreach.engine.store.commit(
                SQL(
                    """
                    INSERT INTO contact_holds (workspace_id, contact_id, agent_id, agent_type, held_since)
                    SELECT workspace_id, contact_id, agent_id, agent_type, CAST($1 AS BIGINT) FROM agent_runs WHERE agent_type = 'NURTURE'
                    """, [.time(outreach.engine.clock.now.adding(.seconds(later)))]))
            try await outreach.engine.outbox(ScriptedChannel()).drain()
            #expect(try await outreach.engine.deliveries() == [state])
        }
    }

    @Test func `gives back what it took of the day's messages`() async throws {
        try await Outreach.with { outreach in
            try await outreach.send()
            #expect(try await outreach.counts() == [1, 1])
            try await outreach.suppress()
            try await outreach.engine.outbox(ScriptedChannel()).drain()
            #expect(try await outreach.counts() == [0, 0])
            _ = try await outreach.let(delivery: 1, be: "queued")
            _ = try await outreach.let(delivery: 1, be: "cancelled")
            #expect(try await outreach.counts() == [0, 0])
        }
    }

    @Test func `gives it back once, and not before its last receiver is out of the question`() async throws {
        try await Outreach.with { outreach in
            try await outreach.addWebhook()
            try await outreach.send()
            try await outreach.let(delivery: 1, be: "cancelled")
            #expect(try await outreach.counts() == [1, 1])
            try await outreach.let(delivery: 2, be: "cancelled")
            try await outreach.follow(delivery: 1)
            #expect(try await outreach.counts() == [0, 0])
        }
    }

    @Test func `gives back what it took of a day to come`() async throws {
        try await Outreach.with { outreach in
            try await outreach.run(.closure, for: 1)
            outreach.engine.clock.move(to: utc("2026-03-02T22:00:00.000Z"))
            _ = try await outreach.desk.approve(1, in: .first, body: nil)
            #expect(try await outreach.row("SELECT day, messages FROM daily_counts") == Row([.text("2026-03-03"), .integer(1)]))
            try await outreach.let(delivery: 1, be: "cancelled")
            #expect(try await outreach.counts() == [0, 0])
        }
    }

    @Test func `counts anew when it is sent again, and waits where the day has no room for it`() async throws {
        try await Outreach.with { outreach in
            try await outreach.stopOne()
            try await outreach.engine.commit("DELETE FROM suppressions")
            try await outreach.engine.commit("UPDATE workspaces SET daily_cap = 1")
            try await outreach.engine.commit("UPDATE daily_counts SET messages = 1 WHERE agent_id = 0")
            try await outreach.let(delivery: 1, be: "queued")
            let channel = ScriptedChannel()
            try await outreach.engine.outbox(channel).drain()
            #expect(channel.messages.isEmpty)
            outreach.engine.clock.move(to: utc("2026-03-03T10:00:00.000Z"))
            try await outreach.engine.outbox(channel).drain()
            #expect(channel.messages.count == 1)
            #expect(try await outreach.counts(on: "2026-03-03") == [1, 1])
        }
    }
}

extension Outreach {
    /// One message of CLOSURE on its way, where the contact may have one a day.
    fileprivate func send() async throws {
        try await engine.commit("UPDATE workspaces SET contact_daily_cap = 1")
        try await self.let(.closure, be: "auto")
        try await run(.closure, for: 1)
    }

    fileprivate func stopOne() async throws {
        try await send()
        try await suppress()
        try await engine.outbox(ScriptedChannel()).drain()
    }

    fileprivate func suppress() async throws {
        try await engine.commit(
            "INSERT INTO suppressions (workspace_id, email, reason, created_at, updated_at, version) VALUES (1, 'contact1@example.com', 'bounce', 0, 0, 1)"
        )
    }

    fileprivate func addWebhook() async throws {
        try await engine.store.commit(
            Webhooks.insert(.first, ["url": .text("https://example.com/other")], secret: "whsec_secret", now: engine.clock.now))
    }

    fileprivate func `let`(delivery id: Int64, be state: String) async throws {
        let change = DeliveryChange(store: engine.store)
        _ = try await engine.store.commit(try await change.statements(id, to: state, in: .first, orThrow: Refused(), now: engine.clock.now))
    }

    fileprivate func follow(delivery id: Int64) async throws {
        let day = CountedDay(of: engine.clock.now, in: .gmt)
        _ = try await engine.store.commit(WithheldMessages.follow(.first, delivery: id, countedOn: day, today: day, now: engine.clock.now))
    }

    /// A day's messages of all agents and of the one.
    fileprivate func counts(on day: String? = nil) async throws -> [Int64] {
        let condition = day.map { " WHERE day = '\($0)'" } ?? ""
        return try await engine.store.read(SQL("SELECT messages FROM daily_counts\(condition) ORDER BY agent_id")).map { $0.integer(0) }
    }

    /// Whether no rule keeps an agent from writing to the contact now.
    fileprivate func isFree(for agent: AgentType) async throws -> Bool {
        try await engine.writeToContacts(agent, filter: "everyone")
        let plan = try #require(try await ContactPlanning(store: engine.store).plan(.key(agent), in: .first, at: engine.clock.now))
        let row = try #require(try await engine.store.read(plan.page(.one(1), limit: 1)).first)
        return RuleVerdict(code: row.integer(3)) == .included
    }
}
