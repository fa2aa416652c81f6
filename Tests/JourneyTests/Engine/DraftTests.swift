import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A draft` {
    @Test func `that is approved is sent, and its deliveries go out`() async throws {
        try await withDraft { outreach, desk in
            outreach.engine.clock.advance(by: .seconds(3600))
            _ = try await desk.approve(1, in: .first, body: nil)
            #expect(try await outreach.messages() == ["1|outbound|sent|Good morning."])
            let stored = try await outreach.row("SELECT sent_at, written_body FROM communications")
            #expect(stored == Row([.time(outreach.engine.clock.now), .null]))
            let channel = ScriptedChannel()
            try await outreach.engine.outbox(channel).drain()
            #expect(channel.messages.count == 1)
        }
    }

    @Test func `that is approved is told of as delivered once it is, and as sent once its delivery is forgotten`() async throws {
        try await withDraft { outreach, desk in
            let engine = outreach.engine
            func isTold(_ question: String, as words: String) async throws -> Bool { try await engine.told(question).contains(words) }
            _ = try await desk.approve(1, in: .first, body: nil)
            let written = try await engine.told("What did we last write to Contact 1?")
            #expect(written.contains("approved and not delivered") || written.contains("nothing has delivered it"), "\(written)")
            #expect(try await isTold("What was sent today?", as: "Contact 1, 2 March (not delivered)"))
            #expect(try await isTold("Tell me about Contact 1", as: "Approved and not delivered, 2 March"))
            try await engine.outbox(ScriptedChannel()).drain()
            let sent = try await engine.told("What did we last write to Contact 1?")
            #expect(sent.contains("Last sent to") || sent.contains("last message sent to"), "\(sent)")
            #expect(!(try await isTold("What was sent today?", as: "not delivered")))
            try await engine.commit("UPDATE workspaces SET keep_deliveries_days = 30")
            try await engine.commit("DELETE FROM deliveries")
            engine.clock.advance(by: .seconds(86_400 * 31))
            #expect(try await isTold("Tell me about Contact 1", as: "Last sent, 2 March"))
        }
    }

    @Test func `that is approved out of hours counts for the day on which it goes out`() async throws {
        try await withDraft { outreach, desk in
            try await outreach.engine.commit("UPDATE workspaces SET daily_cap = 1")
            // The evening of a Monday, when the day's one message has been sent.
            try await outreach.engine.commit("INSERT INTO daily_counts (workspace_id, agent_id, day, messages) VALUES (1, 0, '2026-03-02', 1)")
            outreach.engine.clock.move(to: utc("2026-03-02T21:00:00.000Z"))
            _ = try await desk.approve(1, in: .first, body: nil)
            let morning = utc("2026-03-03T08:00:00.000Z")
            #expect(try await outreach.row("SELECT sent_at FROM communications") == Row([.time(morning)]))
            let counts = try await outreach.engine.store.read(SQL("SELECT agent_id, day FROM daily_counts ORDER BY day, agent_id"))
            #expect(
                counts == [
                    Row([.integer(0), .text("2026-03-02")]), Row([.integer(0), .text("2026-03-03")]), Row([.integer(3), .text("2026-03-03")]),
                ])
        }
    }

    @Test func `that is changed keeps what the agent wrote`() async throws {
        try await withDraft { outreach, desk in
            _ = try await desk.approve(1, in: .first, body: "Good evening.")
            let stored = try await outreach.row("SELECT body, written_body FROM communications")
            #expect(stored == Row([.text("Good evening."), .text("Good morning.")]))
        }
    }

    @Test func `keeps the subject that the agent wrote where a person changes it or leaves it out`() async throws {
        for (subject, stored) in [("  A new\nword ", SQLValue.text("A new word")), ("", .null)] {
            try await withDraft { outreach, desk in
                try await outreach.engine.commit("UPDATE communications SET subject = 'The first word'")
                _ = try await desk.approve(1, in: .first, body: nil, subject: subject)
                let row = try await outreach.row("SELECT subject, written_subject, body, written_body FROM communications")
                #expect(row == Row([stored, .text("The first word"), .text("Good morning."), .null]))
            }
        }
    }

    @Test func `goes out with its subject, which stays where nobody changes it`() async throws {
        try await withDraft { outreach, desk in
            try await outreach.engine.commit("UPDATE communications SET subject = 'The first word'")
            _ = try await desk.approve(1, in: .first, body: nil, subject: "The first word")
            #expect(try await outreach.row("SELECT subject, written_subject FROM communications") == Row([.text("The first word"), .null]))
            let channel = ScriptedChannel()
            try await outreach.engine.outbox(channel).drain()
            #expect(channel.messages.map { $0.body.contains(#""subject":"The first word","body":"Good morning.""#) } == [true])
        }
    }

    @Test func `with words in its subject that no fact bears out stays until a person has answered for them`() async throws {
        try await withDraft { outreach, desk in
            let found = #"[{"phrase":"€99","start":4,"length":3,"kind":"price","reason":"No fact names the price €99."}]"#
            try await outreach.engine.commit("UPDATE communications SET subject = 'For €99', subject_findings = '\(found)'")
            await #expect(throws: UncarriedWords(phrases: ["€99"])) { try await desk.approve(1, in: .first, body: nil) }
            await #expect(throws: UncarriedWords(phrases: ["€98"])) { try await desk.approve(1, in: .first, body: nil, subject: "For €98") }
            _ = try await desk.approve(1, in: .first, body: nil, subject: "For you")
            let row = try await outreach.row("SELECT status, subject, subject_findings, despite_findings FROM communications")
            #expect(row == Row([.text("sent"), .text("For you"), .text("[]"), .integer(0)]))
        }
    }

    @Test func `is sent once, however many approve it at the same time`() async throws {
        try await withDraft { outreach, desk in
            let sent = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { (try? await desk.approve(1, in: .first, body: nil)) == nil ? 0 : 1 } }
                return await group.reduce(0, +)
            }
            let deliveries = try await outreach.engine.deliveries()
            #expect(sent == 1 && deliveries == ["queued"])
        }
    }

    @Test func `that is rejected is never sent, and says why`() async throws {
        try await withDraft { outreach, desk in
            _ = try await desk.reject(1, in: .first, reason: "Too blunt")
            #expect(try await outreach.row("SELECT status, rejected_because FROM communications") == Row([.text("rejected"), .text("Too blunt")]))
            await #expect(throws: AlreadyDecided(id: 1)) { try await desk.approve(1, in: .first, body: nil) }
            await #expect(throws: AlreadyDecided(id: 1)) { try await desk.reject(1, in: .first, reason: nil) }
            #expect(try await outreach.engine.deliveries() == [])
        }
    }

    @Test(arguments: [
        ("UPDATE contacts SET consent = 'withdrawn'", "no_consent"), ("UPDATE contacts SET email = NULL", "no_address"),
        (
            """
            INSERT INTO communications (workspace_id, user_id, contact_id, direction, agent_type, body, status, created_at, updated_at, version)
            VALUES (1, 1, 1, 'inbound', 'NOTE', 'Wait', 'sent', 9000000000000, 0, 1)
            """, "in_conversation"
        ),
    ])
    func `stays one while a rule forbids it`(change: String, rule: String) async throws {
        try await withDraft { outreach, desk in
            try await outreach.engine.store.commit(SQL(change))
            await #expect(throws: BrokenRule(Rule(rawValue: rule)!)) { try await desk.approve(1, in: .first, body: nil) }
            #expect(try await outreach.messages().first == "1|outbound|draft|Good morning.")
            #expect(try await outreach.engine.deliveries() == [])
        }
    }

    @Test func `to a contact that is gone can only be rejected`() async throws {
        try await withDraft { outreach, desk in
            _ = try await outreach.engine.store.commit(Contacts.table.delete(.first, id: 1, version: nil, now: TemporaryDatabase.birth))
            await #expect(throws: ContactGone()) { try await desk.approve(1, in: .first, body: nil) }
            _ = try await desk.reject(1, in: .first, reason: nil)
        }
    }

    @Test func `of another version than the one that was read is not sent`() async throws {
        try await withDraft { outreach, desk in
            await #expect(throws: StaleVersion(noun: "communication", id: 1)) { try await desk.approve(1, in: .first, body: nil, version: 7) }
            _ = try await desk.approve(1, in: .first, body: nil, version: 1)
            #expect(try await outreach.messages() == ["1|outbound|sent|Good morning."])
        }
    }

    @Test func `of another workspace is not there, and a person's own message is none`() async throws {
        try await withDraft { outreach, desk in
            await #expect(throws: RowNotFound.self) { try await desk.approve(1, in: WorkspaceID(2), body: nil) }
            _ = try await outreach.engine.pipeline.run(.reminder, for: owner)
            await #expect(throws: RowNotFound.self) { try await desk.reject(2, in: .first, reason: nil) }
        }
    }

    private func withDraft(_ body: (Outreach, DraftDesk) async throws -> Void) async throws {
        try await Outreach.with { outreach in
            try await outreach.run(.closure, for: 1)
            try await body(outreach, outreach.desk)
        }
    }
}

@Suite struct `What a contact wrote` {
    @Test func `is recorded with whoever looks after it`() async throws {
        try await Outreach.with { outreach in
            try await outreach.engine.addUser(2)
            try await outreach.engine.store.commit(SQL("UPDATE contacts SET user_id = 2"))
            let row = try #require(try await record("Hello", outreach))
            let fields = Dictionary(uniqueKeysWithValues: zip(Communications.table.columns.map(\.name), row.values))
            #expect(fields.integer("user_id") == 2 && fields.text("contact_name") == "Contact 1" && fields.text("direction") == "inbound")
            #expect(fields["sent_at"] == .null && fields.text("agent_type") == "NOTE")
        }
    }

    @Test func `ends all writing to it where it is a word that says so`() async throws {
        try await Outreach.with { outreach in
            _ = try await record(" stop. \n", outreach)
            #expect(try await outreach.row("SELECT email, reason FROM suppressions") == Row([.text("contact1@example.com"), .text("opt_out")]))
            #expect(try await outreach.row("SELECT consent FROM contacts") == Row([.text("withdrawn")]))
            _ = try await record("Unsubscribe", outreach)
            #expect(try await outreach.row("SELECT COUNT(*) FROM suppressions") == Row([.integer(1)]))
        }
    }

    @Test(arguments: ["Please do not stop writing", "We stop at nothing", "How do I unsubscribe?"])
    func `ends nothing where it only contains such a word`(body: String) { #expect(!OptOut.isOne(body)) }

    private func record(_ body: String, _ outreach: Outreach) async throws -> Row? {
        let values: Table.Values = ["contact_id": .integer(1), "direction": .text("inbound"), "body": .text(body)]
        return try await outreach.engine.store.commit(ContactMessages.record(.first, values, now: outreach.engine.clock.now)).last?.first
    }
}
