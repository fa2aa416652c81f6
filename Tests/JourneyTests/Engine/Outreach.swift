import Domain
import Storage
import TestSupport

@testable import Journey

/// The engine with a webhook, and contacts that may be written to: `Contact 1` is `contact1@example.com`.
struct Outreach: Sendable {
    let engine: EngineFixture

    static func with(
        contacts: Int64 = 1, writer: ScriptedWriter = ScriptedWriter(), on kind: DatabaseKind = .usual,
        _ body: (Outreach) async throws -> Void
    ) async throws {
        try await EngineFixture.with(at: "2026-03-02T10:00:00.000Z", writer: writer, on: kind) { engine in
            let outreach = Outreach(engine: engine)
            let webhook: Table.Values = ["url": .text("https://example.com/hook")]
            try await engine.store.commit(Webhooks.insert(.first, webhook, secret: "whsec_secret", now: engine.clock.now))
            for number in 1...contacts {
                let values: Table.Values = ["name": .text("Contact \(number)"), "email": .text("contact\(number)@example.com")]
                _ = try await engine.store.commit(Contacts.table.insert(.first, values, now: engine.clock.now))
            }
            try await engine.store.commit(SQL("UPDATE contacts SET consent = 'given'"))
            try await body(outreach)
        }
    }

    var desk: DraftDesk { DraftDesk(store: engine.store, clock: engine.clock.wall, signals: engine.signals) }

    /// A run as planning makes it.
    func queue(_ agent: AgentType, for contact: Int64, trigger: String = "schedule") async throws {
        try await engine.store.commit(
            SQL(
                """
                INSERT INTO agent_runs (workspace_id, user_id, contact_id, agent_type, agent_id, trigger, state, attempts, next_attempt_at, created_at,
                    updated_at, version)
                SELECT 1, 1, CAST($1 AS BIGINT), a.agent_type, a.id, CAST($4 AS TEXT), 'queued', 0, CAST($2 AS BIGINT), CAST($2 AS BIGINT),
                    CAST($2 AS BIGINT), 1
                FROM agents a WHERE a.workspace_id = 1 AND a.agent_type = $3
                """, [.integer(contact), .time(engine.clock.now), .text(agent.rawValue), .text(trigger)]))
    }

    func run(_ agent: AgentType, for contact: Int64, trigger: String = "schedule") async throws {
        try await queue(agent, for: contact, trigger: trigger)
        try await engine.worker().drain()
    }

    func `let`(_ agent: AgentType, be autonomy: String) async throws {
        _ = try await engine.editor.change(.key(agent), in: .first, version: nil, to: ["autonomy": .text(autonomy)])
    }

    /// A deal, a meeting, and a message each way, which name the contact's id.
    func records(of contact: Int64) async throws {
        let now = engine.clock.now
        let belongs: Table.Values = ["contact_id": .integer(contact)]
        func with(_ values: Table.Values) -> Table.Values { belongs.merging(values) { $1 } }
        _ = try await engine.store.commit(
            Deals.table.insert(.first, with(["customer": .text("Contact \(contact)"), "product": .text("Product \(contact)")]), now: now)
                + Tasks.table.insert(
                    .first, with(["title": .text("Meeting \(contact)"), "kind": .text("meeting"), "due_date": .text("2026-03-05")]), now: now)
                + ContactMessages.record(.first, with(["direction": .text("outbound"), "body": .text("To \(contact)")]), now: now)
                + ContactMessages.record(.first, with(["direction": .text("inbound"), "body": .text("From \(contact)")]), now: now))
    }

    /// `contact|direction|status|body` of all messages, oldest first.
    func messages() async throws -> [String] {
        try await engine.store.read(
            SQL("SELECT COALESCE(CAST(contact_id AS TEXT), '-') || '|' || direction || '|' || status || '|' || body FROM communications ORDER BY id")
        ).map { $0.text(0) }
    }

    func row(_ text: String) async throws -> Row? { try await engine.store.read(SQL(text)).first }
}
