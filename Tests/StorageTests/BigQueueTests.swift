import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `A queue with very many rows` {
    @Test(arguments: DatabaseKind.allCases) func `tells who has work and gives it as quickly as a short one`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let store = database.store
            try await fill(store)
            let start = ContinuousClock.now
            for _ in 0..<20 {
                let due = try await store.read(RunQueue.dueWorkspaces(now: now)).map { $0.integer(0) }
                #expect(due.sorted() == [1, 2])
                for workspace in due {
                    let rows = try await store.commit(
                        RunQueue.claim(WorkspaceID(workspace), owner: "worker", limit: 2, lease: .seconds(20), now: now))
                    try #require(rows.count == 2)
                }
            }
            // Reading the rows that wait would take seconds each time.
            #expect(ContinuousClock.now - start < .seconds(3))
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
