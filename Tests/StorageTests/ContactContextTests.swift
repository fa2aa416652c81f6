import Domain
import Foundation
import TestSupport
import Testing

@testable import Storage

@Suite struct `The contexts of contacts that are read together` {
    @Test(arguments: DatabaseKind.allCases) func `share what is made of their salesperson's profile, and nothing of another's`(kind: DatabaseKind)
        async throws
    {
        try await TemporaryDatabase.with(kind) { database async throws in
            let store = database.store
            let (first, second, other) = (
                try await contact(of: 1, in: store), try await contact(of: 1, in: store), try await contact(of: 2, in: store)
            )
            let today = LocalDate(year: 2026, month: 1, day: 31)
            let answers = try await store.read(ContactContexts.statements(.first, contacts: [first, second, other], today: today))
            let contexts = ContactContexts.contexts(answers, .first, today: today, zone: .gmt)
            let (one, two, third) = (try #require(contexts[first]), try #require(contexts[second]), try #require(contexts[other]))
            #expect([one, two, third].map(\.profile?.businessType) == ["shop 1", "shop 1", "shop 2"])
            #expect([one, two, third].map(\.profile?.products) == [["Item 1"], ["Item 1"], ["Item 2"]])
            #expect([one, two, third].map(\.person.user) == [1, 1, 2])
            #expect(one.madeOfProfile.lines === two.madeOfProfile.lines && one.madeOfProfile.fact === two.madeOfProfile.fact)
            #expect(one.madeOfProfile.lines !== third.madeOfProfile.lines && one.madeOfProfile.fact !== third.madeOfProfile.fact)
        }
    }

    private func contact(of user: Int64, in store: any Store) async throws -> Int64 {
        let now = TemporaryDatabase.birth
        let person = Person(workspace: .first, user: user)
        let profile = BusinessProfiles.save(
            person, ["business_type": .text("shop \(user)"), "products": .text(#"["Item \#(user)"]"#)], now: now)
        let contact = Contacts.table.insert(.first, ["name": .text("Robin Vale"), "user_id": .integer(user)], now: now)
        let rows = try await store.commit(Users.ensure(person, now: now) + [profile] + contact)
        return try #require(rows.last?.first?.integer(0))
    }
}
