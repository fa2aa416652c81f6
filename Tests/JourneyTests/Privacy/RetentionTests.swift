import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `What is kept for so many days` {
    private static let settings = Retention.settings.map(\.name)

    @Test func `goes when it is older, a slice at a time, and nothing else does`() async throws {
        try await ErasureFixture.with { fixture in
            let store = fixture.engine.store
            try await age(fixture)
            let work = RetentionWork(store: store, clock: fixture.engine.clock.wall)
            let due = try await work.due(in: .first)
            let removed = try await work.carryOut(in: .first)
            // Occurrences can go once their runs have gone.
            #expect(due.filter { $0.kind != "occurrences" } == removed.filter { $0.kind != "occurrences" })
            let counts = Dictionary(uniqueKeysWithValues: removed.map { ($0.kind, $0.rows) })
            #expect(
                counts == [
                    "proposals": 0, "conversations": 1201, "messages": 1, "deliveries": 1, "runs on request": 1, "runs": 2, "occurrences": 3,
                    "model calls": 1,
                ])
            let left = try await store.read([
                SQL("SELECT id FROM communications WHERE contact_id = 2 AND direction <> 'internal' ORDER BY id"),
                SQL("SELECT id FROM agent_runs WHERE id >= 500 ORDER BY id"), SQL("SELECT id FROM occurrences WHERE id >= 500 ORDER BY id"),
                SQL("SELECT id FROM deliveries ORDER BY id"), SQL("SELECT id FROM model_calls ORDER BY id"),
            ]).map { $0.map { $0.integer(0) } }
            // The draft and what is young of the other's messages; the step of a sequence with its occurrence; what was missed lately.
            #expect(left == [[20, 21], [502], [502, 505], [1], [1]])
            let again = try await work.carryOut(in: .first)
            #expect(again.allSatisfy { $0.rows == 0 })
        }
    }

    @Test func `stays for ever where the setting is empty`() async throws {
        try await ErasureFixture.with { fixture in
            try await age(fixture)
            let none = Self.settings.map { "\($0) = NULL" }.joined(separator: ", ")
            try await fixture.engine.store.commit(SQL("UPDATE workspaces SET \(none)"))
            let results = try await RetentionWork(store: fixture.engine.store, clock: fixture.engine.clock.wall).carryOut(in: .first)
            #expect(results == [])
        }
    }

    @Test func `is looked at once a day, whichever instance comes first`() async throws {
        try await ErasureFixture.with { fixture in
            let service = RetentionService(store: fixture.engine.store, clock: fixture.engine.clock.wall, logger: .silent)
            func finished() async throws -> Int64 {
                _ = try await service.tick()
                return try await fixture.engine.store.read(SQL("SELECT finished_at FROM retention_runs")).first?.integer(0) ?? 0
            }
            let first = try await finished()
            fixture.engine.clock.move(to: utc("2026-03-02T20:00:00.000Z"))
            let sameDay = try await finished()
            fixture.engine.clock.move(to: utc("2026-03-03T10:00:01.000Z"))
            let nextDay = try await finished()
            #expect(first > 0 && sameDay == first)
            #expect(nextDay == utc("2026-03-03T10:00:01.000Z").milliseconds)
        }
    }

    /// Of each kind something that is two years old, beside something that is needed or young.
    private func age(_ fixture: ErasureFixture) async throws {
        let old = "1600000000000"
        let statements = [
            "UPDATE workspaces SET keep_conversations_days = 30, keep_messages_days = 400",
            "UPDATE sequence_positions SET state = 'done' WHERE contact_id = 2",
            "UPDATE communications SET created_at = \(old), sent_at = NULL WHERE id IN (12, 20, 22)",
            "UPDATE deliveries SET state = 'delivered', finished_at = \(old) WHERE id = 2",
            "UPDATE model_calls SET day = '2020-01-01' WHERE id = 2",
            occurrence(500), occurrence(502), run(500, of: "NULL", step: "NULL"), run(501, of: "500", step: "NULL"), run(502, of: "502", step: "3"),
            // Missed: without runs, with one that a backup knew of, and lately.
            occurrence(503, "missed"), occurrence(504, "missed"), run(504, of: "504", step: "NULL"),
            occurrence(505, "missed", "\(fixture.engine.clock.now.milliseconds)"),
        ]
        for statement in statements { try await fixture.engine.store.commit(SQL(statement).oneOff()) }
        for number in 1000..<2201 {
            try await fixture.engine.store.commit(
                SQL(
                    """
                    INSERT INTO communications (id, workspace_id, user_id, agent_type, body, direction, status, created_at, updated_at, version)
                    VALUES ($1, 1, 1, 'NOTE', 'Old', 'internal', 'sent', \(old), \(old), 1)
                    """, [.integer(Int64(number))]))
        }
    }

    private func occurrence(_ id: Int, _ state: String = "done", _ finished: String = "1600000000000") -> String {
        """
        INSERT INTO occurrences (id, workspace_id, agent_type, trigger, due_at, state, finished_at, created_at, updated_at, version)
        VALUES (\(id), 1, 'REMINDER', 'batch', \(id), '\(state)', \(finished), 1, 1, 1)
        """
    }

    private func run(_ id: Int, of occurrence: String, step: String) -> String {
        """
        INSERT INTO agent_runs (id, workspace_id, user_id, contact_id, agent_type, agent_id, occurrence_id, trigger, step, state, attempts, finished_at,
            created_at, updated_at, version)
        VALUES (\(id), 1, 1, 2, 'REMINDER', 1, \(occurrence), 'batch', \(step), 'succeeded', 1, 1600000000000, 1, 1, 1)
        """
    }
}
