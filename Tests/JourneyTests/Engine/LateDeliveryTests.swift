import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A message that could not be delivered on its day` {
    @Test func `counts for the contact's day on which it is, where the workspace's is still the same`() async throws {
        try await Outreach.with { outreach in
            try await outreach.send(.closure, countedAt: "2026-03-03T04:00:00.000Z")
            try await outreach.engine.commit("UPDATE contacts SET time_zone = 'America/New_York'")
            outreach.engine.clock.move(to: utc("2026-03-03T15:00:00.000Z"))
            try await outreach.engine.outbox(ScriptedChannel()).drain()
            #expect(try await outreach.row("SELECT sent_at FROM communications") == Row([.time(utc("2026-03-03T15:00:00.000Z"))]))
            #expect(try await outreach.row("SELECT COUNT(*) FROM daily_counts WHERE day > '2026-03-02'") == Row([.integer(0)]))
        }
    }

    @Test func `is cancelled where contacts get nothing any more`() async throws {
        try await Outreach.with { outreach in
            try await outreach.send(.closure, countedAt: "2026-02-26T10:00:00.000Z")
            try await outreach.engine.commit("UPDATE workspaces SET contact_daily_cap = 0")
            outreach.engine.clock.move(to: utc("2026-03-03T15:00:00.000Z"))
            try await outreach.engine.outbox(ScriptedChannel()).drain()
            #expect(try await outreach.engine.deliveries() == ["cancelled"])
        }
    }

    @Test(arguments: [("Shall we speak tomorrow?", "cancelled"), ("Shall we speak?", "delivered")])
    func `is cancelled where it speaks of that day`(text: String, state: String) async throws {
        try await Outreach.with { outreach in
            try await outreach.send(.closure, countedAt: "2026-03-02T10:00:00.000Z")
            try await outreach.engine.store.commit(SQL("UPDATE communications SET body = $1", [.text(text)]))
            outreach.engine.clock.move(to: utc("2026-03-03T15:00:00.000Z"))
            try await outreach.engine.outbox(ScriptedChannel()).drain()
            #expect(try await outreach.engine.deliveries() == [state])
            let message = try await outreach.row("SELECT COALESCE(rejected_because, status) FROM communications")
            #expect(message == Row([.text(state == "cancelled" ? DraftLife.dayIsOver : "sent")]))
        }
    }

    @Test(arguments: [(0, "cancelled"), (1, "delivered")])
    func `is made again where an attempt of that day may have arrived`(attempts: Int64, state: String) async throws {
        try await Outreach.with { outreach in
            try await outreach.send(.closure, countedAt: "2026-03-02T10:00:00.000Z")
            try await outreach.engine.commit("UPDATE communications SET body = 'Shall we speak tomorrow?'")
            try await outreach.engine.commit("UPDATE webhooks SET is_idempotent = 1")
            try await outreach.engine.store.commit(SQL("UPDATE deliveries SET attempts = $1, may_have_arrived = $1", [.integer(attempts)]))
            outreach.engine.clock.move(to: utc("2026-03-03T15:00:00.000Z"))
            try await outreach.engine.outbox(ScriptedChannel()).drain()
            #expect(try await outreach.engine.deliveries() == [state])
        }
    }

    @Test(arguments: [1, 4]) func `waits for the contact's next day where another late one has just gone out`(atOnce: Int) async throws {
        try await Outreach.with { outreach in
            try await outreach.engine.commit("UPDATE workspaces SET contact_daily_cap = 1")
            try await outreach.send(.closure, countedAt: "2026-02-26T10:00:00.000Z")
            try await outreach.send(.nurture, countedAt: "2026-02-27T10:00:00.000Z")
            let channel = ScriptedChannel()
            outreach.engine.clock.move(to: utc("2026-03-03T15:00:00.000Z"))
            try await outreach.engine.outbox(channel, concurrency: atOnce).drain()
            #expect(channel.messages.count == 1)
            #expect(try await outreach.engine.deliveries().sorted() == ["delivered", "queued"])
            outreach.engine.clock.move(to: utc("2026-03-04T15:00:00.000Z"))
            try await outreach.engine.outbox(channel, concurrency: atOnce).drain()
            #expect(try await outreach.engine.deliveries() == ["delivered", "delivered"])
        }
    }
}

extension Outreach {
    /// A message that counts as sent at a time and is still on its way.
    fileprivate func send(_ agent: AgentType, countedAt time: String) async throws {
        try await self.let(agent, be: "auto")
        try await run(agent, for: 1)
        try await engine.store.commit(
            SQL("UPDATE communications SET sent_at = $1, created_at = $1 WHERE agent_type = $2", [.time(utc(time)), .text(agent.rawValue)]))
    }
}
