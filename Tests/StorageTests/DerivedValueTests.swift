import Domain
import Storage
import TestSupport
import Testing

@Suite struct `What follows from other values` {
    @Test(arguments: [
        ("Meeting with Harbour Hotel", "meeting"), ("Meet the baker", "meeting"), ("Call the bakery", "call"), ("ring Mill Bakery", "call"),
        ("Email the quote", "email"), ("Visit the spa", "visit"), ("Send the quote", "todo"), ("Recall the order", "todo"),
    ]) func `is a task's kind, seen from its title`(title: String, kind: String) async throws {
        try await TemporaryDatabase.with { database in
            let row = try await database.store.commit(Tasks.table.insert(.first, ["title": .text(title)], now: ExampleRows.now)).last?.first
            #expect(value("kind", of: row, Tasks.table) == .text(kind))
        }
    }

    @Test func `is when a task was done, and no longer once it is pending again`() async throws {
        try await TemporaryDatabase.with { database in
            let now = ExampleRows.now
            let row = try await database.store.commit(Tasks.table.insert(.first, ["title": .text("x"), "status": .text("done")], now: now)).last?
                .first
            #expect(value("completed_at", of: row, Tasks.table) == .time(now))
            let again = try await database.store.commit(Tasks.table.update(.first, id: 1, ["status": .text("pending")], version: nil, now: now)).last?
                .first
            #expect(value("completed_at", of: again, Tasks.table) == .null)
        }
    }

    @Test func `stays when a done task is changed otherwise`() async throws {
        try await TemporaryDatabase.with { database in
            let now = ExampleRows.now
            _ = try await database.store.commit(Tasks.table.insert(.first, ["title": .text("x"), "status": .text("done")], now: now))
            let row = try await database.store.commit(
                Tasks.table.update(.first, id: 1, ["notes": .text("went well")], version: nil, now: now.adding(.seconds(60)))
            ).last?.first
            #expect(value("completed_at", of: row, Tasks.table) == .time(now))
        }
    }

    @Test func `is when a deal was closed`() async throws {
        try await TemporaryDatabase.with { database in
            let now = ExampleRows.now
            let row = try await database.store.commit(Deals.table.insert(.first, ["customer": .text("Mill Bakery")], now: now)).last?.first
            #expect(value("closed_at", of: row, Deals.table) == .null)
            let won = try await database.store.commit(Deals.table.update(.first, id: 1, ["status": .text("won")], version: nil, now: now)).last?.first
            #expect(value("closed_at", of: won, Deals.table) == .time(now))
        }
    }

    @Test func `is the stage in small letters`() async throws {
        try await TemporaryDatabase.with { database in
            let row = try await database.store.commit(
                Contacts.table.insert(.first, ["name": .text("Old Town Spa"), "stage": .text("Negotiation")], now: ExampleRows.now)
            ).last?.first
            #expect(value("stage", of: row, Contacts.table) == .text("negotiation"))
        }
    }

    private func value(_ name: String, of row: Row?, _ table: Table) -> SQLValue? {
        table.columns.firstIndex { $0.name == name }.flatMap { row?[$0] }
    }
}
