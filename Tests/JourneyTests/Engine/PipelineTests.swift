import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `A run on request` {
    @Test func `is recorded with its message`() async throws {
        try await EngineFixture.with(writer: ScriptedWriter(.text("Good morning, two tasks."))) { engine in
            let result = try await engine.pipeline.run(.reminder, for: owner)
            let run = try await engine.run(result.run)
            #expect(run["state"] == .text("succeeded") && run["trigger"] == .text("manual") && run["writer"] == .text("scripted:1"))
            #expect(run["tokens_in"] == .integer(11) && run["tokens_out"] == .integer(7) && run["attempts"] == .integer(1))
            #expect(run["communication_id"] == .integer(1))
            #expect(try await engine.history() == ["REMINDER|Good morning, two tasks.|sent"])
        }
    }

    @Test(arguments: [
        LLMError.unavailable(reason: "The model is busy.", retryAfter: .seconds(3)), .timedOut(after: .seconds(60)),
        .misconfigured(reason: "The key is wrong."),
        .unusable(reason: "The answer was empty."),
    ]) func `that failed is recorded with its reason and has no message`(error: LLMError) async throws {
        try await EngineFixture.with(writer: ScriptedWriter(.failure(error))) { engine in
            let failure = await #expect(throws: RunFailed.self) { try await engine.pipeline.run(.closure, for: owner) }
            let run = try await engine.run(1)
            #expect(failure?.run == 1 && failure?.error == error)
            #expect(run["state"] == .text("failed") && run["error"] == .text(error.reason) && run["communication_id"] == .null)
            #expect(run["next_attempt_at"] == .optional(failure?.retryAt?.milliseconds) && run["finished_at"] == .null)
            #expect(try await engine.history() == [])
        }
    }

    @Test func `of a stranger leaves no trace`() async throws {
        try await EngineFixture.with { engine in
            await #expect(throws: RowNotFound(noun: "user", id: 7)) {
                try await engine.pipeline.run(.reminder, for: Person(workspace: .first, user: 7))
            }
            let (states, history) = (try await engine.states(), try await engine.history())
            #expect(states == [] && history == [])
        }
    }

    @Test func `belongs to the right person while many are written at once`() async throws {
        try await EngineFixture.with(users: 20, writer: ScriptedWriter { .text("for \($0.context.person.user)") }) { engine in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in Int64(0)..<100 {
                    group.addTask { _ = try await engine.pipeline.run(.reminder, for: Person(workspace: .first, user: number % 20 + 1)) }
                }
                try await group.waitForAll()
            }
            let rows = try await engine.store.read(
                SQL("SELECT r.user_id, c.user_id, c.body FROM agent_runs r JOIN communications c ON c.run_id = r.id"))
            #expect(rows.count == 100)
            #expect(rows.allSatisfy { $0[0] == $0[1] && $0.text(2) == "for \($0.integer(0))" })
        }
    }

    @Test func `is stored together with its effects or not at all`() async throws {
        try await EngineFixture.with { engine in
            let refusing = SQL("SELECT 1").expecting(rows: 0...0, orThrow: Refused())
            await #expect(throws: Refused()) { try await engine.pipeline.run(.reminder, for: owner, effects: [refusing]) }
            let (states, history) = (try await engine.states(), try await engine.history())
            #expect(states == [] && history == [])
        }
    }

    @Test func `sees the day in the workspace's zone`() async throws {
        try await EngineFixture.with(at: "2026-03-02T12:00:00.000Z", timeZone: "Pacific/Kiritimati") { engine in
            _ = try await engine.pipeline.run(.reminder, for: owner)
            #expect(engine.writer.assignments.first?.context.today == LocalDate(year: 2026, month: 3, day: 3))
        }
    }
}
