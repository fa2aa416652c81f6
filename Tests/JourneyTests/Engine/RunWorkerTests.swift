import Domain
import ServiceLifecycle
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `The worker` {
    @Test func `writes every run's message once and ends the occurrence`() async throws {
        try await EngineFixture.with(users: 60) { engine in
            let accepted = try await engine.batches.request(.reminder, in: .first)
            try await engine.worker().drain()
            #expect(accepted.runs == 60)
            #expect(try await engine.states() == Array(repeating: "succeeded", count: 60))
            let perPerson = try await engine.store.read(SQL("SELECT user_id, COUNT(*) FROM communications GROUP BY user_id"))
            #expect(perPerson.count == 60 && perPerson.allSatisfy { $0.integer(1) == 1 })
            #expect(try await engine.occurrences() == ["REMINDER done"])
            #expect(engine.writer.assignments.allSatisfy { $0.purpose == .agent(.reminder) && $0.context.profile != nil })
        }
    }

    @Test func `claims again where a request took up another run of the person in this very moment`() async throws {
        try await EngineFixture.with { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            let store = CountingStore(engine.store, failures: 1, of: .duplicate(columns: "agent_runs_one_at_a_time"))
            try await engine.worker(on: engine.pipeline(on: store)).drain()
            #expect(try await engine.states() == ["succeeded"])
        }
    }

    /// Of the connection itself nobody waits less than a quarter of an hour.
    @Test(.timeLimit(.minutes(10))) func `waits a second for the claims of another instance, and claims without its turn where that hangs`()
        async throws
    {
        try await EngineFixture.with(on: .postgres) { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            var settings = try PostgresCluster.shared.get().settings(engine.database.name)
            settings.lockTimeout = .seconds(900)
            settings.statementTimeout = .seconds(900)
            let store = CountingStore(WholeStore(PostgresStore(settings)))
            try await DatabaseGate.with(engine.database) { gate in
                let wait = SQL("SELECT set_config('lock_timeout', '0', true)")
                let hanging = Task { try await engine.store.commit(RunQueue.oneAtATime(on: .postgres) + [wait, gate.pass]) }
                try await eventually { try await gate.held() == 1 }
                try await engine.worker(on: engine.pipeline(on: store)).drain()
                #expect(store.refused > 0)
                #expect(try await engine.states() == ["succeeded"])
                try await gate.open()
                _ = try await hanging.value
            }
        }
    }

    @Test func `writes no more at once than it may, and uses what it may`() async throws {
        let gate = Gate()
        try await EngineFixture.with(users: 20, writer: ScriptedWriter(.held(gate, "Hello"))) { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            let worker = engine.worker(concurrency: 5)
            let work = Task { try await worker.drain() }
            try await eventually { gate.waiting == 5 }
            try await Task.sleep(for: .milliseconds(50))
            #expect(try await engine.states().count { $0 == "running" } == 5)
            gate.open()
            _ = try await work.value
            #expect(engine.writer.mostAtOnce == 5)
            #expect(try await engine.history().count == 20)
        }
    }

    @Test func `never writes two messages to one person at once`() async throws {
        try await EngineFixture.with(users: 6) { engine in
            for agent in [AgentType.reminder, .followUp, .reminder] { _ = try await engine.batches.request(agent, in: .first) }
            let other = engine.worker(owner: "other")
            async let theirs = other.drain()
            async let ours = engine.worker().drain()
            _ = try await (theirs, ours)
            try await engine.worker().drain()
            #expect(engine.writer.mostForOnePerson == 1)
            #expect(try await engine.history().count == 18)
            #expect(engine.writer.assignments.count == 18)
        }
    }

    @Test func `tries a failed run again after its delay, never before`() async throws {
        let writer = ScriptedWriter(.failure(.unavailable(reason: "The model is busy.", retryAfter: .seconds(300))), .text("Hello"))
        try await EngineFixture.with(writer: writer) { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            try await engine.worker().drain()
            let failed = try await engine.run(1)
            #expect(failed["state"] == .text("failed") && failed["error"] == .text("The model is busy.") && failed["attempts"] == .integer(1))
            #expect(failed["next_attempt_at"] == .time(engine.clock.now.adding(.seconds(300))))
            #expect(try await engine.history() == [])
            #expect(try await engine.occurrences() == ["REMINDER running"])
            engine.clock.advance(by: .milliseconds(299_999))
            try await engine.worker().drain()
            #expect(engine.writer.assignments.count == 1)
            engine.clock.advance(by: .milliseconds(1))
            try await engine.worker().drain()
            let done = try await engine.run(1)
            #expect(done["state"] == .text("succeeded") && done["error"] == .null && done["attempts"] == .integer(2))
            #expect(done["tokens_in"] == .integer(11) && done["tokens_out"] == .integer(7) && done["writer"] == .text("scripted:1"))
            #expect(try await engine.history() == ["REMINDER|Hello|sent"])
        }
    }

    @Test func `gives a run up after five attempts`() async throws {
        try await EngineFixture.with(writer: ScriptedWriter(.failure(.timedOut(after: .seconds(60))))) { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            for _ in 0..<8 {
                try await engine.worker().drain()
                engine.clock.advance(by: .seconds(2 * 3600))
            }
            #expect(engine.writer.assignments.count == 5)
            #expect(try await engine.run(1)["state"] == .text("dead"))
            #expect(try await engine.run(1)["error"] == .text("The model did not answer within 60 seconds."))
            #expect(try await engine.occurrences() == ["REMINDER done"])
        }
    }

    @Test func `does not work on a cancelled run`() async throws {
        try await EngineFixture.with(users: 2) { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            try await engine.store.commit(AgentRuns.setState(.first, id: 1, to: "cancelled", now: engine.clock.now))
            try await engine.worker().drain()
            #expect(try await engine.states() == ["cancelled", "succeeded"])
            #expect(engine.writer.assignments.map(\.context.person.user) == [2])
        }
    }

    @Test func `whose claim was lost meanwhile drops what it wrote`() async throws {
        let gate = Gate()
        try await EngineFixture.with(writer: ScriptedWriter(.held(gate, "Hello"))) { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            let worker = engine.worker()
            let work = Task { try await worker.drain() }
            try await eventually { gate.waiting == 1 }
            try await engine.store.commit(SQL("UPDATE agent_runs SET lease_owner = 'other'"))
            gate.open()
            _ = try await work.value
            #expect(try await engine.states() == ["running"])
            #expect(try await engine.history() == [])
        }
    }

    @Test func `that a person cancels while it is being written leaves no message, and can be queued again`() async throws {
        let gate = Gate()
        try await EngineFixture.with(writer: ScriptedWriter(.held(gate, "Hello"))) { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            let worker = engine.worker()
            let work = Task { try await worker.drain() }
            try await eventually { gate.waiting == 1 }
            let cancelling = AgentRuns.setState(.first, id: 1, to: "cancelled", now: engine.clock.now)
            #expect(try await engine.store.commit([cancelling])[0].count == 1)
            gate.open()
            _ = try await work.value
            #expect(try await engine.states() == ["cancelled"])
            #expect(try await engine.history() == [])
            #expect(try await engine.deliveries() == [])
            #expect(try await engine.store.commit([cancelling])[0].isEmpty)
            try await engine.store.commit(AgentRuns.setState(.first, id: 1, to: "queued", now: engine.clock.now))
            try await engine.worker().drain()
            #expect(try await engine.states() == ["succeeded"])
            #expect(try await engine.history().count == 1)
        }
    }

    @Test func `does not write a message over and over that cannot be stored`() async throws {
        try await EngineFixture.with { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            try await engine.store.commit(SQL("ALTER TABLE communications RENAME COLUMN writer TO author"))
            let worker = engine.worker()
            let work = Task { try await worker.drain() }
            try await eventually { try await engine.states() == ["failed"] || engine.writer.assignments.count > 1 }
            try await engine.store.commit(SQL("ALTER TABLE communications RENAME COLUMN author TO writer"))
            _ = try await work.value
            #expect(engine.writer.assignments.count == 1)
            #expect(try await engine.run(1)["state"] == .text("failed"))
            #expect(try await engine.run(1)["error"] == .text("The message was written but could not be stored."))
        }
    }
}
