import Domain
import Foundation
import TestSupport
import Testing

@testable import Storage

@Suite struct `The catalogue` {
    private let now = TemporaryDatabase.birth
    private let today = LocalDate(year: 2026, month: 1, day: 31)

    @Test(arguments: DatabaseKind.allCases) func `gives messages to a contact what its deals are about first, and nothing retired`(kind: DatabaseKind)
        async throws
    {
        try await TemporaryDatabase.with(kind) { database async throws in
            let store = database.store
            for number in 1...40 { try await add(["name": .text("Item \(number + 100)")], to: store) }
            try await add(["name": .text("Zither"), "price_minor": .integer(9900), "currency": .text("EUR"), "unit": .text("piece")], to: store)
            try await add(["name": .text("Aria"), "status": .text("retired")], to: store)
            let contact = try await contact(buying: "zither", in: store)
            let products = try await products(for: contact, in: store)
            #expect(products.count == 30 && products.map(\.name).prefix(2) == ["Zither", "Item 101"])
            #expect(products[0].priceMinor == 9900 && products[0].currency == "EUR" && products[0].unit == "piece")
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `of one workspace is none of another's`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database async throws in
            let store = database.store
            let other = WorkspaceID(2)
            _ = try await store.commit(
                [SQL("INSERT INTO workspaces (id, name, time_zone, created_at, updated_at, version) VALUES (2, 'Other', 'UTC', 0, 0, 1)")]
                    + Products.table.insert(other, ["name": .text("Zither"), "sku": .text("Z-1")], now: now))
            try await add(["name": .text("Zither"), "sku": .text("Z-1")], to: store)
            let products = try await products(for: try await contact(buying: "Zither", in: store), in: store)
            let own = try await store.read(SQL("SELECT id FROM products WHERE workspace_id = 1"))
            #expect(products.map(\.id) == own.map { $0.integer(0) })
        }
    }

    private func add(_ values: Table.Values, to store: any Store) async throws {
        _ = try await store.commit(Products.table.insert(.first, values, now: now))
    }

    private func contact(buying product: String, in store: any Store) async throws -> Int64 {
        let rows = try await store.commit(
            Users.ensure(Person(workspace: .first, user: 1), now: now) + Contacts.table.insert(.first, ["name": .text("Robin Vale")], now: now))
        let id = try #require(rows.last?.first?.integer(0))
        _ = try await store.commit(
            Deals.table.insert(.first, ["customer": .text("Vale"), "product": .text(product), "contact_id": .integer(id)], now: now))
        return id
    }

    private func products(for contact: Int64, in store: any Store) async throws -> [ProductFact] {
        let answers = try await store.read(ContactContexts.statements(.first, contacts: [contact], today: today))
        return try #require(ContactContexts.contexts(answers, .first, today: today, zone: .gmt)[contact]).products
    }
}
