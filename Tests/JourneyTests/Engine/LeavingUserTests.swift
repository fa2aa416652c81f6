import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A user who is deleted` {
    @Test func `leaves what was written to contacts to whoever looks after them by now, with its runs and deliveries`() async throws {
        try await withTwoUsers { outreach in
            try await outreach.engine.commit("UPDATE contacts SET user_id = 1 WHERE id = 1")
            _ = try await outreach.engine.store.commit(Users.table.delete(.first, id: 2, version: nil, now: outreach.engine.clock.now))
            #expect(
                try await outreach.texts("SELECT direction || ' ' || CAST(user_id AS TEXT) FROM communications WHERE contact_id = 1 ORDER BY id")
                    == ["outbound 1", "inbound 1"])
            for table in ["agent_runs", "deliveries"] {
                #expect(try await outreach.texts("SELECT CAST(user_id AS TEXT) FROM \(table) ORDER BY id") == ["1"], "\(table)")
            }
            #expect(try await outreach.row("SELECT run_id FROM communications WHERE direction = 'outbound'") == Row([.integer(1)]))
        }
    }

    @Test func `takes along what is theirs: their contacts, and their own notes about others'`() async throws {
        try await withTwoUsers { outreach in
            try await outreach.engine.commit("UPDATE contacts SET user_id = 1 WHERE id = 1")
            _ = try await outreach.engine.store.commit(
                ContactMessages.record(
                    .first, ["contact_id": .integer(1), "user_id": .integer(2), "direction": .text("internal"), "body": .text("My own")],
                    now: outreach.engine.clock.now))
            _ = try await outreach.engine.store.commit(Users.table.delete(.first, id: 2, version: nil, now: outreach.engine.clock.now))
            #expect(try await outreach.texts("SELECT body FROM communications WHERE direction = 'internal'") == [])
            #expect(try await outreach.texts("SELECT CAST(id AS TEXT) FROM contacts") == ["1"])
            #expect(try await outreach.row("SELECT COUNT(*) FROM communications WHERE contact_id = 2 OR contact_id IS NULL") == Row([.integer(0)]))
        }
    }

    @Test func `leaves a run that is under way to be ended by who has it in hand`() async throws {
        try await withTwoUsers { outreach in
            let now = outreach.engine.clock.now
            try await outreach.queue(.nurture, for: 1)
            try await outreach.engine.commit("UPDATE agent_runs SET user_id = 2 WHERE id = 2")
            let claims = RunQueue.claims(
                try await outreach.engine.store.commit(RunQueue.claim(.first, owner: "w", limit: 9, lease: .seconds(20), now: now)))
            try await outreach.engine.commit("UPDATE contacts SET user_id = 1 WHERE id = 1")
            _ = try await outreach.engine.store.commit(Users.table.delete(.first, id: 2, version: nil, now: now))
            let message = WrittenMessage(text: "Hello", writer: .offline)
            _ = try await outreach.engine.store.commit(RunQueue.succeed(try #require(claims.first), owner: "w", message: message, now: now))
            #expect(try await outreach.texts("SELECT body || ' ' || CAST(user_id AS TEXT) FROM communications WHERE run_id = 2") == ["Hello 1"])
        }
    }

    /// User 2 looks after both contacts; each has had a message of CLOSURE's or of its own, and the first has answered.
    private func withTwoUsers(_ body: (Outreach) async throws -> Void) async throws {
        try await Outreach.with(contacts: 2) { outreach in
            try await outreach.engine.addUser(2)
            try await outreach.engine.commit("UPDATE contacts SET user_id = 2")
            try await outreach.let(.closure, be: "auto")
            try await outreach.run(.closure, for: 1)
            for (contact, direction) in [(1, "inbound"), (2, "inbound")] as [(Int64, String)] {
                _ = try await outreach.engine.store.commit(
                    ContactMessages.record(
                        .first, ["contact_id": .integer(contact), "direction": .text(direction), "body": .text("Hello")],
                        now: outreach.engine.clock.now))
            }
            #expect(try await outreach.row("SELECT COUNT(*) FROM communications WHERE user_id = 2") == Row([.integer(3)]))
            try await body(outreach)
        }
    }
}

extension Outreach {
    fileprivate func texts(_ question: String) async throws -> [String] { try await engine.store.read(SQL(question)).map { $0.text(0) } }
}
