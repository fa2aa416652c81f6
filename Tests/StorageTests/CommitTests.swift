import Domain
import Storage
import TestSupport
import Testing

@Suite struct `A commit` {
    @Test(arguments: DatabaseKind.allCases) func `happens as a whole or not at all`(kind: DatabaseKind) async throws {
        try await withNotes(kind) { store in
            await #expect(throws: StoreError.self) {
                _ = try await store.commit([insert("one"), SQL("INSERT INTO nowhere VALUES (1)"), insert("two")])
            }
            #expect(try await bodies(store) == [])
            _ = try await store.commit([insert("one"), insert("two")])
            #expect(try await bodies(store) == ["one", "two"])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `whose expectation fails is undone and throws the expectation's error`(kind: DatabaseKind)
        async throws
    {
        try await withNotes(kind) { store in
            let nothing = SQL("SELECT id FROM notes WHERE body = $1", [.text("absent")])
            await #expect(throws: Expected(name: "a row")) {
                _ = try await store.commit([insert("one"), nothing.expectingOneRow(orThrow: Expected(name: "a row"))])
            }
            let left = try await bodies(store)
            #expect(left == [])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `counts returned rows and changed rows against its expectation`(kind: DatabaseKind) async throws {
        try await withNotes(kind) { store in
            _ = try await store.commit([insert("one"), insert("two"), insert("three")])
            let failure = Expected(name: "count")
            let update = "UPDATE notes SET body = body || '!' WHERE id <= $1"
            _ = try await store.commit(SQL(update, [.integer(2)]).expecting(rows: 2...2, orThrow: failure))
            _ = try await store.commit(SQL(update + " RETURNING id", [.integer(2)]).expecting(rows: 2...2, orThrow: failure))
            await #expect(throws: failure) {
                try await store.commit(SQL(update, [.integer(3)]).expecting(rows: 2...2, orThrow: failure))
            }
            // The count of the write before must not stand in for that of a statement which only reads.
            _ = try await store.commit([
                SQL(update, [.integer(1)]), SQL("SELECT id FROM notes WHERE id = 99").expecting(rows: 0...0, orThrow: failure),
                SQL("UPDATE notes SET body = body WHERE id = 99 RETURNING id").expecting(rows: 0...0, orThrow: failure),
                SQL("DELETE FROM notes WHERE id = 99").expecting(rows: 0...0, orThrow: failure),
            ])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `returns the numbers of the rows that it inserts, however many they are`(kind: DatabaseKind)
        async throws
    {
        try await withNotes(kind) { store in
            func added(_ condition: String) -> SQL {
                let bodies = "(SELECT 'a' AS body UNION ALL SELECT 'b' UNION ALL SELECT 'c') given"
                return SQL("INSERT INTO notes (body) SELECT body FROM \(bodies) WHERE \(condition) RETURNING id").returningNumbers()
            }
            let answers = try await store.commit([insert("one"), added("body <> 'b'"), added("body = 'x'"), added("body = 'b'")])
            #expect(answers[1...].map { $0.map { $0.integer(0) } } == [[2, 3], [], [4]])
            let rows = try await store.read(SQL("SELECT id, body FROM notes ORDER BY id"))
            #expect(rows.map { "\($0.integer(0)) \($0.text(1))" } == ["1 one", "2 a", "3 c", "4 b"])
            await #expect(throws: Expected(name: "two")) {
                try await store.commit(added("body = 'x'").expecting(rows: 2...2, orThrow: Expected(name: "two")))
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `returns the rows of each statement in its place`(kind: DatabaseKind) async throws {
        try await withNotes(kind) { store in
            let answers = try await store.commit([
                SQL("INSERT INTO notes (body) VALUES ($1), ($2) RETURNING id, body", [.text("one"), .text("two")]), insert("three"),
                SQL("SELECT COUNT(*) FROM notes"),
            ])
            #expect(
                answers == [
                    [Row([.integer(1), .text("one")]), Row([.integer(2), .text("two")])], [Row([.integer(3)])], [Row([.integer(3)])],
                ])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `tells a broken key, a broken reference and a broken rule apart`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let deal =
                "INSERT INTO deals (workspace_id, user_id, customer, status, created_at, updated_at, version) VALUES ($1, $2, 'Harbour Hotel', $3, 0, 0, 1)"
            func failure(_ statement: SQL) async -> StoreError? {
                do { try await database.store.commit(statement) } catch { return error as? StoreError }
                return nil
            }
            #expect(await failure(SQL(deal, [.integer(1), .integer(99), .text("open")])) == .brokenReference)
            guard case .failed? = await failure(SQL(deal, [.integer(1), .integer(1), .text("sold")])) else {
                return #expect(Bool(false), "no failure")
            }
            let workspace = SQL("INSERT INTO workspaces (id, name, time_zone, created_at, updated_at, version) VALUES (1, '', 'UTC', 0, 0, 1)")
            guard case .duplicate? = await failure(workspace) else { return #expect(Bool(false), "no duplicate") }
        }
    }
}

struct Expected: Error, Equatable { var name: String }

func withNotes(_ kind: DatabaseKind, _ body: (any Store) async throws -> Void) async throws {
    try await TemporaryDatabase.with(kind) { database in
        try await createNotes(database.store)
        try await body(database.store)
    }
}

func createNotes(_ store: any Store) async throws {
    try await store.commit(SQL("CREATE TABLE notes (id \(store.dialect.identity), body TEXT NOT NULL UNIQUE)"))
}

/// Changes two notes in two transactions that stand in each other's way, so that PostgreSQL undoes one of them.
func commitCrosswise(_ store: any Store) async throws {
    _ = try await store.commit([insert("one"), insert("two")])
    func crossing(_ first: Int64, _ second: Int64) -> [SQL] {
        let update = "UPDATE notes SET body = body || '!' WHERE id = $1"
        return [SQL(update, [.integer(first)]), SQL("SELECT pg_sleep(0.2)"), SQL(update, [.integer(second)])]
    }
    async let there = store.commit(crossing(1, 2))
    async let back = store.commit(crossing(2, 1))
    _ = try await (there, back)
}

func insert(_ body: String) -> SQL { SQL("INSERT INTO notes (body) VALUES ($1) RETURNING id", [.text(body)]) }

func bodies(_ store: any Store) async throws -> [String] {
    try await store.read(SQL("SELECT body FROM notes ORDER BY id")).map { $0.text(0) }
}
