import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `The release of a contact` {
    @Test func `is refused by what is on its way, and by nothing else`() async throws {
        try await Outreach.with { outreach in
            #expect(try await outreach.busy() == [])
            try await outreach.queue(.closure, for: 1)
            try await outreach.hold()
            #expect(try await outreach.busy() == ["run 1"])
            try await outreach.engine.worker().drain()
            #expect(try await outreach.busy() == ["draft 1"])
            _ = try await outreach.desk.reject(1, in: .first, reason: nil)
            #expect(try await outreach.busy() == [])
            // Whoever asked for it has seen another agent there.
            await #expect(throws: ContactHolds.UnderWay.self) {
                try await outreach.engine.store.commit(ContactHolds.release(.first, contact: 1, from: "NURTURE"))
            }
            _ = try await outreach.engine.store.commit(ContactHolds.release(.first, contact: 1, from: "CLOSURE"))
        }
    }

    @Test func `is refused by a message that its receiver does not have yet`() async throws {
        try await Outreach.with { outreach in
            try await outreach.let(.closure, be: "auto")
            try await outreach.queue(.closure, for: 1)
            try await outreach.hold()
            try await outreach.engine.worker().drain()
            #expect(try await outreach.busy() == ["delivery 1"])
            await #expect(throws: ContactHolds.UnderWay.self) {
                try await outreach.engine.store.commit(ContactHolds.release(.first, contact: 1, from: "CLOSURE"))
            }
            try await outreach.engine.outbox(ScriptedChannel()).drain()
            #expect(try await outreach.busy() == [])
        }
    }

    @Test func `is refused while the contact is in a sequence, by all that is on its way in it`() async throws {
        try await SequenceFixture.with(steps(step("1 day", "Second")), autonomy: "ask") { series in
            #expect(try await series.outreach.busy() == ["sequence 1", "draft 1"])
            _ = try await series.outreach.desk.approve(1, in: .first, body: nil)
            #expect(try await series.outreach.busy() == ["sequence 1", "delivery 1"])
            await #expect(throws: ContactHolds.UnderWay.self) {
                try await series.engine.store.commit(ContactHolds.release(.first, contact: 1, from: "CLOSURE"))
            }
        }
    }
}

extension Outreach {
    fileprivate func busy() async throws -> [String] {
        ContactHolds.obstacles(try await engine.store.read(ContactHolds.underWay(.first, contact: 1)).first).map { "\($0.obstacle) \($0.id)" }
    }

    /// As planning gives the contacts of its runs to the agent.
    fileprivate func hold() async throws {
        try await engine.commit(
            """
            INSERT INTO contact_holds (workspace_id, contact_id, agent_id, agent_type, held_since)
            SELECT workspace_id, contact_id, agent_id, agent_type, created_at FROM agent_runs
            """)
    }
}
