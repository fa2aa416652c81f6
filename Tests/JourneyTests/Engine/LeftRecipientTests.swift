import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `What waits to be written to those who are recipients no more` {
    @Test(arguments: [true, false]) func `is cancelled with the reason, for contacts`(byRestoring: Bool) async throws {
        try await evening { engine in
            if byRestoring {
                _ = try await engine.editor.restore(.key(.nurture), in: .first, version: nil)
            } else {
                _ = try await engine.editor.change(.key(.nurture), in: .first, version: nil, to: ["recipients": .text("user"), "filter": .null])
            }
            #expect(
                try await engine.ends() == ["1 - queued", "1 1 cancelled The agent does not write to contacts any more."])
        }
    }

    @Test func `is cancelled with the reason, for people`() async throws {
        try await evening { engine in
            _ = try await engine.editor.change(.key(.nurture), in: .first, version: nil, to: ["recipients": .text("contact")])
            #expect(
                try await engine.ends() == [
                    "1 - cancelled The agent does not write to the people of the workspace any more.", "1 1 queued",
                ])
        }
    }

    @Test func `goes on where something else is changed`() async throws {
        try await evening { engine in
            _ = try await engine.editor.change(.key(.nurture), in: .first, version: nil, to: ["title": .text("Closer"), "recipients": .text("both")])
            #expect(try await engine.ends() == ["1 - queued", "1 1 queued"])
        }
    }

    @Test func `is not planned by who has read the agent before`() async throws {
        try await EngineFixture.with(at: "2026-03-02T12:00:00.000Z") { engine in
            try await engine.writeToContacts(.nurture, filter: "everyone")
            try await engine.addContact(1)
            _ = try await engine.batches.request(.nurture, in: .first)
            let now = engine.clock.now
            let plan = try #require(try await ContactPlanning(store: engine.store).plan(.key(.nurture), in: .first, at: now))
            let slice = try #require(Occurrences.contactSlices(try await engine.store.read(Occurrences.slices())).first)
            _ = try await engine.editor.change(.key(.nurture), in: .first, version: nil, to: ["recipients": .text("user"), "filter": .null])
            _ = try await engine.store.commit(ContactRuns.expand(slice, plan, through: nil, now: now))
            #expect(try await engine.ends() == [])
        }
    }

    /// A run of NURTURE for a person and one for a contact, which wait.
    private func evening(_ body: (EngineFixture) async throws -> Void) async throws {
        try await EngineFixture.with(at: "2026-03-02T21:00:00.000Z") { engine in
            try await engine.writeToContacts(.nurture, filter: "everyone", ["recipients": .text("both")])
            try await engine.addContact(1)
            _ = try await engine.batches.request(.nurture, in: .first)
            _ = try await engine.scheduler().tick()
            #expect(try await engine.ends() == ["1 - queued", "1 1 queued"])
            try await body(engine)
        }
    }
}

extension EngineFixture {
    /// `user contact state error` of NURTURE's runs, those for people first.
    fileprivate func ends() async throws -> [String] {
        let runs = SQL(
            "SELECT user_id, contact_id, state, error FROM agent_runs WHERE agent_type = 'NURTURE' ORDER BY COALESCE(contact_id, 0), user_id")
        return try await store.read(runs).map { row in
            "\(row.integer(0)) \(row.optionalInteger(1).map(String.init) ?? "-") \(row.text(2))\(row.optionalText(3).map { " \($0)" } ?? "")"
        }
    }
}
