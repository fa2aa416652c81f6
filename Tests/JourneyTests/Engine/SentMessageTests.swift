import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A message that an agent has sent to a contact` {
    @Test func `is not deleted while a cap may count it`() async throws {
        try await Outreach.with { outreach in
            try await outreach.let(.closure, be: "auto")
            try await outreach.run(.closure, for: 1)
            await #expect(throws: Refused()) { try await outreach.delete(1) }
            outreach.engine.clock.advance(by: .seconds(8 * 86_400 - 1))
            await #expect(throws: Refused()) { try await outreach.delete(1) }
            outreach.engine.clock.advance(by: .seconds(1))
            try await outreach.delete(1)
            #expect(try await outreach.messages().isEmpty)
        }
    }

    @Test func `is deleted at once where it is a draft, was rejected, or was a person's`() async throws {
        try await Outreach.with(contacts: 2) { outreach in
            for contact: Int64 in 1...2 { try await outreach.run(.closure, for: contact) }
            _ = try await outreach.desk.reject(2, in: .first, reason: nil)
            _ = try await outreach.engine.store.commit(
                ContactMessages.record(
                    .first, ["contact_id": .integer(1), "direction": .text("outbound"), "body": .text("I called him.")],
                    now: outreach.engine.clock.now))
            for message: Int64 in 1...3 { try await outreach.delete(message) }
            #expect(try await outreach.messages().isEmpty)
        }
    }
}

extension Outreach {
    fileprivate func delete(_ message: Int64) async throws {
        let now = engine.clock.now
        _ = try await engine.store.commit(
            [SentMessages.countsNoMore(.first, id: message, now: now, orThrow: Refused())]
                + Communications.table.delete(.first, id: message, version: nil, now: now))
    }
}
