import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(5))) struct `A message that is stopped right before it goes out` {
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
            let began = outreach.engine.clock.now
            for (state, status, sentAt) in [
                ("queued", "sent", SQLValue.time(began)), ("cancelled", "rejected", .null), ("queued", "sent", .time(began)),
            ] {
                try await outreach.let(delivery: 1, be: state)
                #expect(try await outreach.row("SELECT status, sent_at FROM communications") == Row([.text(status), sentAt]))
            }
            let channel = ScriptedChannel()
            try await outreach.engine.outbox(channel).drain()
            #expect(channel.messages.count == 1)
            #expect(try await outreach.row("SELECT status, rejected_because FROM communications") == Row([.text("sent"), .null]))
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
        let now = engine.clock.now
        _ = try await engine.store.commit(
            [Deliveries.setState(.first, id: id, to: state, now: now)] + WithheldMessages.follow(.first, delivery: id, now: now))
    }

    /// Whether no rule keeps an agent from writing to the contact now.
    fileprivate func isFree(for agent: AgentType) async throws -> Bool {
        try await engine.writeToContacts(agent, filter: "everyone")
        let plan = try #require(try await ContactPlanning(store: engine.store).plan(.key(agent), in: .first, at: engine.clock.now))
        let row = try #require(try await engine.store.read(plan.page(.one(1), limit: 1)).first)
        return RuleVerdict(code: row.integer(3)) == .included
    }
}
