import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A batch under way` {
    @Test func `that is paused ends what is being written, writes nothing more, and goes on where it was`() async throws {
        let gate = Gate()
        try await EngineFixture.with(users: 20, writer: ScriptedWriter(.held(gate, "Hello"))) { engine in
            let batch = try await engine.batches.request(.reminder, in: .first).occurrence
            let worker = engine.worker(concurrency: 5)
            let work = Task { try await worker.drain() }
            try await eventually { gate.waiting == 5 }
            try await engine.batches.pause(batch, in: .first)
            gate.open()
            _ = try await work.value
            let paused = try await engine.batches.progress(of: batch, in: .first)
            #expect(paused.state == "paused" && paused.done == 5 && paused.left == 15 && paused.running == 0)
            engine.clock.advance(by: .seconds(86_400))
            try await engine.worker().drain()
            #expect(try await engine.history().count == 5)

            try await engine.batches.resume(batch, in: .first)
            try await engine.worker(owner: "after a restart").drain()
            let progress = try await engine.batches.progress(of: batch, in: .first)
            #expect(progress.state == "done" && progress.done == 20 && progress.total == 20)
            let perPerson = try await engine.store.read(SQL("SELECT user_id, COUNT(*) FROM communications GROUP BY user_id"))
            #expect(perPerson.count == 20 && perPerson.allSatisfy { $0.integer(1) == 1 })
        }
    }

    @Test func `that is cancelled while its worker is killed writes nothing more and ends`() async throws {
        let gate = Gate()
        try await EngineFixture.with(users: 6, writer: ScriptedWriter(.held(gate, "Hello"))) { engine in
            let batch = try await engine.batches.request(.reminder, in: .first).occurrence
            let worker = engine.worker(concurrency: 2, owner: "killed")
            let work = Task { try await worker.drain() }
            try await eventually { gate.waiting == 2 }
            try await engine.batches.cancel(batch, in: .first)
            // As if the worker were gone: its claims are another's to judge.
            try await engine.store.commit(RunQueue.takeBack(now: engine.clock.now.adding(.seconds(90))))
            gate.open()
            _ = try await work.value
            _ = try await engine.scheduler().tick()
            let progress = try await engine.batches.progress(of: batch, in: .first)
            #expect(progress.state == "cancelled" && progress.cancelled == 6 && progress.hasEnded)
            #expect(try await engine.history() == [])
        }
    }

    @Test func `with a rate writes so many in a minute, and after a change as many as that says`() async throws {
        try await EngineFixture.with(users: 200) { engine in
            let batch = try await engine.batches.request(.reminder, in: .first, rate: 60).occurrence
            try await engine.pass(seconds: 30)
            #expect(try await engine.history().count == 30)
            try await engine.batches.setRate(120, of: batch, in: .first)
            try await engine.pass(seconds: 30)
            #expect(try await engine.history().count == 90)
            try await engine.batches.setRate(nil, of: batch, in: .first)
            try await engine.worker().drain()
            #expect(try await engine.batches.progress(of: batch, in: .first).done == 200)
        }
    }

    @Test func `with a rate does not catch up after nothing ran for an hour`() async throws {
        try await EngineFixture.with(users: 50) { engine in
            _ = try await engine.batches.request(.reminder, in: .first, rate: 60)
            engine.clock.advance(by: .seconds(3600))
            try await engine.pass(seconds: 10)
            #expect(try await engine.history().count <= 12)
        }
    }

    @Test func `over more people than a slice holds keeps its rate and its pause for all of them`() async throws {
        try await EngineFixture.with(users: 25) { engine in
            let batches = BatchRequest(store: engine.store, clock: engine.clock.wall, signals: engine.signals, sliceSize: 10)
            let batch = try await batches.request(.reminder, in: .first, rate: 60).occurrence
            try await batches.makeRuns(logger: .silent)
            try await engine.worker().drain()
            #expect(try await engine.history() == [])
            try await batches.pause(batch, in: .first)
            try await engine.pass(seconds: 10)
            #expect(try await engine.history() == [])
            try await batches.resume(batch, in: .first)
            try await engine.pass(seconds: 25)
            #expect(try await engine.batches.progress(of: batch, in: .first).done == 25)
        }
    }

    @Test func `that nobody knows is told as such`() async throws {
        try await EngineFixture.with { engine in
            await #expect(throws: RowNotFound.self) { try await engine.batches.pause(99, in: .first) }
            await #expect(throws: RowNotFound.self) { _ = try await engine.batches.progress(of: 99, in: .first) }
        }
    }

    @Test func `sent again under another version is refused`() async throws {
        try await EngineFixture.with { engine in
            let batch = try await engine.batches.request(.reminder, in: .first).occurrence
            await #expect(throws: StaleVersion.self) { try await engine.batches.pause(batch, in: .first, version: 99) }
            #expect(try await engine.batches.progress(of: batch, in: .first).state == "running")
        }
    }
}

extension EngineFixture {
    var pacer: Pacer { Pacer(store: store, clock: clock.wall, logger: .silent, wakeup: signals.rates, signals: signals) }

    /// Lets time pass, a second at a time, as a server lives through it.
    func pass(seconds: Int) async throws {
        for _ in 0..<seconds {
            clock.advance(by: .seconds(1))
            _ = try await pacer.tick()
            try await worker().drain()
        }
    }
}
