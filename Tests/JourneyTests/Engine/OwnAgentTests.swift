import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `An own agent` {
    @Test func `writes what its template says to everyone with a business profile`() async throws {
        try await EngineFixture.with(at: "2026-03-03T08:00:00.000Z", users: 2) { engine in
            _ = try await engine.store.commit(Users.ensure(Person(workspace: .first, user: 3), now: engine.clock.now))
            let agent = try await engine.editor.create(in: .first, weekly)
            #expect(agent.type.rawValue == "WEEKLY_NEWS" && !agent.isBuiltIn && agent.version == 1)
            engine.clock.move(to: utc("2026-03-03T09:00:00.000Z"))
            _ = try await engine.scheduler().tick()
            let pipeline = offline(engine)
            try await engine.worker(on: pipeline).drain()
            let written = try await engine.store.read(
                SQL("SELECT user_id, body FROM communications WHERE agent_type = 'WEEKLY_NEWS' ORDER BY user_id"))
            #expect(written == [1, 2].map { Row([.integer($0), .text("News about hotel software.")]) })
            _ = try await pipeline.run(agent.type, for: owner)
            #expect(try await engine.history().last?.contains("News about hotel software.\n") == true)
        }
    }

    @Test func `has a key of its own, never one that was used before`() async throws {
        try await EngineFixture.with { engine in
            let first = try await engine.editor.create(in: .first, weekly)
            let second = try await engine.editor.create(in: .first, weekly)
            try await engine.editor.delete(.id(first.id), in: .first, version: nil)
            let third = try await engine.editor.create(in: .first, weekly)
            let named = try await engine.editor.create(in: .first, weekly.merging(["title": .text("Reminder")]) { $1 })
            #expect([first, second, third, named].map(\.type.rawValue) == ["WEEKLY_NEWS", "WEEKLY_NEWS_2", "WEEKLY_NEWS_3", "REMINDER_2"])
        }
    }

    @Test func `that is deleted writes nothing more`() async throws {
        try await EngineFixture.with { engine in
            let agent = try await engine.editor.create(in: .first, weekly)
            _ = try await engine.batches.request(agent.type, in: .first)
            try await engine.editor.delete(.key(agent.type), in: .first, version: nil)
            try await engine.worker().drain()
            #expect(try await engine.states() == ["cancelled"])
            await #expect(throws: AgentNotFound.self) { _ = try await engine.pipeline.run(agent.type, for: owner) }
        }
    }

    @Test func `that is deleted has no run tried again, unlike any other`() async throws {
        try await EngineFixture.with { engine in
            let agent = try await engine.editor.create(in: .first, weekly)
            for type in [agent.type, .reminder] { _ = try await engine.batches.request(type, in: .first) }
            try await engine.store.commit(SQL("UPDATE agent_runs SET state = 'dead', next_attempt_at = NULL"))
            try await engine.editor.delete(.key(agent.type), in: .first, version: nil)
            await #expect(throws: Refused()) { try await engine.store.commit(AgentRuns.hasAgent(.first, id: 1, orThrow: Refused())) }
            try await engine.store.commit(AgentRuns.hasAgent(.first, id: 2, orThrow: Refused()))
        }
    }

    @Test func `whose run is claimed as it goes ends that run with the reason`() async throws {
        try await EngineFixture.with { engine in
            let agent = try await engine.editor.create(in: .first, weekly)
            _ = try await engine.batches.request(agent.type, in: .first)
            try await engine.store.commit(SQL("DELETE FROM agents WHERE id = $1", [.integer(agent.id)]))
            try await engine.worker().drain()
            #expect(try await engine.run(1).text("error").contains("agent is not there"))
        }
    }

    @Test func `needs words, and cannot be restored; a built-in one cannot be deleted`() async throws {
        try await EngineFixture.with { engine in
            await #expect(throws: ValidationError(field: "prompt", "prompt is missing: an own agent has no words of its own to fall back on.")) {
                _ = try await engine.editor.create(in: .first, ["title": .text("Silent"), "schedule_rule": .text("every day at 09:00")])
            }
            let agent = try await engine.editor.create(in: .first, weekly)
            await #expect(throws: BuiltInAgentsOnly.self) { _ = try await engine.editor.restore(.id(agent.id), in: .first, version: nil) }
            await #expect(throws: OwnAgentsOnly.self) { try await engine.editor.delete(.key(.upsell), in: .first, version: nil) }
        }
    }

    @Test func `says a thing once in the same words, however many ask at the same time`() async throws {
        try await EngineFixture.with { engine in
            let agent = try await engine.editor.create(in: .first, weekly)
            let pipeline = offline(engine)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { _ = try await pipeline.run(agent.type, for: owner) } }
                try await group.waitForAll()
            }
            let texts = try await engine.history()
            #expect(texts.count == 8 && Set(texts).count == 8, "\(texts)")
        }
    }

    private let weekly: Table.Values = [
        "title": .text("Weekly news"), "schedule_rule": .text("every day at 09:00"),
        "prompt": .text("News about {{business}}.{{#leads}} {{leads}}{{/leads}}"),
    ]

    private func offline(_ engine: EngineFixture) -> Pipeline {
        let contexts = ContextBuilder(
            store: engine.store, settings: WorkspaceSettings(store: engine.store, clock: engine.clock.wall), olderMessages: true)
        return Pipeline(
            store: engine.store, clock: engine.clock.wall, contexts: contexts, writer: OfflineComposer(), owner: "here", signals: engine.signals)
    }
}
