import Domain
import ServiceLifecycle
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `The drain at a shutdown` {
    @Test func `keeps the worker from beginning anything while services before it still stop`() async throws {
        let gate = Gate()
        let requests = Gate()
        try await EngineFixture.with(users: 5, writer: ScriptedWriter(.held(gate, "Hello"))) { engine in
            _ = try await engine.batches.request(.reminder, in: .first)
            let services: [any Service] = [
                engine.worker(concurrency: 2), SlowToStop(requests), DrainingSwitch(engine.draining, delay: .zero, clock: engine.clock.wall),
            ]
            let group = ServiceGroup(configuration: .init(services: services, logger: .silent))
            let running = Task { try await group.run() }
            try await eventually { gate.waiting == 2 }
            await group.triggerGracefulShutdown()
            try await eventually { engine.draining.hasBegun && requests.waiting == 1 }
            gate.open()
            try await eventually { try await engine.states().count { $0 == "succeeded" } == 2 }
            requests.open()
            try await running.value
            #expect(try await engine.states().sorted() == ["queued", "queued", "queued", "succeeded", "succeeded"])
        }
    }

    @Test func `calls who asked for it once, also after it has begun`() {
        let draining = Draining()
        let calls = Wakeups()
        draining.onBegin { calls.add() }
        #expect(calls.count == 0)
        draining.begin()
        draining.begin()
        draining.onBegin { calls.add() }
        #expect(calls.count == 2)
    }
}

/// Stands for the HTTP server with a request in hand.
private struct SlowToStop: Service {
    let gate: Gate
    init(_ gate: Gate) { self.gate = gate }

    func run() async throws {
        try await gracefulShutdown()
        try await gate.pass()
    }
}

private final class Wakeups: Sendable {
    private let calls = Mutex(0)
    var count: Int { calls.withLock { $0 } }
    func add() { calls.withLock { $0 += 1 } }
}
