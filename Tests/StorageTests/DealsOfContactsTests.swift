import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `Deals of contacts` {
    @Test(arguments: DatabaseKind.allCases, [[1], [1, 2], [2, 1, 3]] as [[Int64]])
    func `are read together, the latest of each first`(kind: DatabaseKind, contacts: [Int64]) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let now = ExampleRows.now
            for name in ["Ada", "Ben", "Cem"] {
                _ = try await database.store.commit(Contacts.table.insert(.first, ["name": .text(name)], now: now))
            }
            for number in 1...2 {
                for contact in Int64(1)...2 {
                    let values: Table.Values = ["customer": .text("Deal \(number) of \(contact)"), "contact_id": .integer(contact)]
                    _ = try await database.store.commit(Deals.insert(.first, values, now: now))
                }
            }
            let asked = NamedRows.deals(Person(workspace: .first, user: Users.owner), of: contacts, customers: [])
            let found = try await database.store.read(asked).flatMap(NamedRows.deals)
            #expect(found.map(\.customer) == contacts.sorted().filter { $0 < 3 }.flatMap { ["Deal 2 of \($0)", "Deal 1 of \($0)"] })
            #expect(found.map(\.contact) == contacts.sorted().filter { $0 < 3 }.flatMap { [$0, $0] })
        }
    }
}
