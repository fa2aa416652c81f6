import Domain
import Storage
import TestSupport
import Testing

@Suite struct `An idempotency key` {
    @Test(arguments: DatabaseKind.allCases) func `is started by one request only`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let results = try await concurrently(Array(0..<20)) { number in try await database.store.commit(start(owner: "\(number)")).count }
            #expect(results.reduce(0) { $0 + $1.output } == 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `goes from started to applied to answered`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let store = database.store
            try await store.commit(start())
            #expect(try await record(store)?.state == "started")
            try await store.commit(IdempotencyKeys.markApplied(.first, key: "key", owner: "me"))
            #expect(try await record(store)?.state == "applied")
            try await store.commit(IdempotencyKeys.answer(.first, key: "key", owner: "me", status: 201, headers: "ETag: 1", body: "{}"))
            let kept = try #require(try await record(store))
            #expect(kept.state == "answered" && kept.status == 201 && kept.headers == "ETag: 1" && kept.body == "{}" && kept.fingerprint == "print")
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `without effect can be forgotten and taken over, with one it cannot`(kind: DatabaseKind) async throws
    {
        try await TemporaryDatabase.with(kind) { database in
            let store = database.store
            try await store.commit(start(owner: "gone"))
            let taken = takeOver(startedBefore: nil)
            #expect(try await store.commit(taken).count == 1)
            #expect(try await store.commit(taken).count == 0)
            try await store.commit(IdempotencyKeys.forget(.first, key: "key", owner: "gone"))
            #expect(try await record(store) != nil)
            try await store.commit(IdempotencyKeys.forget(.first, key: "key", owner: "next"))
            #expect(try await record(store) == nil)
            try await store.commit(start(owner: "gone"))
            try await store.commit(IdempotencyKeys.markApplied(.first, key: "key", owner: "gone"))
            try await store.commit(IdempotencyKeys.forget(.first, key: "key", owner: "gone"))
            #expect(try await store.commit(taken).count == 0)
            #expect(try await record(store)?.state == "applied")
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is forgotten with age, and each workspace has its own`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let store = database.store
            try await store.commit(start())
            #expect(try await store.commit(start(in: WorkspaceID(2))).count == 1)
            try await store.commit(IdempotencyKeys.forget(before: ExampleRows.now))
            #expect(try await record(store) != nil)
            try await store.commit(IdempotencyKeys.forget(before: ExampleRows.now.adding(.milliseconds(1))))
            #expect(try await record(store) == nil)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is left to a process that may be alive, and one that lost it changes nothing`(kind: DatabaseKind)
        async throws
    {
        try await TemporaryDatabase.with(kind) { database in
            let store = database.store
            try await store.commit(start(owner: "gone"))
            #expect(try await store.commit(takeOver(startedBefore: ExampleRows.now)).isEmpty)
            #expect(try await store.commit(takeOver(startedBefore: ExampleRows.now.adding(.milliseconds(1)))).count == 1)
            await #expect(throws: LostKey()) {
                _ = try await store.commit(
                    ExampleRows.users(7...7) + [IdempotencyKeys.markApplied(.first, key: "key", owner: "gone")])
            }
            #expect(try await store.read(Users.exists(Person(workspace: .first, user: 7))) == [])
        }
    }

    private func takeOver(startedBefore: Timestamp?) -> SQL {
        IdempotencyKeys.takeOver(.first, key: "key", from: "gone", owner: "next", startedBefore: startedBefore, now: ExampleRows.now)
    }

    private func start(owner: String = "me", in workspace: WorkspaceID = .first) -> SQL {
        IdempotencyKeys.start(workspace, key: "key", fingerprint: "print", owner: owner, now: ExampleRows.now)
    }

    private func record(_ store: any Store) async throws -> IdempotencyKeys.Record? {
        try await store.read(IdempotencyKeys.find(.first, key: "key")).first.map(IdempotencyKeys.record)
    }
}
