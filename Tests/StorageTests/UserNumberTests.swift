import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `The number of a user` {
    private let now = TemporaryDatabase.birth

    @Test(arguments: DatabaseKind.allCases) func `who was deleted is given to nobody else, of whom the audit trail would seem to tell`(
        kind: DatabaseKind
    ) async throws {
        try await TemporaryDatabase.with(kind) { database async throws in
            #expect(try await create(in: database.store) == 2)
            #expect(try await create(in: database.store) == 3)
            for user in [2, 3] as [Int64] { _ = try await database.store.commit(Users.table.delete(.first, id: user, version: nil, now: now)) }
            #expect(try await create(in: database.store) == 4)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `that a client chose beyond all others is not where counting goes on once it is deleted`(
        kind: DatabaseKind
    ) async throws {
        try await TemporaryDatabase.with(kind) { database async throws in
            _ = try await database.store.commit(ExampleRows.users(Int64.max...Int64.max))
            _ = try await database.store.commit(Users.table.delete(.first, id: .max, version: nil, now: now))
            #expect(try await create(in: database.store) == 2)
        }
    }

    private func create(in store: any Store) async throws -> Int64 {
        try await store.commit(Users.insert(.first, ["name": .text("New")], now: now))[1][0].integer(0)
    }
}
