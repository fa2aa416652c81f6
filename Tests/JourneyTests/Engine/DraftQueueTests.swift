import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `The queue of drafts` {
    @Test func `takes a message back while it has not begun to go out, and its day's count with it`() async throws {
        try await withDrafts(1) { outreach, desk in
            _ = try await desk.approve(1, in: .first, body: "Good evening.", undoWithin: .seconds(10))
            let channel = ScriptedChannel()
            try await outreach.engine.outbox(channel).drain()
            #expect(channel.messages.isEmpty)
            let row = try await desk.undo(1, in: .first)
            #expect(row.values.contains(.text("draft")) && row.values.contains(.text("Good evening.")))
            #expect(try await outreach.engine.deliveries() == [])
            #expect(try await counts(outreach) == [0, 0])
            _ = try await desk.approve(1, in: .first, body: nil)
            // What the agent wrote is kept, whoever changed it when.
            #expect(try await outreach.row("SELECT body, written_body FROM communications") == Row([.text("Good evening."), .text("Good morning.")]))
            try await outreach.engine.outbox(channel).drain()
            #expect(channel.messages.count == 1)
            #expect(try await counts(outreach) == [1, 1])
        }
    }

    @Test func `takes nothing back that is on its way, was written by a person, or never was approved`() async throws {
        try await withDrafts(2) { outreach, desk in
            await #expect(throws: UndoneTooLate(id: 1)) { try await desk.undo(1, in: .first) }
            _ = try await desk.approve(1, in: .first, body: nil, undoWithin: .seconds(10))
            try await outreach.engine.store.commit(SQL("UPDATE deliveries SET state = 'sending', attempts = 1"))
            await #expect(throws: UndoneTooLate(id: 1)) { try await desk.undo(1, in: .first) }
            _ = try await desk.approve(2, in: .first, body: nil, undoWithin: .seconds(10))
            outreach.engine.clock.advance(by: .seconds(11))
            await #expect(throws: UndoneTooLate(id: 2)) { try await desk.undo(2, in: .first) }
            #expect(try await outreach.engine.deliveries() == ["sending", "queued"])
            await #expect(throws: RowNotFound.self) { try await desk.undo(2, in: WorkspaceID(2)) }
        }
    }

    @Test func `is decided on at once for exactly as many as were seen, and tells what was kept back`() async throws {
        try await withDrafts(4) { outreach, desk in
            let choice = Drafts.Choice(agent: "CLOSURE")
            let seen = try await desk.look(at: choice, in: .first)
            #expect(seen == .init(count: 4, newest: 4))
            for other in [DraftDesk.Seen(count: 3, newest: 4), .init(count: 4, newest: 3)] {
                await #expect(throws: OtherDrafts.self) { try await desk.approveAll(choice, other, in: .first) }
            }
            #expect(try await outreach.engine.deliveries() == [])
            try await outreach.engine.store.commit(SQL("UPDATE contacts SET consent = 'withdrawn' WHERE id = 2"))
            let result = try await desk.approveAll(choice, seen, in: .first)
            #expect(result.decided == [1, 3, 4] && result.kept.map(\.id) == [2] && result.kept[0].reason.contains("consent"))
            let rest = try await desk.rejectAll(Drafts.Choice(contact: 2), .init(count: 1, newest: 2), in: .first, reason: "Enough")
            #expect(rest.decided == [2])
            #expect(try await desk.look(at: Drafts.Choice(), in: .first).count == 0)
            #expect(try await desk.approveAll(Drafts.Choice(user: 9), .init(count: 0, newest: nil), in: .first) == DraftDesk.BatchResult())
        }
    }

    @Test func `loses what speaks of a day that is over, and what waits too long`() async throws {
        let writer = ScriptedWriter { $0.contact?.contact.name == "Contact 1" ? .text("Can we speak today?") : .text("Can we speak?") }
        try await withDrafts(2, writer: writer) { outreach, desk in
            let clock = outreach.engine.clock
            let expiry = DraftExpiry(store: outreach.engine.store, clock: clock.wall, logger: .silent, desk: desk)
            func states() async throws -> [String] {
                try await outreach.engine.store.read(SQL("SELECT status || COALESCE(' ' || rejected_because, '') FROM communications ORDER BY id"))
                    .map { $0.text(0) }
            }
            clock.move(to: utc("2026-03-02T23:59:00.000Z"))
            _ = try await expiry.tick()
            #expect(try await states() == ["draft", "draft"])
            clock.move(to: utc("2026-03-03T10:00:00.000Z"))
            await #expect(throws: DraftExpired(reason: DraftLife.dayIsOver)) { try await desk.approve(1, in: .first, body: nil) }
            // In the evening it would go out on the next day.
            clock.move(to: utc("2026-03-03T21:00:00.000Z"))
            await #expect(throws: DraftExpired(reason: DraftLife.dayIsOver)) { try await desk.approve(2, in: .first, body: "Shall we speak today?") }
            _ = try await expiry.tick()
            #expect(try await states() == ["rejected \(DraftLife.dayIsOver)", "draft"])
            clock.move(to: utc("2026-04-02T10:00:00.000Z"))
            _ = try await expiry.tick()
            #expect(try await states() == ["rejected \(DraftLife.dayIsOver)", "rejected \(DraftLife.isTooOld)"])
        }
    }

    /// A draft of CLOSURE for each contact.
    private func withDrafts(
        _ count: Int64, writer: ScriptedWriter = ScriptedWriter(), _ body: (Outreach, DraftDesk) async throws -> Void
    ) async throws {
        try await Outreach.with(contacts: count, writer: writer) { outreach in
            for contact in 1...count { try await outreach.run(.closure, for: contact) }
            try await body(outreach, outreach.desk)
        }
    }

    /// The day's messages of all agents and of the one.
    private func counts(_ outreach: Outreach) async throws -> [Int64] {
        try await outreach.engine.store.read(SQL("SELECT messages FROM daily_counts ORDER BY agent_id")).map { $0.integer(0) }
    }
}
