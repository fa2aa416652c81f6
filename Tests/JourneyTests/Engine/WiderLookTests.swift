import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `Beyond the rows that every message looks at` {
    @Test(arguments: ["tell me about Nordwind Bakery", "what do we know of NORDWIND BAKERY?", "and nordwind?", "Nordwind"])
    func `a contact named in the chat is found`(question: String) async throws {
        try await withManyRows { engine in
            _ = try await engine.chat.answer(owner, typed: question)
            let seen = try #require(engine.writer.assignments.last?.context)
            #expect(seen.contacts.first?.name == "Nordwind Bakery" && seen.contacts.count { $0.name == "Nordwind Bakery" } == 1)
            #expect(seen.deals.first?.customer == "Nordwind Bakery")
        }
    }

    @Test func `no name, a held name, another's contact and an unknown name find nothing`() async throws {
        try await withManyRows { engine in
            for question in ["how is my pipeline", "tell me about Lead 40", "tell me about Secret Mill", "tell me about Atlantis"] {
                _ = try await engine.chat.answer(owner, typed: question)
                let names = Set(engine.writer.assignments.last?.context.contacts.map(\.name) ?? [])
                #expect(!names.isEmpty && names.isDisjoint(with: ["Nordwind Bakery", "Secret Mill"]), "\(question)")
            }
        }
    }

    @Test func `a product that a customer has bought is not offered`() async throws {
        try await withManyRows { engine in
            let composer = OfflineComposer()
            _ = try await engine.pipeline.run(.upsell, for: owner)
            var context = try #require(engine.writer.assignments.last?.context)
            #expect(context.deals.contains { $0.customer == "Old Customer" && $0.product == "Support" })
            context.messages = []
            for seed in UInt64(0)..<20 {
                let text = try await composer.write(Assignment(purpose: .agent(.upsell), context: context, seed: seed)).text
                let lines = text.split(separator: "\n").filter { $0.contains("Old Customer") }
                #expect(!lines.contains { $0.replacing("has Support", with: "").contains("Support") }, "\(text)")
            }
        }
    }

    @Test func `whole names and their beginnings are looked for in one trip, the deals in another`() async throws {
        try await withManyRows { engine in
            let context = try await engine.pipeline.contexts.context(of: owner)
            let store = CountingStore(engine.store)
            let wider = try await WiderLook(store: store).widened(context, for: .chat(message: "tell me about Nordwind Bakery"))
            #expect(wider.contacts.first?.name == "Nordwind Bakery" && wider.deals.first?.customer == "Nordwind Bakery")
            #expect(store.reads == 2)
        }
    }

    @Test(.onSQLite) func `the looks use the indexes of names`() async throws {
        try await EngineFixture.with { engine in
            let looks = [
                (
                    NamedRows.contacts(owner, beginningWith: ["Nordwind", "nordwind", "NORDWIND"], and: ["bakery"]),
                    "contacts_name (workspace_id=? AND user_id=? AND name>"
                ),
                (
                    NamedRows.deals(owner, of: [7], customers: [])[0], "deals_contact (contact_id=?"
                ),
                (NamedRows.contacts(owner, named: ["Nordwind Bakery"]), "contacts_name (workspace_id=? AND user_id=? AND name=?"),
                (NamedRows.deals(owner, of: [], customers: ["Nordwind Bakery"])[0], "deals_customer (workspace_id=? AND user_id=? AND customer=?"),
            ]
            for (look, index) in looks {
                let plan = try await engine.store.read(SQL("EXPLAIN QUERY PLAN \(look.text)", look.arguments)).map { $0.text(3) }
                #expect(plan.contains { $0.contains(index) }, "\(plan)")
            }
        }
    }

    /// Forty leads and forty deals newer than Nordwind Bakery and its deal, and than the old customer's purchase.
    private func withManyRows(_ body: (EngineFixture) async throws -> Void) async throws {
        try await EngineFixture.with(users: 2) { engine in
            try await engine.store.commit(SQL("UPDATE business_profiles SET products = '[\"Support\",\"Training\"]'"))
            try await engine.addContact("Nordwind Bakery", stage: "lost", age: 90)
            try await engine.addContact("Secret Mill", stage: "lost", age: 90, user: 2)
            try await engine.addContact("Old Customer", stage: "customer", age: 90)
            try await engine.addDeal("Nordwind Bakery", status: "won", age: 90)
            try await engine.addDeal("Old Customer", status: "won", age: 90)
            for number in 1...40 {
                try await engine.addContact("Lead \(number)", stage: "contacted", age: Int64(40 - number))
                try await engine.addDeal("Lead \(number)", status: "open", age: Int64(40 - number))
            }
            try await body(engine)
        }
    }
}

extension EngineFixture {
    fileprivate func addContact(_ name: String, stage: String, age: Int64, user: Int64 = 1) async throws {
        let touched = clock.now.adding(.seconds(-86_400 * age))
        try await store.commit(
            SQL(
                "INSERT INTO contacts (workspace_id, user_id, name, stage, created_at, updated_at, version) VALUES (1, $1, $2, $3, $4, $4, 1)",
                [.integer(user), .text(name), .text(stage), .time(touched)]))
    }

    fileprivate func addDeal(_ customer: String, status: String, age: Int64) async throws {
        let touched = clock.now.adding(.seconds(-86_400 * age))
        try await store.commit(
            SQL(
                """
                INSERT INTO deals (workspace_id, user_id, customer, product, status, created_at, updated_at, version)
                VALUES (1, 1, $1, 'Support', $2, $3, $3, 1)
                """, [.text(customer), .text(status), .time(touched)]))
    }
}
