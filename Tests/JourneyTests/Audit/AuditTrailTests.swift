import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `The audit trail` {
    private let ann = Actor(account: 7, name: "ann@example.com", means: .session, address: "192.0.2.1")

    @Test func `tells who approved a draft, when, from where, and both texts`() async throws {
        try await withDraft { outreach, desk in
            _ = try await Actor.$current.withValue(ann) { try await desk.approve(1, in: .first, body: "Good evening.") }
            let entry = try #require(try await trail(outreach, "draft.approved").first)
            #expect(entry.actor == ann && entry.at == outreach.engine.clock.now && entry.subject == AuditSubject("communication", id: 1))
            let (before, after) = try (object(entry.before), object(entry.after))
            #expect(before["body"] == .string("Good morning.") && before["status"] == .string("draft"))
            #expect(after["body"] == .string("Good evening.") && after["status"] == .string("sent"))
            #expect(after["written_body"] == .string("Good morning.") && after["despite_findings"] == .boolean(false))
        }
    }

    @Test func `tells of rejections and of approvals taken back`() async throws {
        try await withDraft { outreach, desk in
            _ = try await Actor.$current.withValue(ann) {
                _ = try await desk.approve(1, in: .first, body: nil, undoWithin: .seconds(60))
                _ = try await desk.undo(1, in: .first)
                return try await desk.reject(1, in: .first, reason: "Too blunt")
            }
            #expect(try await actions(outreach).suffix(3) == ["draft.approved", "draft.restored", "draft.rejected"])
            let entry = try #require(try await trail(outreach, "draft.rejected").first)
            #expect(try object(entry.after)["rejected_because"] == .string("Too blunt"))
        }
    }

    @Test func `has one entry for each of many drafts that are decided on at once`() async throws {
        try await Outreach.with(contacts: 3) { outreach in
            for contact in Int64(1)...3 { try await outreach.run(.closure, for: contact) }
            let desk = outreach.desk
            let seen = try await desk.look(at: .init(), in: .first)
            let result = try await desk.approveAll(.init(), seen, in: .first)
            #expect(result.decided.count == 3)
            #expect(try await trail(outreach, "draft.approved").map(\.subject.id).sorted { $0! < $1! } == [1, 2, 3])
        }
    }

    @Test func `keeps nothing of a decision whose commit fails`() async throws {
        try await withDraft { outreach, desk in
            let refusing = SQL("SELECT 1").expecting(rows: 0...0, orThrow: Lost())
            await #expect(throws: Lost.self) { try await desk.approve(1, in: .first, body: nil, effects: [refusing]) }
            let (entries, messages) = (try await trail(outreach, "draft.approved"), try await outreach.messages())
            #expect(entries.isEmpty && messages == ["1|outbound|draft|Good morning."])
        }
    }

    @Test func `names the agent that sends by itself, and what came of the delivery, once`() async throws {
        try await Outreach.with { outreach in
            try await outreach.let(.closure, be: "auto")
            try await outreach.run(.closure, for: 1)
            let channel = ScriptedChannel()
            try await outreach.engine.outbox(channel).drain()
            try await outreach.engine.outbox(channel).drain()
            let sent = try await trail(outreach, "message.sent"), delivered = try await trail(outreach, "delivery.delivered")
            #expect(sent.map(\.actor) == [Actor(name: "CLOSURE", means: .agent)] && delivered.map(\.actor) == sent.map(\.actor))
            #expect(try object(sent[0].after)["contact_id"] == .integer(1))
            #expect(try object(delivered[0].after)["communication_id"] == .integer(1))
        }
    }

    @Test func `shows what an agent was and is`() async throws {
        try await Outreach.with { outreach in
            _ = try await Actor.$current.withValue(ann) { try await outreach.engine.editor.pause(.key(.reminder), in: .first, version: nil) }
            let entry = try #require(try await trail(outreach, "agent.changed").first)
            #expect(entry.actor == ann)
            let (before, after) = try (object(entry.before), object(entry.after))
            #expect(before["paused"] == .boolean(false) && after["paused"] == .boolean(true))
        }
    }

    @Test func `shows what was deleted, and who deleted it`() async throws {
        try await Outreach.with { outreach in
            let deletion = Actor.$current.withValue(.terminal) { Contacts.table.delete(.first, id: 1, version: nil, now: outreach.engine.clock.now) }
            _ = try await outreach.engine.store.commit(deletion)
            let entry = try #require(try await trail(outreach, "contact.deleted").first)
            #expect(entry.actor == .terminal && entry.after == nil)
            #expect(try object(entry.before)["email"] == .string("contact1@example.com"))
        }
    }

    @Test func `has no secret of a webhook and no key of an account`() async throws {
        try await Outreach.with { outreach in
            let values: Table.Values = ["name": .text("ours"), "provider": .text("anthropic"), ModelAccounts.sealedKey: .text("sealed-secret")]
            _ = try await outreach.engine.store.commit(ModelAccounts.table.auditedInsert(.first, values, now: outreach.engine.clock.now))
            let account = try #require(try await trail(outreach, "model_account.created").first)
            #expect(try object(account.after)["has_key"] == .boolean(true))
            let webhook = try #require(try await trail(outreach, "webhook.created").first)
            #expect(try object(webhook.after)["url"] == .string("https://example.com/hook"))
            let bodies = [account, webhook].compactMap(\.after).joined()
            #expect(!bodies.contains("sealed-secret") && !bodies.contains("whsec_"))
        }
    }

    @Test func `tells of settings, and of the rules of a list in full`() async throws {
        try await Outreach.with { outreach in
            let days: Table.Values = ["working_days": .text(#"["MON"]"#)]
            try await outreach.engine.store.commit(Workspaces.update(.first, days, version: nil, now: outreach.engine.clock.now))
            let entry = try #require(try await trail(outreach, "workspace.changed").first)
            let (before, after) = try (object(entry.before), object(entry.after))
            #expect(after["working_days"] == .array([.string("MON")]) && before["working_days"] != after["working_days"])
        }
    }

    @Test func `is searched by action, actor, subject, time and words, a page at a time`() async throws {
        try await Outreach.with(contacts: 3) { outreach in
            let store = outreach.engine.store
            for contact in Int64(1)...3 {
                _ = try await store.commit(Contacts.table.delete(.first, id: contact, version: nil, now: outreach.engine.clock.now))
            }
            func found(_ change: (inout AuditQuestion) -> Void) async throws -> [Int64?] {
                var question = AuditQuestion()
                question.action = "contact.deleted"
                change(&question)
                return try await store.read(question.statement(.first)).map { AuditEntries.entry($0).subject.id }
            }
            #expect(try await found { _ in } == [3, 2, 1])
            #expect(
                try await found {
                    $0.subject = 2; $0.kind = "contact"
                } == [2])
            #expect(try await found { $0.words = "CONTACT2@ deleted" } == [])
            #expect(try await found { $0.words = "CONTACT2@" } == [2])
            #expect(try await found { $0.actor = "nobody" } == [])
            #expect(
                try await found {
                    $0.from = outreach.engine.clock.now; $0.until = outreach.engine.clock.now
                } == [])
            #expect(try await found { $0.limit = 1 } == [3, 2])
        }
    }

    private func withDraft(_ body: (Outreach, DraftDesk) async throws -> Void) async throws {
        try await Outreach.with { outreach in
            try await outreach.run(.closure, for: 1)
            try await body(outreach, outreach.desk)
        }
    }

    private func trail(_ outreach: Outreach, _ action: String) async throws -> [AuditEntries.Entry] {
        var question = AuditQuestion()
        question.action = action
        return try await outreach.engine.store.read(question.statement(.first)).map(AuditEntries.entry)
    }

    /// The oldest first.
    private func actions(_ outreach: Outreach) async throws -> [String] {
        try await outreach.engine.store.read(AuditQuestion().statement(.first)).map { AuditEntries.entry($0).action }.reversed()
    }

    private func object(_ json: String?) throws -> [String: JSONValue] {
        try JSONDecoder().decode([String: JSONValue].self, from: Data(try #require(json).utf8))
    }
}

private struct Lost: Error {}
