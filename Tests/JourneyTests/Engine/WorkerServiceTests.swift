import Domain
import ServiceLifecycle
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `The worker as a service` {
    @Test func `takes up work when woken`() async throws {
        try await EngineFixture.with { engine in
            try await serving(engine.worker()) { _ in
                try await eventually { engine.clock.sleepers == 2 }
                _ = try await engine.batches.request(.reminder, in: .first)
                try await eventually { try await engine.history().count == 1 }
            }
        }
    }

    @Test func `looks for work by itself, however long there was none`() async throws {
        try await EngineFixture.with { engine in
            try await serving(engine.worker()) { _ in
                for _ in 0..<4 {
                    try await eventually { engine.clock.sleepers == 2 }
                    engine.clock.advance(by: .seconds(5))
                }
                // Another process planned it: nobody wakes this one.
                let other = BatchRequest(store: engine.store, clock: engine.clock.wall, signals: LocalSignals())
                _ = try await other.request(.reminder, in: .first)
                try await eventually { engine.clock.sleepers == 2 }
                engine.clock.advance(by: .seconds(5))
                try await eventually { try await engine.history().count == 1 }
            }
        }
    }

    @Test func `finishes what it has in hand at a shutdown, and begins nothing new`() async throws {
        let gate = Gate()
        try await EngineFixture.with(users: 5, writer: ScriptedWriter(.held(gate, "Hello"))) { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            try await serving(engine.worker(concurrency: 2)) { group in
                try await eventually { gate.waiting == 2 }
                await group.triggerGracefulShutdown()
                try await Task.sleep(for: .milliseconds(50))
                gate.open()
            }
            #expect(try await engine.states().sorted() == ["queued", "queued", "queued", "succeeded", "succeeded"])
            #expect(engine.writer.assignments.count == 2)
        }
    }

    @Test func `that is cancelled gives its runs back, their attempts uncounted`() async throws {
        let gate = Gate()
        try await EngineFixture.with(users: 3, writer: ScriptedWriter(.held(gate, "Hello"))) { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            let worker = engine.worker()
            let service = Task { try await worker.run() }
            try await eventually { gate.waiting == 3 }
            service.cancel()
            try await service.value
            #expect(try await engine.states() == ["queued", "queued", "queued"])
            #expect(try await engine.run(1)["attempts"] == .integer(0))
        }
    }

    @Test func `keeps the lease of a run that takes long`() async throws {
        let gate = Gate()
        try await EngineFixture.with(writer: ScriptedWriter(.held(gate, "Hello"))) { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            try await serving(engine.worker()) { _ in
                try await eventually { gate.waiting == 1 }
                for step in 1...5 {
                    // The keeper of the leases, and the worker that waits for a free place.
                    try await eventually { engine.clock.sleepers == 2 }
                    engine.clock.advance(by: .seconds(5))
                    let renewed = utc("2026-03-02T00:00:20.000Z").adding(.seconds(5 * step))
                    try await eventually {
                        try await engine.store.read(SQL("SELECT lease_expires_at FROM agent_runs"))[0].time(0) == renewed
                    }
                }
                gate.open()
                try await eventually { try await engine.history().count == 1 }
            }
            #expect(engine.writer.assignments.count == 1)
        }
    }

    @Test func `alone on its database takes up at once what a killed process had in hand`() async throws {
        try await EngineFixture.with(users: 2) { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            try await engine.store.commit(RunQueue.claim(.first, owner: "killed", limit: 9, lease: .seconds(90), now: engine.clock.now))
            try await serving(engine.worker(isAlone: true)) { _ in
                try await eventually { try await engine.history().count == 2 }
            }
            #expect(try await engine.states() == ["succeeded", "succeeded"])
        }
    }

    @Test(arguments: [(1, 30, 60), (2, 120, 240), (3, 480, 960), (4, 1920, 3840)] as [(Int64, Int64, Int64)])
    func `waits longer after each failure, and not always the same`(attempt: Int64, shortest: Int64, longest: Int64) {
        let delays = (0..<200).compactMap { _ in RetryPlan.runs.delay(afterAttempt: attempt, error: .timedOut(after: .seconds(1))) }
        #expect(delays.count == 200)
        #expect(delays.allSatisfy { $0 >= .seconds(shortest) && $0 <= .seconds(longest) })
        #expect(Set(delays).count > 100)
        #expect(RetryPlan.runs.delay(afterAttempt: 5, error: .timedOut(after: .seconds(1))) == nil)
    }

    private func serving(_ worker: any Service, _ body: (ServiceGroup) async throws -> Void) async throws {
        let group = ServiceGroup(configuration: .init(services: [worker], logger: .silent))
        let running = Task { try await group.run() }
        do { try await body(group) } catch {
            running.cancel()
            throw error
        }
        await group.triggerGracefulShutdown()
        try await running.value
    }
}
