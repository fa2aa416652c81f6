import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A workspace that fails` {
    @Test func `to be read lets the runs of others be written, and has its own tried again later`() async throws {
        try await EngineFixture.with(users: 2) { engine in
            let other = try await engine.addWorkspace()
            for workspace in [.first, other] { _ = try await engine.batches.request(.reminder, in: workspace) }
            let store = RefusingStore(engine.store, "FROM users u WHERE u.workspace_id = $1", of: other)
            let lines = LogLines()
            let worker = engine.worker(on: engine.pipeline(on: store), concurrency: 16, logger: lines.logger)
            try await worker.drain()
            #expect(try await engine.ends() == ["1 succeeded", "1 succeeded", "2 failed The records could not be read."])
            #expect(lines.all.contains("reading what runs are about failed; it is tried again reason=Refused. workspace.id=2"))
            engine.clock.advance(by: .seconds(60))
            try await engine.worker().drain()
            #expect(try await engine.ends() == ["1 succeeded", "1 succeeded", "2 succeeded"])
        }
    }

    @Test func `to be asked for its rules lets other deliveries go out, and has its own tried again later`() async throws {
        try await Outreach.with { outreach in
            let engine = outreach.engine
            try await outreach.let(.closure, be: "auto")
            try await outreach.run(.closure, for: 1)
            _ = try await engine.batches.request(.reminder, in: .first)
            try await engine.worker().drain()
            #expect(try await engine.deliveries() == ["queued", "queued"])
            let channel = ScriptedChannel()
            let store = RefusingStore(engine.store, "FROM subjects s JOIN contacts c", of: .first)
            try await engine.outbox(channel, on: store).drain()
            #expect(
                try await engine.deliveries("state || COALESCE(' ' || error, '')") == [
                    "failed The rules for messages to contacts could not be read.", "delivered",
                ])
            engine.clock.advance(by: .seconds(5))
            try await engine.outbox(channel).drain()
            #expect(try await engine.deliveries() == ["delivered", "delivered"])
            #expect(channel.messages.count == 2)
        }
    }

    @Test func `to end its old drafts leaves those of others to be ended`() async throws {
        try await Outreach.with(contacts: 2) { outreach in
            let engine = outreach.engine
            let other = try await engine.addWorkspace()
            for contact in Int64(1)...2 { try await outreach.run(.closure, for: contact) }
            try await engine.store.commit(
                SQL(
                    """
                    INSERT INTO communications (workspace_id, user_id, direction, agent_type, body, status, created_at, updated_at, version)
                    VALUES ($1, 1, 'outbound', 'CLOSURE', 'Can we speak?', 'draft', $2, $2, 1)
                    """, [.workspace(other), .time(engine.clock.now)]))
            engine.clock.move(to: utc("2026-06-01T10:00:00.000Z"))
            let store = RefusingStore(engine.store, "SET status = 'rejected'", of: .first)
            _ = try await engine.draftExpiry(on: store).tick()
            let states = SQL("SELECT CAST(workspace_id AS TEXT) || ' ' || status FROM communications ORDER BY id")
            #expect(try await engine.store.read(states).map { $0.text(0) } == ["1 draft", "1 draft", "2 rejected"])
            _ = try await engine.draftExpiry().tick()
            #expect(try await engine.store.read(states).map { $0.text(0) } == ["1 rejected", "1 rejected", "2 rejected"])
        }
    }

    @Test func `to be looked at for old drafts is not asked by itself, however many there are`() async throws {
        try await EngineFixture.with { engine in
            for zone in ["Europe/Berlin", "Asia/Tokyo", "Europe/Berlin"] { _ = try await engine.addWorkspace(in: zone) }
            let store = CountingStore(engine.store)
            _ = try await engine.draftExpiry(on: store).tick()
            #expect(store.reads == 2)
        }
    }

    @Test func `to have its audit trail sealed leaves those of others to be sealed`() async throws {
        try await EngineFixture.with { engine in
            let other = try await engine.addWorkspace()
            for workspace in [.first, other] {
                try await engine.store.commit(
                    AuditEntries.entry(workspace, .contactErased, AuditSubject("contact", id: 1), now: engine.clock.now))
            }
            let store = RefusingStore(engine.store, "FROM audit_heads", of: .first)
            _ = try await AuditSealing(store: store, clock: engine.clock.wall, logger: .silent).tick()
            let sealed = SQL("SELECT DISTINCT workspace_id FROM audit_entries WHERE hash IS NULL")
            #expect(try await engine.store.read(sealed).map { $0.integer(0) } == [1])
        }
    }

    @Test func `to have its old data removed leaves that of others to be removed`() async throws {
        try await EngineFixture.with { engine in
            let other = try await engine.addWorkspace()
            let store = RefusingStore(engine.store, "retention_runs", of: .first)
            _ = try await RetentionService(store: store, clock: engine.clock.wall, logger: .silent).tick()
            let done = SQL("SELECT workspace_id FROM retention_runs WHERE finished_at IS NOT NULL")
            #expect(try await engine.store.read(done).map { $0.integer(0) } == [other.value])
        }
    }
}

@Suite(.timeLimit(.minutes(10))) struct `Erasures that cannot go on` {
    @Test func `hold up no other while a message to each contact is going out`() async throws {
        try await EngineFixture.with { engine in
            try await engine.eraseContacts(12) { contact in
                guard contact < 12 else { return }
                try await engine.store.commit([
                    SQL(
                        """
                        INSERT INTO communications (id, workspace_id, user_id, contact_id, direction, agent_type, body, status, sent_at, created_at,
                            updated_at, version)
                        VALUES ($1, 1, 1, $1, 'outbound', 'CLOSURE', 'Hello', 'sent', $2, $2, $2, 1)
                        """, [.integer(contact), .time(engine.clock.now)]),
                    SQL(
                        """
                        INSERT INTO deliveries (workspace_id, user_id, communication_id, channel, webhook_id, key, state, attempts, created_at,
                            updated_at, version)
                        VALUES (1, 1, $1, 'webhook', 1, 'key-' || CAST($1 AS TEXT), 'sending', 1, $2, $2, 1)
                        """, [.integer(contact), .time(engine.clock.now)]),
                ])
            }
            try await engine.finishErasures(on: engine.store)
            #expect(try await engine.erased() == [12])
        }
    }

    @Test func `hold up no other where they fail`() async throws {
        try await EngineFixture.with { engine in
            try await engine.eraseContacts(3) { _ in }
            let store = RefusingStore(engine.store) {
                $0.text.hasPrefix("DELETE FROM contact_holds") && $0.arguments == [.workspace(.first), .integer(1)]
            }
            try await engine.finishErasures(on: store)
            #expect(try await engine.erased() == [2, 3])
            try await engine.finishErasures(on: engine.store)
            #expect(try await engine.erased() == [1, 2, 3])
        }
    }
}

extension EngineFixture {
    fileprivate func draftExpiry(on other: (any Store)? = nil) -> DraftExpiry {
        let store = other ?? self.store
        return DraftExpiry(
            store: store, clock: clock.wall, logger: .silent, desk: DraftDesk(store: store, clock: clock.wall, signals: signals))
    }

    /// `workspace state error` of all runs.
    fileprivate func ends() async throws -> [String] {
        try await store.read(SQL("SELECT workspace_id, state, error FROM agent_runs ORDER BY id")).map { row in
            "\(row.integer(0)) \(row.text(1))\(row.optionalText(2).map { " \($0)" } ?? "")"
        }
    }

    /// Has contacts erased, each after `prepare`.
    fileprivate func eraseContacts(_ count: Int64, _ prepare: (Int64) async throws -> Void) async throws {
        for contact in 1...count {
            try await addContact(contact)
            try await prepare(contact)
            let erasure = ContactErasure(store: store, clock: clock.wall)
            _ = try await erasure.request(contact, confirmedBy: "Contact \(contact)", in: .first)
        }
    }

    fileprivate func finishErasures(on store: any Store) async throws {
        let service = ErasureService(store: store, clock: clock.wall, logger: .silent)
        while try await service.tick() == .zero {}
    }

    fileprivate func erased() async throws -> [Int64] {
        try await store.read(SQL("SELECT contact_id FROM erasures WHERE state = 'done' ORDER BY contact_id")).map { $0.integer(0) }
    }
}
