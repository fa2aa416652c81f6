import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A run for a contact` {
    @Test func `leaves a draft and no delivery where a person is to be asked`() async throws {
        try await Outreach.with { outreach in
            try await outreach.run(.closure, for: 1)
            #expect(try await outreach.messages() == ["1|outbound|draft|Good morning."])
            #expect(try await outreach.engine.deliveries() == [])
            let row = try await outreach.row("SELECT conversation_id, sent_at, user_id FROM communications")
            #expect(row == Row([.null, .null, .integer(1)]))
        }
    }

    @Test func `is sent at once by an agent that may`() async throws {
        try await Outreach.with { outreach in
            try await outreach.let(.closure, be: "auto")
            try await outreach.run(.closure, for: 1)
            #expect(try await outreach.messages() == ["1|outbound|sent|Good morning."])
            #expect(try await outreach.row("SELECT sent_at FROM communications") == Row([.time(outreach.engine.clock.now)]))
            let channel = ScriptedChannel()
            try await outreach.engine.outbox(channel).drain()
            let told = try JSONDecoder().decode(JSONValue.self, from: Data(try #require(channel.messages.first?.body).utf8))
            guard case .object(let message) = told, case .object(let data)? = message["data"] else { return #expect(Bool(false), "no data") }
            #expect(data["direction"] == .string("outbound"))
            #expect(
                data["recipient"]
                    == .object(["contact_id": .integer(1), "name": .string("Contact 1"), "email": .string("contact1@example.com")]))
        }
    }

    @Test func `is written from the contact's own records and nobody else's`() async throws {
        try await Outreach.with(contacts: 3) { outreach in
            for id in Int64(1)...3 { try await outreach.records(of: id) }
            try await outreach.engine.store.commit(SQL("UPDATE workspaces SET conversation_hours = 1"))
            outreach.engine.clock.advance(by: .seconds(2 * 3600))
            for id in Int64(1)...3 { try await outreach.queue(.closure, for: id) }
            try await outreach.engine.worker().drain()
            let contexts = outreach.engine.writer.assignments.compactMap(\.contact)
            #expect(contexts.map(\.contact.id).sorted() == [1, 2, 3])
            for context in contexts {
                let id = context.contact.id
                #expect(context.contact.name == "Contact \(id)" && context.deals.map(\.product) == ["Product \(id)"])
                #expect(context.tasks.map(\.title) == ["Meeting \(id)"] && context.messages.map(\.body) == ["From \(id)", "To \(id)"])
                #expect(context.messages.map(\.isInbound) == [true, false] && context.profile?.businessType == "hotel software")
                let all = "\(context)"
                for other in Int64(1)...3 where other != id {
                    for word in ["Contact \(other)", "Product \(other)", "Meeting \(other)", "From \(other)", "To \(other)"] {
                        #expect(!all.contains(word), "\(word) in the context of \(id)")
                    }
                }
            }
        }
    }

    @Test(arguments: [
        ("UPDATE contacts SET email = NULL", "no_address", "The contact has no e-mail address."),
        ("UPDATE contacts SET consent = 'withdrawn'", "no_consent", "The contact has not consented to messages, or has withdrawn its consent."),
        ("UPDATE contacts SET consent = 'unknown'", "no_consent", "The contact has not consented to messages, or has withdrawn its consent."),
        (
            "INSERT INTO suppressions (workspace_id, email, reason, created_at, updated_at, version) VALUES (1, 'CONTACT1@example.com', 'bounce', 0, 0, 1)",
            "suppressed", "The address is suppressed: it opted out, bounced or complained, or somebody entered it."
        ),
    ])
    func `that a rule forbids ends with that rule, unwritten`(change: String, rule: String, words: String) async throws {
        try await Outreach.with { outreach in
            try await outreach.engine.store.commit(SQL(change))
            try await outreach.run(.closure, for: 1)
            let run = try await outreach.engine.run(1)
            #expect(run["state"] == .text("cancelled") && run["rule"] == .text(rule) && run["error"] == .text(words))
            #expect(outreach.engine.writer.assignments.isEmpty)
            #expect(try await outreach.messages() == [])
        }
    }

    @Test func `of a contact that has gone is cancelled`() async throws {
        try await Outreach.with { outreach in
            try await outreach.queue(.closure, for: 1)
            _ = try await outreach.engine.store.commit(SQL("DELETE FROM contacts WHERE id = 1"))
            try await outreach.engine.worker().drain()
            #expect(try await outreach.engine.states() == ["cancelled"])
            #expect(outreach.engine.writer.assignments.isEmpty)
        }
    }

    @Test func `of a contact that another looks after by now is written in the other's name`() async throws {
        try await Outreach.with { outreach in
            try await outreach.let(.closure, be: "auto")
            try await outreach.queue(.closure, for: 1)
            try await outreach.engine.addUser(2)
            _ = try await outreach.engine.store.commit(SQL("UPDATE contacts SET user_id = 2"))
            try await outreach.engine.worker().drain()
            #expect(outreach.engine.writer.assignments.map(\.person.user) == [2])
            let run = try await outreach.engine.run(1)
            #expect(run["state"] == .text("succeeded") && run["user_id"] == .integer(2) && run["attempts"] == .integer(1))
            #expect(try await outreach.row("SELECT user_id FROM communications") == Row([.integer(2)]))
            #expect(try await outreach.row("SELECT user_id FROM deliveries") == Row([.integer(2)]))
        }
    }

    @Test func `knows its messages by when they were sent, not by when they were written`() async throws {
        try await Outreach.with { outreach in
            try await outreach.records(of: 1)
            try await outreach.engine.commit("UPDATE workspaces SET conversation_hours = 0")
            // As a draft that was approved two days later.
            try await outreach.engine.commit("UPDATE communications SET sent_at = created_at + 172800000 WHERE direction = 'outbound'")
            outreach.engine.clock.advance(by: .seconds(3 * 86_400))
            try await outreach.run(.closure, for: 1)
            let messages = try #require(outreach.engine.writer.assignments.first?.contact).messages
            #expect(messages.map(\.body) == ["To 1", "From 1"])
            #expect(messages.map(\.day.description) == ["2026-03-04", "2026-03-02"])
        }
    }

    @Test func `that has no words is given up at once, and can be queued again`() async throws {
        let writer = ScriptedWriter(.failure(.wordless(reason: "Nothing to say.")), .text("Good morning."))
        try await Outreach.with(writer: writer) { outreach in
            try await outreach.run(.closure, for: 1)
            let run = try await outreach.engine.run(1)
            #expect(run["state"] == .text("dead") && run["error"] == .text("Nothing to say.") && run["next_attempt_at"] == .null)
            _ = try await outreach.engine.store.commit(AgentRuns.setState(.first, id: 1, to: "queued", now: outreach.engine.clock.now))
            try await outreach.engine.worker().drain()
            #expect(try await outreach.engine.states() == ["succeeded"])
        }
    }

    @Test func `stands in no chat of the salesperson's, and in no context of theirs`() async throws {
        try await Outreach.with { outreach in
            try await outreach.let(.closure, be: "auto")
            try await outreach.run(.closure, for: 1)
            let seen = try await outreach.engine.store.read(Communications.history(owner, limit: 10))
            #expect(seen == [])
            let context = try await outreach.engine.pipeline.contexts.context(of: owner)
            #expect(context.messages == [] && context.written == [])
        }
    }

    @Test func `that is put off is not an attempt`() async throws {
        try await Outreach.with { outreach in
            try await outreach.queue(.closure, for: 1)
            let now = outreach.engine.clock.now
            let claim = try #require(
                RunQueue.claims(try await outreach.engine.store.commit(RunQueue.claim(.first, owner: "w", limit: 9, lease: .seconds(20), now: now)))
                    .first)
            let later = now.adding(.seconds(3600))
            _ = try await outreach.engine.store.commit(RunOutcome.statements([.postponed(.init(claim, until: later))], owner: "w", now: now))
            let run = try await outreach.engine.run(1)
            #expect(run["state"] == .text("queued") && run["attempts"] == .integer(0) && run["next_attempt_at"] == .time(later))
        }
    }

    /// As over holidays, which may be longer than a conversation is taken to last.
    @Test func `that has waited for days is not written once the contact has written`() async throws {
        try await Outreach.with(contacts: 2) { outreach in
            for id in Int64(1)...2 { try await outreach.queue(.closure, for: id) }
            outreach.engine.clock.advance(by: .seconds(60))
            _ = try await outreach.engine.store.commit(
                ContactMessages.record(
                    .first, ["contact_id": .integer(1), "direction": .text("inbound"), "body": .text("We have signed elsewhere.")],
                    now: outreach.engine.clock.now))
            outreach.engine.clock.advance(by: .seconds(7 * 86_400))
            try await outreach.engine.worker().drain()
            #expect(try await outreach.messages().filter { $0.contains("outbound") } == ["2|outbound|draft|Good morning."])
            let run = try await outreach.engine.run(1)
            #expect(run["state"] == .text("cancelled") && run["rule"] == .text("in_conversation"))
            // A person knows what the contact has written.
            let now = outreach.engine.clock.now
            _ = try await outreach.engine.store.commit(AgentRuns.setState(.first, id: 1, to: "queued", now: now))
            try await outreach.engine.worker().drain()
            #expect(try await outreach.messages().filter { $0.contains("outbound") }.count == 2)
        }
    }

    @Test func `to a contact who has moved into a zone since the hours were read waits for the next look`() async throws {
        try await Outreach.with { outreach in
            let check = SendCheck(store: outreach.engine.store, clock: outreach.engine.pipeline.clock)
            let calendar = try await check.calendar(of: .first)
            try await outreach.engine.commit("UPDATE contacts SET time_zone = 'Asia/Tokyo'")
            let subject = SendSubject(contact: 1, agent: 1, run: 0, since: nil)
            #expect(try await check.verdict(on: subject, in: .first, by: calendar) == .early(until: calendar.now.adding(.seconds(60))))
        }
    }

    @Test func `whose message waits for a receiver is not delivered any more once the contact has written or withdrawn`() async throws {
        try await Outreach.with(contacts: 3) { outreach in
            try await outreach.let(.closure, be: "auto")
            for id in Int64(1)...3 { try await outreach.run(.closure, for: id) }
            outreach.engine.clock.advance(by: .seconds(60))
            _ = try await outreach.engine.store.commit(
                ContactMessages.record(
                    .first, ["contact_id": .integer(1), "direction": .text("inbound"), "body": .text("Not now")], now: outreach.engine.clock.now)
                    + [SQL("DELETE FROM contacts WHERE id = 2")])
            let channel = ScriptedChannel()
            try await outreach.engine.outbox(channel).drain()
            #expect(
                try await outreach.engine.deliveries("state || ': ' || COALESCE(error, '')") == [
                    "cancelled: A person is in conversation with the contact.", "cancelled: The contact has been deleted.",
                    "delivered: ",
                ])
            #expect(channel.messages.count == 1)
        }
    }

    @Test func `whose message could not be delivered on its day counts for the day on which it is, or waits for the next`() async throws {
        try await Outreach.with(contacts: 2) { outreach in
            try await outreach.let(.closure, be: "auto")
            try await outreach.engine.commit("UPDATE workspaces SET daily_cap = 2")
            for id in Int64(1)...2 { try await outreach.run(.closure, for: id) }
            // On the next day another message has been sent already.
            try await outreach.engine.commit("INSERT INTO daily_counts (workspace_id, agent_id, day, messages) VALUES (1, 0, '2026-03-03', 1)")
            let channel = ScriptedChannel()
            for (time, delivered) in [("2026-03-03T09:00:00.000Z", 1), ("2026-03-03T12:00:00.000Z", 1), ("2026-03-04T09:00:00.000Z", 2)] {
                outreach.engine.clock.move(to: utc(time))
                // Once to be put off from midnight to the hours, once to be sent.
                for _ in 1...2 { try await outreach.engine.outbox(channel).drain() }
                #expect(channel.messages.count == delivered, "at \(time)")
            }
            let sent = try await outreach.engine.store.read(SQL("SELECT sent_at FROM communications ORDER BY sent_at"))
            #expect(sent == [Row([.time(utc("2026-03-03T09:00:00.000Z"))]), Row([.time(utc("2026-03-04T09:00:00.000Z"))])])
            let counts = try await outreach.engine.store.read(SQL("SELECT messages FROM daily_counts WHERE agent_id = 0 ORDER BY day"))
            #expect(counts.map { $0.integer(0) } == [2, 2, 1])
        }
    }

    @Test(arguments: [StoreError.unavailable(reason: "Away."), .uncertain(reason: "Lost.")])
    func `whose message counts for a cap is written once, and stored when the database is back`(failure: StoreError) async throws {
        try await Outreach.with { outreach in
            let engine = outreach.engine
            try await outreach.let(.closure, be: "auto")
            try await engine.commit("UPDATE workspaces SET daily_cap = 2")
            try await outreach.queue(.closure, for: 1)
            let store = RefusingStore(engine.store, failure, times: 3) { $0.text.contains("INSERT INTO daily_counts") }
            let worker = engine.worker(on: engine.pipeline(on: store))
            let work = Task { try await worker.drain() }
            try await eventually {
                if engine.clock.sleepers > 0 { engine.clock.advance(by: .milliseconds(100)) }
                let states = try await engine.states()
                return states != ["queued"] && states != ["running"]
            }
            _ = try await work.value
            #expect(try await engine.states() == ["succeeded"])
            #expect(engine.writer.assignments.count == 1)
            #expect(try await outreach.row("SELECT messages FROM daily_counts WHERE agent_id = 0") == Row([.integer(1)]))
        }
    }

    @Test func `that is cancelled while its message is written counts for no cap`() async throws {
        let gate = Gate()
        try await Outreach.with(writer: ScriptedWriter(.held(gate, "Hello"))) { outreach in
            try await outreach.let(.closure, be: "auto")
            try await outreach.engine.commit("UPDATE workspaces SET daily_cap = 2")
            async let ran: Void = outreach.run(.closure, for: 1)
            try await eventually { gate.waiting == 1 }
            let cancelled = AgentRuns.setState(.first, id: 1, to: "cancelled", now: outreach.engine.clock.now)
            #expect(try await outreach.engine.store.commit(cancelled).count == 1)
            gate.open()
            try await ran
            #expect(try await outreach.messages() == [])
            #expect(try await outreach.row("SELECT COALESCE(SUM(messages), 0) FROM daily_counts") == Row([.integer(0)]))
        }
    }
}
