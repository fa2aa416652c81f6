import Domain
import Journey
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(5))) struct `An instance's readiness` {
    @Test func `is answered from one check for all who ask at once and within a second`() async throws {
        try await ready { readiness, clock, store in
            let gate = store.hold()
            async let answers = answers(10, readiness)
            try await eventually { gate.waiting == 1 }
            gate.open()
            #expect(await answers == Array(repeating: nil, count: 10))
            let checked = store.reads
            #expect(await self.answers(10, readiness) == Array(repeating: nil, count: 10))
            #expect(store.reads == checked)
            clock.advance(by: .milliseconds(1001))
            #expect(await readiness.reasonAgainst() == nil)
            #expect(store.reads == checked * 2)
        }
    }

    @Test func `is refused after a second where the first check has not ended`() async throws {
        try await ready { readiness, clock, store in
            let gate = store.hold()
            async let answers = answers(3, readiness)
            try await eventually { gate.waiting == 1 && clock.sleepers == 1 }
            clock.advance(by: .seconds(1))
            #expect(await answers == Array(repeating: "The database has not answered in time: it is busy or away.", count: 3))
            // Nobody waits a second time for the same check.
            #expect(await readiness.reasonAgainst() != nil)
            #expect(gate.waiting == 1)
            gate.open()
            try await eventually { await readiness.reasonAgainst() == nil }
        }
    }

    @Test func `is kept for ten seconds after a good check, while the next one waits`() async throws {
        try await ready { readiness, clock, store in
            #expect(await readiness.reasonAgainst() == nil)
            clock.advance(by: .seconds(5))
            let gate = store.hold()
            async let late = readiness.reasonAgainst()
            try await eventually { gate.waiting == 1 && clock.sleepers == 1 }
            clock.advance(by: .seconds(1))
            #expect(await late == nil)
            clock.advance(by: .milliseconds(3900))
            #expect(await readiness.reasonAgainst() == nil)
            clock.advance(by: .milliseconds(101))
            // The check that has waited for five seconds is given up, and the next is as late.
            try await eventually { gate.waiting == 0 }
            async let tooLate = readiness.reasonAgainst()
            try await eventually { gate.waiting == 1 && clock.sleepers == 1 }
            clock.advance(by: .seconds(1))
            #expect(await tooLate != nil)
        }
    }

    @Test func `ends with the first check that fails, and comes back with the next good one`() async throws {
        try await ready { readiness, clock, store in
            #expect(await readiness.reasonAgainst() == nil)
            clock.advance(by: .seconds(2))
            store.fail("The database cannot be reached.")
            #expect(await readiness.reasonAgainst() == "The database cannot be reached.")
            clock.advance(by: .seconds(2))
            let gate = store.hold()
            async let late = readiness.reasonAgainst()
            try await eventually { gate.waiting == 1 && clock.sleepers == 1 }
            clock.advance(by: .seconds(1))
            #expect(await late == "The database cannot be reached.")
            gate.open()
            try await eventually { await readiness.reasonAgainst() == nil }
        }
    }

    @Test func `is asked for anew when the clock was set back`() async throws {
        try await ready { readiness, clock, store in
            #expect(await readiness.reasonAgainst() == nil)
            clock.move(to: clock.now.adding(.seconds(-60)))
            store.fail("The database cannot be reached.")
            #expect(await readiness.reasonAgainst() != nil)
        }
    }

    @Test func `ends when the server is told to stop, also for those who wait`() async throws {
        let draining = Draining()
        try await ready(draining) { readiness, clock, store in
            let gate = store.hold()
            async let answer = readiness.reasonAgainst()
            try await eventually { gate.waiting == 1 }
            draining.begin()
            gate.open()
            #expect(await answer?.contains("stopping") == true)
        }
    }

    private func answers(_ count: Int, _ readiness: Readiness) async -> [String?] {
        await withTaskGroup(of: String?.self) { group in
            for _ in 0..<count { group.addTask { await readiness.reasonAgainst() } }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func ready(_ draining: Draining = Draining(), _ body: (Readiness, TestClock, MoodyStore) async throws -> Void) async throws {
        try await TemporaryDatabase.with(.sqlite) { database in
            let clock = TestClock(TemporaryDatabase.birth), store = MoodyStore(database.store)
            try await body(Readiness(store: store, clock: clock.wall, draining: draining), clock, store)
        }
    }
}

/// A database that answers, that lets its readers wait, or that fails.
private final class MoodyStore: Store {
    private enum Mood { case well, holding(Gate), failing(String) }

    private let store: any Store
    private let mood = Mutex(Mood.well)
    private let count = Mutex(0)

    init(_ store: any Store) { self.store = store }

    var reads: Int { count.withLock { $0 } }

    func hold() -> Gate {
        let gate = Gate()
        mood.withLock { $0 = .holding(gate) }
        return gate
    }

    func fail(_ reason: String) { mood.withLock { $0 = .failing(reason) } }

    func read(_ statements: [SQL]) async throws -> [[Row]] {
        count.withLock { $0 += 1 }
        switch mood.withLock({ $0 }) {
        case .well: break
        case .holding(let gate): try await gate.pass()
        case .failing(let reason): throw StoreError.unavailable(reason: reason)
        }
        return try await store.read(statements)
    }

    func commit(_ statements: [SQL]) async throws -> [[Row]] { try await store.commit(statements) }

    var dialect: Dialect { store.dialect }
}
