import Domain
import Storage
import TestSupport

@testable import Journey

/// The engine with a small business: contacts 1 (Harbour Hotel) and 2 (Mill Bakery) of the owner and 3 (Night Owl) of another person, a
/// deal, tasks and messages with each; a model by script.
struct AssistantFixture: Sendable {
    let engine: EngineFixture
    let model: ScriptedModel

    static let other = Person(workspace: .first, user: 2)

    static func with(_ model: ScriptedModel = ScriptedModel(), _ body: (AssistantFixture) async throws -> Void) async throws {
        try await EngineFixture.with(at: "2026-03-02T10:00:00.000Z", users: 2, writer: ScriptedWriter(model: model)) { engine in
            try await engine.addBusiness()
            try await body(AssistantFixture(engine: engine, model: model))
        }
    }

    /// The same without a model.
    static func offline(_ body: (EngineFixture) async throws -> Void) async throws {
        try await EngineFixture.with(at: "2026-03-02T10:00:00.000Z", users: 2) { engine in
            try await engine.addBusiness()
            try await body(engine)
        }
    }

    func say(_ text: String, _ person: Person = owner) async throws -> Chat.Answer { try await engine.chat.answer(person, typed: text) }
    func confirm(_ id: Int64, remembering: Bool = false) async throws -> Row {
        try await engine.proposals.confirm(id, in: .first, remembering: remembering)
    }
}

extension EngineFixture {
    fileprivate func addBusiness() async throws {
        let names = ["Harbour Hotel", "Mill Bakery", "Night Owl"]
        for (index, name) in names.enumerated() {
            let contact = Int64(index + 1)
            let user = SQLValue.integer(index == 2 ? 2 : 1)
            let belongs: Table.Values = ["user_id": user, "contact_id": .integer(contact)]
            func with(_ values: Table.Values) -> Table.Values { belongs.merging(values) { $1 } }
            let values: Table.Values = ["user_id": user, "name": .text(name), "email": .text("mail\(contact)@example.com"), "stage": .text("lead")]
            _ = try await store.commit(
                Contacts.table.insert(.first, values, now: clock.now)
                    + Deals.table.insert(.first, with(["customer": .text(name), "product": .text("Engine \(contact)")]), now: clock.now)
                    + Tasks.table.insert(.first, with(["title": .text("Call \(name)"), "due_date": .text("2026-03-0\(contact)")]), now: clock.now)
                    + ContactMessages.record(.first, with(["direction": .text("inbound"), "body": .text("Words of \(name)")]), now: clock.now))
        }
    }

    /// `tool state sentence` of all proposals, oldest first.
    func proposed() async throws -> [String] {
        try await store.read(SQL("SELECT tool || ' ' || state || ' ' || sentence FROM proposals ORDER BY id")).map { $0.text(0) }
    }

    /// A fingerprint of everything that a change could change, but not of the chat.
    func records() async throws -> [[Row]] {
        try await store.read(
            [
                SQL("SELECT id, name, stage, version FROM contacts ORDER BY id"), SQL("SELECT id, status, version FROM deals ORDER BY id"),
                SQL("SELECT id, title, status, version FROM tasks ORDER BY id"), SQL("SELECT id, agent_type, state FROM agent_runs ORDER BY id"),
                SQL("SELECT id, body FROM communications WHERE agent_type NOT IN ('USER_MESSAGE', 'AGENT_RESPONSE') ORDER BY id"),
                SQL("SELECT id FROM deliveries"),
            ])
    }

    func text(_ sql: String) async throws -> String? { try await store.read(SQL(sql)).first?.text(0) }
}
