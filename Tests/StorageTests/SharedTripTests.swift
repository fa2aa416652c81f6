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

    @Test func `that lock rows are carried out in the order of these, so that no two transactions wait for each other`() async throws {
        try await withPool { pool in
            let writes = [3, 1, 2].map { insert("row \($0)").quick(locking: Int64($0)) }
            let ids = try await together([busy] + writes, in: pool).dropFirst().map { try $0.get()[0][0].integer(0) }
            #expect(ids[1] < ids[2] && ids[2] < ids[0])
        }
    }

    @Test func `are not kept from the disk by one of them that waits for a lock`() async throws {
        try await withHeldTable { store, table in
            let writes = [insert("first"), SQL("INSERT INTO locked VALUES (1)"), insert("last")].map { $0.quick() }
            let answered = submit(([busy] + writes).map { [$0] }, isRead: false, to: store.pool)
            try await eventually("the others") { try await bodies(store).sorted() == ["first", "last"] }
            try await eventually("the one that waits alone") { try await store.read(Self.waiting).count == 1 }
            #expect(answered[2] == nil)
            try await Self.letGo(store)
            try await eventually("all") { answered.count == 4 }
            #expect(try await store.read(table).count == 1)
        }
    }

    @Test func `do not wait for trips that are held up`() async throws {
        try await withHeldTable { store, table in
            var held: [Task<Int, any Error>] = []
            for count in 1...2 {
                held.append(Task { try await store.read(table.quick()).count })
                try await eventually("a trip that waits for it") { try await store.read(Self.waiting).count == count }
            }
            _ = try await store.read(SQL("SELECT 1").quick())
            #expect(try await store.read(Self.waiting).count == 2)
            try await Self.letGo(store)
            for read in held { try #expect(await read.value == 0) }
        }
    }

    private static let waiting = SQL("SELECT 1 FROM pg_locks WHERE relation = 'locked'::regclass AND NOT granted")

    private static func letGo(_ store: any Store) async throws {
        _ = try await store.read(
            SQL(
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND datname = current_database() AND pid <> pg_backend_pid()"
            ))
    }

    /// A table that somebody keeps locked until `letGo`.
    private func withHeldTable(_ body: (PostgresStore, _ table: SQL) async throws -> Void) async throws {
        try await TemporaryDatabase.with(.postgres) { database in
            try await createNotes(database.store)
            var settings = try PostgresCluster.shared.get().settings(database.name)
            settings.lockTimeout = .seconds(60)
            let store = PostgresStore(settings), table = SQL("SELECT id FROM locked")
            try await store.commit(SQL("CREATE TABLE locked (id BIGINT)"))
            let holding = Task {
                try? await store.commit([
                    SQL("LOCK TABLE locked"), table.expecting(rows: 0...0, orThrow: Expected(name: "none")), SQL("SELECT pg_sleep(60)"),
                ])
            }
            try await eventually("the lock") { try await isSleeping(in: database.name) }
            try await body(store, table)
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

    private func together(_ requests: [[SQL]], isRead: Bool, in pool: PostgresPool) async throws -> [Result<[[Row]], any Error>] {
        try await requestsTogether(requests, isRead: isRead, in: pool)
    }
}

/// The answers to requests that were all submitted before the first could be answered.
func requestsTogether(_ requests: [[SQL]], isRead: Bool, in pool: PostgresPool) async throws -> [Result<[[Row]], any Error>] {
    let answers = submit(requests, isRead: isRead, to: pool)
    try await eventually("all answers") { answers.count == requests.count }
    return requests.indices.compactMap { answers[$0] }
}

/// Submits all before the first can be answered.
private func submit(_ requests: [[SQL]], isRead: Bool, to pool: PostgresPool) -> Answers {
    let answers = Answers()
    for (index, statements) in requests.enumerated() {
        pool.submit(
            PostgresRequest(id: pool.nextID(), statements: statements, isRead: isRead, scope: .everyWorkspace) { answers.keep($0, at: index) })
    }
    return answers
}

private final class Answers: Sendable {
    private let known = Mutex<[Int: Result<[[Row]], any Error>]>([:])

    var count: Int { known.withLock { $0.count } }
    subscript(_ index: Int) -> Result<[[Row]], any Error>? { known.withLock { $0[index] } }
    func keep(_ answer: Result<[[Row]], any Error>, at index: Int) { known.withLock { $0[index] = answer } }
}
