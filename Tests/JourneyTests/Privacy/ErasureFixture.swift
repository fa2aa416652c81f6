import Domain
import Storage
import TestSupport

@testable import Journey

/// A contact with something in every table, beside another with much the same.
struct ErasureFixture: Sendable {
    let engine: EngineFixture
    let contact: Int64 = 1
    let other: Int64 = 2
    static let name = "Zoe Quillfeather", email = "Zoe@Quillfeather.example", phone = "+49 170 5550123"
    /// What no column may hold afterwards.
    static let traces = ["quillfeather", "zoe", "5550123", "xyzzy"]

    static func with(_ body: (ErasureFixture) async throws -> Void) async throws {
        try await EngineFixture.with(at: "2026-03-02T10:00:00.000Z") { engine in
            let fixture = ErasureFixture(engine: engine)
            try await fixture.addContacts()
            for contact in [fixture.contact, fixture.other] { try await fixture.addRows(of: contact) }
            try await fixture.addMentions()
            try await fixture.addEntries()
            try await body(fixture)
        }
    }

    var erasure: ContactErasure { ContactErasure(store: engine.store, clock: engine.clock.wall) }

    func erase() async throws {
        let begun = try await erasure.request(contact, confirmedBy: Self.email, in: .first)
        let done = try await erasure.carryOn(begun, slices: 1000)
        guard done.isDone else { throw Unfinished() }
    }

    struct Unfinished: Error {}

    /// Every row of every table, as `table: value|value|…`.
    func dump() async throws -> [String] {
        var lines: [String] = []
        for table in PersonalData.tables {
            for row in try await engine.store.read(SQL("SELECT * FROM \(table.name)")) {
                lines.append("\(table.name): " + row.values.map { "\($0)" }.joined(separator: "|"))
            }
        }
        return lines
    }

    /// What was done to each contact's deal, and to something that mentions the first one.
    private func addEntries() async throws {
        for (contact, word) in [(contact, "xyzzy"), (other, "plugh")] {
            let deal: JSONValue = .object(["contact_id": .integer(contact), "customer": .string("\(word) customer")])
            try await engine.store.commit(
                AuditEntries.entry(
                    .first, .changed("deal"), AuditSubject("deal", id: contact), before: deal, after: .object(["customer": .string("x")]),
                    now: engine.clock.now))
        }
        let task: JSONValue = .object(["title": .string("Ask ZOE Quillfeather")])
        try await engine.store.commit(
            AuditEntries.entry(.first, .deleted("task"), AuditSubject("task", id: 77), before: task, now: engine.clock.now))
        try await AuditSealer(store: engine.store).seal(.first)
    }

    private func addContacts() async throws {
        let first: Table.Values = [
            "name": .text(Self.name), "email": .text(Self.email), "phone": .text(Self.phone), "company": .text("Xyzzy & Co"),
            "notes": .text("xyzzy notes"), "external_id": .text("xyzzy-1"), "consent": .text("given"),
        ]
        let second: Table.Values = [
            "name": .text("Bo Other"), "email": .text("bo@other.example"), "notes": .text("Knows Zoe Quillfeather."), "consent": .text("given"),
        ]
        for values in [first, second] { _ = try await engine.store.commit(Contacts.table.insert(.first, values, now: engine.clock.now)) }
    }

    /// Texts of the first contact hold `xyzzy`, those of the other don't.
    private func addRows(of contact: Int64) async throws {
        let word = contact == self.contact ? "xyzzy" : "plugh"
        let now = "1772445600000"
        let rows = [
            """
            INSERT INTO deals (id, workspace_id, user_id, contact_id, external_id, customer, product, status, reason_failed, amount_minor, currency,
                created_at, updated_at, version)
            VALUES (\(contact), 1, 1, \(contact), '\(word)-d', '\(word) customer', 'Suite', 'lost', '\(word) reason', 500, 'EUR', \(now), \(now), 1)
            """,
            """
            INSERT INTO tasks (id, workspace_id, user_id, contact_id, external_id, title, kind, status, notes, created_at, updated_at, version)
            VALUES (\(contact), 1, 1, \(contact), '\(word)-t', 'Call \(word)', 'call', 'pending', '\(word) notes', \(now), \(now), 1)
            """,
            """
            INSERT INTO agent_runs (id, workspace_id, user_id, contact_id, agent_type, agent_id, trigger, state, attempts, error, finished_at,
                created_at, updated_at, version)
            VALUES (\(contact), 1, 1, \(contact), 'REMINDER', 1, 'schedule', 'succeeded', 1, 'said \(word)', \(now), \(now), \(now), 1)
            """,
            """
            INSERT INTO agent_runs (id, workspace_id, user_id, contact_id, agent_type, agent_id, trigger, state, attempts, next_attempt_at, created_at,
                updated_at, version)
            VALUES (\(contact + 10), 1, 1, \(contact), 'CLOSURE', 3, 'schedule', 'queued', 0, 1972445600000, \(now), \(now), 1)
            """,
            message(contact, 0, "outbound", "draft", "Dear \(word)", written: nil, run: nil),
            message(contact, 1, "outbound", "sent", "Hello \(word)", written: "Hi \(word)", run: contact),
            message(contact, 2, "inbound", "sent", "\(word) answers", written: nil, run: nil),
            message(contact, 3, "internal", "sent", "\(word) was called", written: nil, run: nil),
            """
            INSERT INTO deliveries (id, workspace_id, user_id, communication_id, channel, webhook_id, key, state, attempts, error, created_at,
                updated_at, version)
            VALUES (\(contact), 1, 1, \(contact * 10 + 1), 'webhook', 1, 'key-\(contact)', 'failed', 1, 'receiver said \(word)', \(now), \(now), 1)
            """,
            """
            INSERT INTO model_calls (id, workspace_id, key, purpose, user_id, run_id, provider, model, outcome, error, day, created_at, updated_at,
                version)
            VALUES (\(contact), 1, 'call-\(contact)', 'run', 1, \(contact), 'openai', 'm', 'failed', 'refused \(word)', '2026-03-02', \(now), \(now), 1)
            """,
            """
            INSERT INTO events (id, workspace_id, kind, key, user_id, contact_id, detail, occurred_at, created_at, updated_at, version)
            VALUES (\(contact), 1, 'api', '1:\(word)', 1, \(contact), '\(word)', \(now), \(now), \(now), 1)
            """,
            """
            INSERT INTO sequence_positions (id, workspace_id, agent_id, agent_type, contact_id, user_id, step, step_at, next_step, state, wake_at,
                created_at, updated_at, version)
            VALUES (\(contact), 1, 1, 'REMINDER', \(contact), 1, 0, \(now), 1, 'active', 1972445600000, \(now), \(now), 1)
            """,
            "INSERT INTO contact_holds (workspace_id, contact_id, agent_id, agent_type, held_since) VALUES (1, \(contact), 1, 'REMINDER', \(now))",
            proposal(contact * 10, #"{"contact_id":\#(contact),"text":"\#(word) said"}"#, "Note \(word)"),
            proposal(contact * 10 + 1, #"{"task_id":\#(contact)}"#, "Mark Call \(word) as done"),
            proposal(contact * 10 + 2, #"{"deal_id":\#(contact),"status":"lost"}"#, "Move \(word)"),
        ]
        for row in rows { try await engine.store.commit(SQL(row).oneOff()) }
    }

    private func message(_ contact: Int64, _ number: Int64, _ direction: String, _ status: String, _ body: String, written: String?, run: Int64?)
        -> String
    {
        """
        INSERT INTO communications (id, workspace_id, user_id, contact_id, run_id, agent_type, body, written_body, direction, status, findings, facts,
            rejected_because, created_at, updated_at, version)
        VALUES (\(contact * 10 + number), 1, 1, \(contact), \(run.map { "\($0)" } ?? "NULL"), 'REMINDER', '\(body)',
            \(written.map { "'\($0)'" } ?? "NULL"), '\(direction)', '\(status)', '[{"phrase":"\(body)"}]', '["contact:\(contact)"]',
            \(status == "draft" ? "'\(body)'" : "NULL"), 1772445600000, 1772445600000, 1)
        """
    }

    private func proposal(_ id: Int64, _ arguments: String, _ sentence: String) -> String {
        """
        INSERT INTO proposals (id, workspace_id, user_id, tool, arguments, fingerprint, sentence, state, result, expires_at, created_at, updated_at, version)
        VALUES (\(id), 1, 1, 'note_call', '\(arguments)', 'f', '\(sentence)', 'proposed', '\(sentence)', 1972445600000, 1772445600000, 1772445600000, 1)
        """
    }

    /// Texts that are about others too.
    private func addMentions() async throws {
        let rows = [
            "INSERT INTO suppressions (workspace_id, email, reason, notes, created_at, updated_at, version) VALUES (1, '\(Self.email)', 'manual', 'xyzzy', 1, 1, 1)",
            "INSERT INTO suppressions (workspace_id, email, reason, notes, created_at, updated_at, version) VALUES (1, 'bo@other.example', 'manual', 'Asked by ZOE QUILLFEATHER', 1, 1, 1)",
            "INSERT INTO companies (workspace_id, name, notes, created_at, updated_at, version) VALUES (1, 'Harbour', 'Zoe Quillfeather works here', 1, 1, 1)",
            "UPDATE conversations SET title = 'About Zoe Quillfeather', summary = 'They spoke of Quillfeather, Zoe.' WHERE workspace_id = 1",
            chat(90, "Call zoe quillfeather (+49 170 5550123, zoe@quillfeather.example), then Bo Other."),
            chat(91, "Nothing about anybody."),
            "INSERT INTO idempotency_keys VALUES (1, 'k1', 'f', 'answered', 201, '', '{\"name\":\"Zoe Quillfeather\"}', 'o', 1)",
            "INSERT INTO idempotency_keys VALUES (1, 'k2', 'f', 'answered', 201, '', '{\"contact_id\":1,\"notes\":\"xyzzy\"}', 'o', 1)",
            "INSERT INTO idempotency_keys VALUES (1, 'k3', 'f', 'answered', 201, '', '{\"contact_id\":11}', 'o', 1)",
            "INSERT INTO answers_under_way VALUES ('a', 1, 1, NULL, 1, 1, 'Zoe Quillfeather is', '[]', 'i', 1)",
            "INSERT INTO deals (id, workspace_id, user_id, customer, product, status, created_at, updated_at, version) VALUES (99, 1, 1, 'Zoe Quillfeather', 'Suite', 'open', 1, 1, 1)",
        ]
        for row in rows { try await engine.store.commit(SQL(row).oneOff()) }
    }

    private func chat(_ id: Int64, _ body: String) -> String {
        """
        INSERT INTO communications (id, workspace_id, user_id, agent_type, body, direction, status, created_at, updated_at, version)
        VALUES (\(id), 1, 1, 'USER_MESSAGE', '\(body)', 'internal', 'answered', 1772445600000, 1772445600000, 1)
        """
    }
}
