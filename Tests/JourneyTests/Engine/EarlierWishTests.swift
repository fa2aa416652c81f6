import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

private let busy = LLMError.unavailable(reason: "The model is busy.", retryAfter: nil)

@Suite struct `A run on request that failed` {
    @Test func `is tried again by the worker at its time`() async throws {
        try await EngineFixture.with(writer: ScriptedWriter(.failure(busy), .text("Good morning."))) { engine in
            await #expect(throws: RunFailed.self) { try await engine.pipeline.run(.reminder, for: owner) }
            try await engine.worker().drain()
            let waiting = try await engine.states()
            #expect(waiting == ["failed"])
            engine.clock.advance(by: .seconds(60))
            try await engine.worker().drain()
            let (run, history) = (try await engine.run(1), try await engine.history())
            #expect(run["state"] == .text("succeeded") && run["attempts"] == .integer(2))
            #expect(history == ["REMINDER|Good morning.|sent"])
        }
    }

    @Test func `is taken up by who asks again, for one message`() async throws {
        try await EngineFixture.with(writer: ScriptedWriter(.failure(busy), .text("Good morning."))) { engine in
            await #expect(throws: RunFailed.self) { try await engine.pipeline.run(.reminder, for: owner) }
            let again = try await engine.pipeline.run(.reminder, for: owner)
            #expect(again.run == 1)
            engine.clock.advance(by: .seconds(86_400))
            try await engine.worker().drain()
            let (states, history) = (try await engine.states(), try await engine.history())
            #expect(states == ["succeeded"] && history == ["REMINDER|Good morning.|sent"])
        }
    }

    @Test func `stays one run while asking again fails, until its last attempt`() async throws {
        try await EngineFixture.with(writer: ScriptedWriter(.failure(busy))) { engine in
            for attempt in 1...RetryPlan.runs.attempts {
                let failure = await #expect(throws: RunFailed.self) { try await engine.pipeline.run(.reminder, for: owner) }
                #expect(failure?.run == 1 && (failure?.retryAt == nil) == (attempt == RetryPlan.runs.attempts))
            }
            let states = try await engine.states()
            #expect(states == ["dead"])
        }
    }

    @Test func `is nothing to another agent, another person or a run that is done`() async throws {
        let writer = ScriptedWriter(.failure(busy), .text("Hello."))
        try await EngineFixture.with(users: 2, writer: writer) { engine in
            await #expect(throws: RunFailed.self) { try await engine.pipeline.run(.reminder, for: owner) }
            let wishes = [(AgentType.closure, owner), (.reminder, Person(workspace: .first, user: 2)), (.reminder, owner), (.reminder, owner)]
            var runs: [Int64] = []
            for (agent, person) in wishes { runs.append(try await engine.pipeline.run(agent, for: person).run) }
            #expect(runs == [2, 3, 1, 4])
        }
    }

    @Test func `waits on as it was when who asked again goes away`() async throws {
        try await EngineFixture.with(writer: ScriptedWriter(.failure(busy), .failure(.cancelled))) { engine in
            await #expect(throws: RunFailed.self) { try await engine.pipeline.run(.reminder, for: owner) }
            let before = try await engine.run(1)
            await #expect(throws: LLMError.cancelled) { try await engine.pipeline.run(.reminder, for: owner) }
            let after = try await engine.run(1)
            #expect(after["state"] == .text("queued") && after["attempts"] == before["attempts"])
            #expect(after["next_attempt_at"] == before["next_attempt_at"])
        }
    }

    @Test func `gives its message to who asks while the worker writes it`() async throws {
        let gate = Gate()
        try await EngineFixture.with(writer: ScriptedWriter(.failure(busy), .held(gate, "Good morning."))) { engine in
            await #expect(throws: RunFailed.self) { try await engine.pipeline.run(.reminder, for: owner) }
            engine.clock.advance(by: .seconds(60))
            async let working = engine.worker().drain()
            try await eventually { gate.waiting == 1 }
            async let asked = engine.pipeline.run(.reminder, for: owner, effects: [SQL("UPDATE users SET name = 'seen' WHERE id = 1")])
            try await eventually { engine.clock.sleepers > 1 }
            gate.open()
            _ = try await working
            engine.clock.advance(by: .seconds(1))
            let result = try await asked
            let (history, name) = (try await engine.history(), try await engine.store.read(SQL("SELECT name FROM users WHERE id = 1")))
            #expect(result.run == 1 && result.message.text == "Good morning." && result.message.tokensIn == 11)
            #expect(history == ["REMINDER|Good morning.|sent"] && name[0].text(0) == "seen")
        }
    }

    @Test func `waits where a worker begins another run of the person in this very moment`() async throws {
        try await EngineFixture.with(writer: ScriptedWriter(.failure(busy), .text("Good morning."))) { engine in
            await #expect(throws: RunFailed.self) { try await engine.pipeline.run(.reminder, for: owner) }
            let pipeline = engine.pipeline(on: CountingStore(engine.store, failures: 1, of: .duplicate(columns: "agent_runs_one_at_a_time")))
            async let asked = pipeline.run(.reminder, for: owner)
            try await eventually { engine.clock.sleepers == 1 }
            engine.clock.advance(by: .seconds(1))
            let result = try await asked
            #expect(result.run == 1 && result.message.text == "Good morning.")
        }
    }

    @Test(.onSQLite) func `is looked for without walking through all runs of the person`() async throws {
        try await EngineFixture.with { engine in
            let look = RequestedRuns.unfinished(owner, agent: .reminder)
            let plan = try await engine.store.read(SQL("EXPLAIN QUERY PLAN \(look.text)", look.arguments)).map { $0.text(3) }
            #expect(plan.contains { $0.contains("agent_runs_unfinished") })
        }
    }
}
