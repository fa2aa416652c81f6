import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A batch on request` {
    @Test func `is an occurrence of its own each time, in the same millisecond too`() async throws {
        try await EngineFixture.with(users: 3) { engine in
            let first = try await engine.batches.request(.reminder, in: .first)
            let second = try await engine.batches.request(.reminder, in: .first)
            #expect(first.runs == 3 && second.runs == 3 && first.occurrence != second.occurrence)
            #expect(second.due == first.due.adding(.milliseconds(1)))
            try await engine.worker().drain()
            #expect(try await engine.history().count == 6)
            #expect(try await engine.occurrences() == ["REMINDER done", "REMINDER done"])
        }
    }

    @Test func `does not stand in for the schedule's own occurrence`() async throws {
        try await EngineFixture.with(at: "2026-03-03T08:59:00.000Z") { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            engine.clock.advance(by: .seconds(60))
            _ = try await engine.scheduler().tick()
            #expect(try await engine.occurrences("trigger") == ["batch", "schedule"])
            try await engine.worker().drain()
            #expect(try await engine.history().count == 2)
        }
    }

    @Test func `whose effect on the request's key fails leaves no occurrence and no run`() async throws {
        try await EngineFixture.with(users: 3) { engine in
            let failing = SQL("SELECT 1").expecting(rows: 0...0, orThrow: RowNotFound(noun: "key", id: 1))
            await #expect(throws: RowNotFound.self) { _ = try await engine.batches.request(.reminder, in: .first, effects: [failing]) }
            #expect(try await engine.occurrences() == [])
            try await engine.worker().drain()
            #expect(try await engine.history() == [])
        }
    }

    @Test func `over more people than a slice holds counts all, begins with the first and leaves the others to the scheduler`() async throws {
        try await EngineFixture.with(users: 25) { engine in
            let batches = BatchRequest(store: engine.store, clock: engine.clock.wall, signals: engine.signals, sliceSize: 10)
            let accepted = try await batches.request(.reminder, in: .first)
            #expect(accepted.runs == 25)
            #expect(try await engine.states().count == 10)
            #expect(try await engine.occurrences() == ["REMINDER planned"])
            let expansion = Expansion(store: engine.store, clock: engine.clock.wall, logger: .silent, signals: engine.signals, sliceSize: 10)
            try await expansion.expandPlanned()
            #expect(try await engine.states().count == 25)
            #expect(try await engine.occurrences("state || ' ' || runs") == ["running 25"])
        }
    }

    @Test func `wakes the worker`() async throws {
        try await EngineFixture.with { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            let clock = TestClock(engine.clock.now)
            await engine.signals.runs.wait(atMost: .seconds(60), sleep: clock.wall.sleep)
        }
    }
}
