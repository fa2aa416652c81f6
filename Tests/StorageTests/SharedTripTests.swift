import Domain
import Synchronization
import TestSupport
import Testing

@testable import Storage

@Suite struct `Quick statements of several callers` {
    @Test func `go to the server together while its connections are in use`() async throws {
        try await withPool { pool in
            let writes = (0..<5).map { _ in
                SQL("INSERT INTO notes (body) VALUES (gen_random_uuid()::TEXT) RETURNING id, pg_current_xact_id()::TEXT").quick()
            }
            let answers = try await together([busy] + writes, in: pool).dropFirst().map { try $0.get()[0][0] }
            #expect(Set(answers.map { $0.text(1) }).count == 1, "one transaction")
            #expect(Set(answers.map { $0.integer(0) }).count == 5, "and a row for each")
        }
    }

    @Test func `are read together, and see one state each where they are several`() async throws {
        try await withPool { pool in
            let begun = SQL("SELECT CAST(transaction_timestamp() AS TEXT), current_setting('transaction_isolation')").quick()
            let answers = try await together([[busy], [begun], [begun, begun], [begun]], isRead: true, in: pool).dropFirst().map { try $0.get() }
            #expect(answers.map(\.count) == [1, 2, 1])
            #expect(Set(answers.flatMap(\.self).flatMap(\.self).map { $0.text(0) }).count == 1)
            #expect(answers[1].allSatisfy { $0[0].text(1) == "repeatable read" })
        }
    }

    @Test func `fail for whoever is at fault alone`() async throws {
        try await withPool { pool in
            let unexpected = insert("unexpected").expecting(rows: 2...2, orThrow: Expected(name: "two rows"))
            let writes = [insert("same"), insert("same"), unexpected, insert("last")].map { $0.quick() }
            let answers = try await together([busy] + writes, in: pool).dropFirst()
            #expect(answers.map(fault(of:)) == [nil, "duplicate", "two rows", nil])
            let kept = try await together([SQL("SELECT body FROM notes ORDER BY body")], in: pool)[0].get()[0].map { $0.text(0) }
            #expect(kept == ["last", "same"])
        }
    }

    @Test func `lock their rows in one order, so that no two transactions wait for each other`() async throws {
        try await withPool { pool in
            let tables = [
                SQL("CREATE SEQUENCE tries"), SQL("CREATE TABLE counts (id BIGINT PRIMARY KEY, count BIGINT)"),
                SQL("INSERT INTO counts VALUES (1, 0), (2, 0)"),
            ]
            for table in tables { _ = try await together([table], in: pool)[0].get() }
            func count(_ row: Int64) -> [SQL] {
                [
                    SQL("SELECT nextval('tries')").quick(),
                    SQL("UPDATE counts SET count = count + 1 WHERE id = $1", [.integer(row)]).quick(locking: row),
                ]
            }
            var settings = pool.settings
            settings.poolSize = 2
            let other = PostgresStore(settings)
            let inTheWay = Task { try await other.commit(count(1) + [SQL("SELECT pg_sleep(0.6)")] + count(2)) }
            let sleeping = SQL("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()")
            try await eventually("the first row's lock") { try await other.read(sleeping).count == 1 }
            for answer in try await together([[busy], count(2), count(1)], isRead: false, in: pool) { _ = try answer.get() }
            _ = try await inTheWay.value
            let tries = try await other.read(SQL("SELECT last_value FROM tries"))[0].integer(0)
            #expect(tries == 4, "none was undone and tried again")
        }
    }

    @Test func `do not wait for trips that are held up`() async throws {
        try await TemporaryDatabase.with(.postgres) { database in
            var settings = try PostgresCluster.shared.get().settings(database.name)
            settings.lockTimeout = .seconds(60)
            let store = PostgresStore(settings)
            let table = SQL("SELECT id FROM locked")
            try await store.commit(SQL("CREATE TABLE locked (id BIGINT)"))
            let holding = Task {
                try? await store.commit([
                    SQL("LOCK TABLE locked"), table.expecting(rows: 0...0, orThrow: Expected(name: "none")), SQL("SELECT pg_sleep(60)"),
                ])
            }
            try await eventually("the lock") { try await isSleeping(in: database.name) }
            let waiting = SQL("SELECT 1 FROM pg_locks WHERE relation = 'locked'::regclass AND NOT granted")
            var held: [Task<Int, any Error>] = []
            for count in 1...2 {
                held.append(Task { try await store.read(table.quick()).count })
                try await eventually("a trip that waits for it") { try await store.read(waiting).count == count }
            }
            _ = try await store.read(SQL("SELECT 1").quick())
            #expect(try await store.read(waiting).count == 2)
            _ = try await store.read(
                SQL("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"))
            for read in held { try #expect(await read.value == 0) }
            _ = await holding.value
        }
    }

    private let busy = SQL("SELECT pg_sleep(0.2)")

    private func fault(of answer: Result<[[Row]], any Error>) -> String? {
        switch answer {
        case .success: nil
        case .failure(PostgresFault.refused(.duplicate)): "duplicate"
        case .failure(PostgresFault.unexpected(let failure as Expected)): failure.name
        case .failure(let error): "\(error)"
        }
    }

    private func withPool(_ body: (PostgresPool) async throws -> Void) async throws {
        try await TemporaryDatabase.with(.postgres) { database in
            try await createNotes(database.store)
            var settings = try PostgresCluster.shared.get().settings(database.name)
            settings.poolSize = 1
            let pool = PostgresPool(settings, clock: DatabaseClock())
            defer { pool.close() }
            try await body(pool)
        }
    }

    private func together(_ statements: [SQL], in pool: PostgresPool) async throws -> [Result<[[Row]], any Error>] {
        try await together(statements.map { [$0] }, isRead: false, in: pool)
    }

    /// Submits all before the first can be answered.
    private func together(_ requests: [[SQL]], isRead: Bool, in pool: PostgresPool) async throws -> [Result<[[Row]], any Error>] {
        let answers = Mutex<[Int: Result<[[Row]], any Error>]>([:])
        for (index, statements) in requests.enumerated() {
            pool.submit(
                PostgresRequest(id: pool.nextID(), statements: statements, isRead: isRead, scope: .everyWorkspace) { answer in
                    answers.withLock { $0[index] = answer }
                })
        }
        try await eventually("all answers") { answers.withLock { $0.count } == requests.count }
        return answers.withLock { answers in requests.indices.compactMap { answers[$0] } }
    }
}
