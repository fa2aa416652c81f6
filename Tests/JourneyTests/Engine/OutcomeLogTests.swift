import Domain
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `The log of outcomes` {
    @Test func `stores what comes together in few commits, before any caller goes on`() async throws {
        try await withNotes { store in
            let counting = CountingStore(store)
            let log = log(counting) { number in [insert(number), insert(number + 1000)] }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in Int64(1)...200 {
                    group.addTask {
                        try await log.record(number)
                        let isStored = try await store.read(SQL("SELECT 1 FROM notes WHERE id = $1", [.integer(number + 1000)])).count == 1
                        #expect(isStored)
                    }
                }
                try await group.waitForAll()
            }
            let stored = try await store.read(SQL("SELECT COUNT(*) FROM notes"))[0].integer(0)
            #expect(stored == 400)
            #expect(counting.commits.load(ordering: .relaxed) < 200)
        }
    }

    @Test func `lets one that cannot be stored spoil no other`() async throws {
        try await withNotes { store in
            let log = log(store) { [insert($0)] }
            let failures = await withTaskGroup(of: Bool.self) { group in
                for number in Int64(1)...100 {
                    group.addTask { (try? await log.record(number % 10 == 0 ? 1_000_000 : number)) == nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(failures == 10)
            let stored = try await store.read(SQL("SELECT COUNT(*) FROM notes"))[0].integer(0)
            #expect(stored == 90)
        }
    }

    @Test(arguments: [StoreError.unavailable(reason: "Away."), .uncertain(reason: "Lost.")])
    func `waits for a database that is away, and repeats what may have happened`(failure: StoreError) async throws {
        try await withNotes { store in
            let away = CountingStore(store, failures: 5, of: failure)
            let log = log(away) { [insert($0)] }
            try await log.record(1)
            #expect(away.commits.load(ordering: .relaxed) == 6)
            let stored = try await store.read(SQL("SELECT COUNT(*) FROM notes"))[0].integer(0)
            #expect(stored == 1)
        }
    }

    private func log(_ store: any Store, _ statements: @escaping @Sendable (Int64) -> [SQL]) -> OutcomeLog<Int64> {
        OutcomeLog(store: store, clock: .fixed(at: TemporaryDatabase.birth)) { $0.flatMap(statements) }
    }

    private func insert(_ number: Int64) -> SQL { SQL("INSERT INTO notes (id) VALUES ($1) RETURNING id", [.integer(number)]) }

    private func withNotes(_ body: (any Store) async throws -> Void) async throws {
        try await TemporaryDatabase.with { database in
            try await database.store.commit(SQL("CREATE TABLE notes (id BIGINT PRIMARY KEY CHECK (id < 1000000))"))
            try await body(database.store)
        }
    }
}
