import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `Very many events of one workspace` {
    @Test(arguments: DatabaseKind.allCases) func `hold up neither its schedules nor the events of others`(kind: DatabaseKind) async throws {
        try await EngineFixture.with(on: kind) { engine in
            let other = try await engine.addWorkspace()
            try await engine.listener("contact_created")
            try await engine.record(events: 2500, in: .first)
            try await engine.record(events: 1, in: other)
            let scheduler = engine.scheduler()
            #expect(try await scheduler.tick() == .zero)
            #expect(try await engine.open(in: other) == 0)
            let left = try await engine.open(in: .first)
            #expect(left > 0 && left < 2500)
            while try await scheduler.tick() == .zero {}
            #expect(try await engine.open(in: .first) == 0)
            #expect(try await engine.runsByTrigger().count == 2500)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `hold up those of no other while they wait for their runs`(kind: DatabaseKind) async throws {
        try await EngineFixture.with(on: kind) { engine in
            let other = try await engine.addWorkspace()
            for workspace in [.first, other] { try await engine.record(events: workspace == .first ? 2500 : 1, in: workspace) }
            try await engine.store.commit(
                SQL(
                    """
                    INSERT INTO occurrences (workspace_id, agent_type, trigger, due_at, event_id, state, created_at, updated_at, version)
                    SELECT workspace_id, 'REMINDER', 'event:' || id, $1, id, 'planned', $1, $1, 1 FROM events
                    """, [.time(engine.clock.now)]))
            let expansion = EventExpansion(store: engine.store, clock: engine.clock.wall, logger: .silent, signals: engine.signals)
            #expect(try await expansion.expandPlanned())
            #expect(try await engine.withoutRuns() == Array(repeating: 1, count: 1500))
            while try await expansion.expandPlanned() {}
            #expect(try await engine.withoutRuns() == [])
        }
    }

    @Test func `are found a part at a time, until all are`() async throws {
        try await EngineFixture.with(at: "2026-03-04T12:00:00.000Z") { engine in
            try await engine.listener("task_overdue")
            try await engine.store.commit(
                SQL(
                    """
                    \(EngineFixture.numbers(1500)) INSERT INTO tasks (workspace_id, user_id, title, kind, status, due_date, sample, created_at, updated_at, version)
                    SELECT 1, 1, 'Call', 'call', 'pending', '2026-03-05', 0, $1, $1, 1 FROM numbers
                    """, [.time(engine.clock.now)]))
            engine.clock.move(to: utc("2026-03-06T12:00:00.000Z"))
            let scheduler = engine.scheduler()
            #expect(try await scheduler.tick() == .zero)
            #expect(try await engine.runsByTrigger().count == 1000)
            #expect(try await scheduler.tick() > .zero)
            #expect(try await engine.runsByTrigger().count == 1500)
        }
    }
}

extension EngineFixture {
    /// What a statement begins with that is to make many rows: `number` of `numbers`.
    fileprivate static func numbers(_ count: Int) -> String {
        """
        WITH RECURSIVE numbers (number) AS (
            SELECT CAST(1 AS BIGINT) UNION ALL SELECT number + 1 FROM numbers WHERE number < \(count))
        """
    }

    fileprivate func record(events count: Int, in workspace: WorkspaceID) async throws {
        try await store.commit(
            SQL(
                """
                \(Self.numbers(count)) INSERT INTO events (workspace_id, kind, key, user_id, occurred_at, created_at, updated_at, version)
                SELECT $1, 'contact_created', 'n' || number, 1, $2, $2, $2, 1 FROM numbers
                """, [.workspace(workspace), .time(clock.now)]))
    }

    /// The workspaces of occurrences without runs.
    fileprivate func withoutRuns() async throws -> [Int64] {
        try await store.read(SQL("SELECT workspace_id FROM occurrences WHERE state = 'planned' ORDER BY id")).map { $0.integer(0) }
    }

    fileprivate func open(in workspace: WorkspaceID) async throws -> Int64 {
        let rows = try await store.read(
            SQL("SELECT COUNT(*) FROM events WHERE workspace_id = $1 AND handled_at IS NULL", [.workspace(workspace)]))
        return rows[0].integer(0)
    }
}
