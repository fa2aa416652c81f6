import Domain
import TestSupport
import Testing

@testable import Storage

/// The second lock: PostgreSQL's own, behind the conditions of the statements.
@Suite struct `PostgreSQL itself` {
    @Test func `keeps the workspaces of every table apart, but of those that hold no workspace's rows`() async throws {
        try await TemporaryDatabase.with(.postgres) { database in
            let rows = try await database.store.read(
                SQL(
                    """
                    SELECT c.relname::TEXT, CASE WHEN c.relrowsecurity AND c.relforcerowsecurity THEN 1 ELSE 0 END,
                        (SELECT COUNT(*) FROM pg_policy p WHERE p.polrelid = c.oid),
                        (SELECT COUNT(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id')
                    FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1
                    """
                ).byStatistics())
            #expect(rows.count > 40)
            for row in rows {
                let isExempt = WorkspacePolicy.exempt[row.text(0)] != nil
                #expect(row.integer(1) == (isExempt ? 0 : 1) && row.integer(2) == (isExempt ? 0 : 1), "\(row.text(0))")
                #expect(!isExempt || row.integer(3) == 0, "\(row.text(0)) has a workspace and is exempt")
            }
            let names = Set(rows.map { $0.text(0) })
            #expect(Set(WorkspacePolicy.exempt.keys).subtracting(names) == [])
        }
    }

    @Test func `shows a statement that names no workspace the rows of its scope only`() async throws {
        try await withTwo { store in
            for (scope, seen) in [(WorkspaceScope.none, [Int64]()), (.workspace(.first), [1]), (.workspace(second), [2]), (.everyWorkspace, [1, 2])] {
                let rows = try await within(scope) { try await store.read([Self.owners, Self.ids]) }
                #expect(rows.map { $0.map { $0.integer(0) } } == [seen, seen], "\(scope)")
            }
        }
    }

    @Test func `lets a statement that names no workspace change the rows of its scope only`() async throws {
        try await withTwo { store in
            _ = try await within(.workspace(second)) { try await store.commit(Self.rename("changed")) }
            _ = try await within(.none) { try await store.commit([Self.rename("lost"), SQL("DELETE FROM tasks")]) }
            let names = try await within(.everyWorkspace) { try await store.read(Self.names) }
            #expect(names.map { $0.text(0) } == ["owner", "changed"])
        }
    }

    @Test(arguments: [WorkspaceScope.none, .workspace(.first)])
    func `refuses a row for a workspace out of scope`(scope: WorkspaceScope) async throws {
        try await withTwo { store in
            let insert = SQL("INSERT INTO users (workspace_id, id, name, created_at, updated_at, version) VALUES (2, 7, 'x', 0, 0, 1)")
            do {
                _ = try await within(scope) { try await store.commit(insert) }
                Issue.record("nothing was thrown")
            } catch StoreError.failed(let reason) {
                #expect(reason.contains("row-level security"), "\(reason)")
            }
        }
    }

    @Test func `shows nothing of the next caller's to the one before, and after a failure nothing of the former's`() async throws {
        try await withTwo { store in
            let failing = [
                Self.owners, SQL("INSERT INTO users (workspace_id, id, name, created_at, updated_at, version) VALUES (2, 1, '', 0, 0, 1)"),
            ]
            let unexpected = [Self.rename("undone").expecting(rows: 0...0, orThrow: LostKey())]
            for _ in 0..<3 {
                for broken in [failing, unexpected] {
                    _ = try? await within(.workspace(second)) { try await store.commit(broken) }
                    let nobodys = try await within(.none) { try await store.read(Self.owners) }
                    _ = try? await within(.everyWorkspace) { try await store.commit(broken) }
                    let seconds = try await within(.workspace(second)) { try await store.read(Self.owners) }
                    let firsts = try await within(.workspace(.first)) { try await store.read([Self.owners, Self.owners])[1] }
                    #expect(nobodys == [] && seconds == [Row([.integer(2)])] && firsts == [Row([.integer(1)])])
                }
            }
            let names = try await within(.everyWorkspace) { try await store.read(Self.names) }
            #expect(names.map { $0.text(0) } == ["owner", "owner"])
        }
    }

    @Test func `gives each of many callers at once its own`() async throws {
        try await withTwo(connections: 3) { store in
            let seen = try await concurrently(Array(0..<300)) { number in
                let workspace = WorkspaceID(Int64(number % 2) + 1)
                let statement = number % 4 < 2 ? Self.owners : Self.owners.quick()
                return try await within(.workspace(workspace)) { try await store.read(statement) }.map { $0.integer(0) } == [workspace.value]
            }
            #expect(seen.filter { !$0.output }.isEmpty)
        }
    }

    private let second = WorkspaceID(2)
    private static let owners = SQL("SELECT workspace_id FROM users ORDER BY workspace_id")
    private static let ids = SQL("SELECT id FROM workspaces ORDER BY id")
    private static let names = SQL("SELECT name FROM users ORDER BY workspace_id")
    private static func rename(_ name: String) -> SQL { SQL("UPDATE users SET name = $1", [.text(name)]) }

    private func within<Result>(_ scope: WorkspaceScope, _ work: () async throws -> Result) async throws -> Result {
        try await WorkspaceScope.$current.withValue(scope) { try await work() }
    }

    /// Two workspaces with a user each, over a store that shows nothing to who names none.
    private func withTwo(connections: Int = 1, _ body: (PostgresStore) async throws -> Void) async throws {
        try await TemporaryDatabase.with(.postgres) { database in
            _ = try await database.store.commit([
                SQL("INSERT INTO workspaces (id, name, time_zone, created_at, updated_at, version) VALUES (2, 'Second', 'UTC', 0, 0, 1)"),
                SQL("DELETE FROM users"),
                SQL(
                    """
                    INSERT INTO users (workspace_id, id, name, created_at, updated_at, version)
                    VALUES (1, 1, 'owner', 0, 0, 1), (2, 1, 'owner', 0, 0, 1)
                    """),
            ])
            var settings = try PostgresCluster.shared.get().settings(database.name)
            settings.poolSize = connections
            try await body(PostgresStore(settings))
        }
    }
}
