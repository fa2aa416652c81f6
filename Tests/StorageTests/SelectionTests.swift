import Domain
import Foundation
import TestSupport
import Testing

@testable import Storage

@Suite struct `What belongs to a list of people` {
    /// How far the tables are when PostgreSQL plans, which it does once for a connection.
    enum Tables: CaseIterable {
        case empty, filled, known
    }

    /// PostgreSQL chose to walk through a workspace's rows and compare each with the list, whether it had their statistics or not.
    @Test(arguments: DatabaseKind.allCases, Tables.allCases)
    func `is looked up person by person among very many rows`(kind: DatabaseKind, tables: Tables) async throws {
        try await TemporaryDatabase.with(kind) { database in
            if tables != .empty { try await fill(database.store) }
            if tables == .known { try await database.store.commit(SQL("ANALYZE")) }
            let statements = PersonContexts.statements(.first, people: Array(500..<600), today: today, in: .gmt, older: true)
            for (table, column) in [("users", "id"), ("business_profiles", "user_id"), ("communications", "user_id")] {
                let asking = statements.filter { $0.text.contains("FROM \(table) WHERE") }
                #expect(!asking.isEmpty)
                for statement in asking {
                    let plan = try await plan(of: statement, in: database.store)
                    let wanted = kind == .sqlite ? "\(column)=?" : "(\(column) = "
                    #expect(plan.contains { $0.contains(wanted) && $0.contains(kind == .sqlite ? "SEARCH" : "Index Cond") }, "\(plan)")
                }
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is the same for many as for each alone`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            try await fill(database.store)
            let people: [Int64] = [7, 3, 19_999, 400_000, 12]
            let together = try await contexts(of: people, in: database.store)
            var alone: [PersonContext] = []
            for person in people.sorted() { alone += try await contexts(of: [person], in: database.store) }
            #expect(together.map(\.person.user) == [3, 7, 12, 19_999])
            #expect(together == alone)
            #expect(try await contexts(of: people + people, in: database.store) == together, "who is named twice counts once")
            #expect(try await contexts(of: [], in: database.store) == [])
            #expect(together.allSatisfy { $0.messages.map(\.body) == ["2", "1"] && $0.profile?.businessType == "cheese" })
        }
    }

    private let today = ExampleRows.now.localDate(in: .gmt)

    private func contexts(of people: [Int64], in store: any Store) async throws -> [PersonContext] {
        let answers = try await store.read(PersonContexts.statements(.first, people: people, today: today, in: .gmt, older: true))
        return PersonContexts.contexts(answers, workspace: .first, today: today)
    }

    private func plan(of statement: SQL, in store: any Store) async throws -> [String] {
        let isSQLite = store.dialect == .sqlite
        var explained = statement
        explained.text = "EXPLAIN QUERY PLAN \(statement.text)"
        explained.postgresText = "EXPLAIN \(statement.postgresText ?? statement.text)"
        return try await store.commit(explained.oneOff()).map { $0.text(isSQLite ? 3 : 0) }
    }

    private func fill(_ store: any Store) async throws {
        let numbers = "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
        _ = try await store.commit([
            SQL("\(numbers) INSERT INTO users (workspace_id, id, name, created_at, updated_at, version) SELECT 1, i, '', 0, 0, 1 FROM n"),
            SQL(
                """
                \(numbers) INSERT INTO business_profiles (workspace_id, user_id, business_type, created_at, updated_at, version)
                SELECT 1, i, 'cheese', 0, 0, 1 FROM n
                """),
            SQL(
                """
                \(numbers), m(t) AS (VALUES ('1'), ('2'))
                INSERT INTO communications (workspace_id, user_id, agent_type, body, created_at, updated_at, version)
                SELECT 1, i, 'REMINDER', t, 0, 0, 1 FROM n, m ORDER BY i, t
                """),
        ])
    }
}
