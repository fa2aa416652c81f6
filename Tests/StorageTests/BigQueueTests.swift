import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `A queue with very many rows` {
    @Test(arguments: DatabaseKind.allCases) func `tells who has work, and gives each its own`(kind: DatabaseKind) async throws {
        try await withManyRuns(kind) { store in
            for _ in 0..<20 {
                let due = try await store.read(RunQueue.dueWorkspaces(now: now)).map { $0.integer(0) }
                #expect(due.sorted() == [1, 2])
                for workspace in due {
                    let rows = try await store.commit(claim(workspace))
                    #expect(rows.count == 2 && rows.allSatisfy { $0.integer(1) == workspace })
                }
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is looked up by index only, row by row`(kind: DatabaseKind) async throws {
        try await withManyRuns(kind) { store in
            for statement in [RunQueue.dueWorkspaces(now: now), claim(1)] {
                let plan = try await plan(of: statement, in: store)
                #expect(
                    !plan.contains { $0.contains("Seq Scan on agent_runs") || $0.hasPrefix("SCAN q") || $0.hasPrefix("SCAN agent_runs") }, "\(plan)")
                #expect(plan.contains { $0.contains("agent_runs_due") }, "\(plan)")
            }
            let plan = try await plan(of: claim(1), in: store)
            #expect(plan.contains { $0.contains("INTEGER PRIMARY KEY") || $0.contains("agent_runs_pkey") }, "\(plan)")
            #expect(plan.contains { $0.contains("agent_runs_waiting") }, "\(plan)")
        }
    }

    private func claim(_ workspace: Int64) -> SQL {
        RunQueue.claim(WorkspaceID(workspace), owner: "worker", limit: 2, lease: .seconds(20), now: now)
    }

    private func plan(of statement: SQL, in store: any Store) async throws -> [String] {
        let isSQLite = store.dialect == .sqlite
        let rows = try await store.commit(SQL("\(isSQLite ? "EXPLAIN QUERY PLAN" : "EXPLAIN") \(statement.text)", statement.arguments).oneOff())
        return rows.map { $0.text(isSQLite ? 3 : 0) }
    }

    private func withManyRuns(_ kind: DatabaseKind, _ body: (any Store) async throws -> Void) async throws {
        try await TemporaryDatabase.with(kind) { database in
            try await fill(database.store)
            try await database.store.commit(SQL("ANALYZE"))
            try await body(database.store)
        }
    }

    private let now = ExampleRows.now

    /// A workspace with twenty thousand waiting runs, and another with forty.
    private func fill(_ store: any Store) async throws {
        try await store.commit(
            SQL("INSERT INTO workspaces (id, name, time_zone, created_at, updated_at, version) VALUES (2, 'Other', 'UTC', 0, 0, 1)"))
        for (workspace, count) in [(1, 20_000), (2, 40)] as [(Int64, Int64)] {
            let numbers = "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i <= $2)"
            let arguments: [SQLValue] = [.integer(workspace), .integer(count)]
            _ = try await store.commit([
                SQL(
                    "\(numbers) INSERT INTO users (workspace_id, id, name, created_at, updated_at, version) SELECT $1, i, '', 0, 0, 1 FROM n",
                    arguments),
                SQL(
                    """
                    \(numbers) INSERT INTO agent_runs (workspace_id, user_id, agent_type, trigger, state, next_attempt_at, created_at, updated_at, version)
                    SELECT $1, i, 'REMINDER', 'batch', 'queued', i, 0, 0, 1 FROM n
                    """, arguments),
            ])
        }
    }
}
