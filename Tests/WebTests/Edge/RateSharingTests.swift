import Domain
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(5))) struct `Instances that share a limit` {
    private let quotas = RateQuotas(perMinute: [.address: 100])
    private let key = RateKey(IPAddress("192.0.2.1"))

    @Test(arguments: [DatabaseKind.sqlite, .postgres])
    func `let through the quota, and a twentieth more for each of them at most`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let clock = TestClock(TemporaryDatabase.birth)
            let instances = (0..<3).map { _ in rates(database.store, clock) }
            let passed = await withTaskGroup(of: Int.self) { group in
                for number in 0..<600 {
                    group.addTask { await instances[number % 3].take(.address, of: key)?.isRefused == false ? 1 : 0 }
                }
                return await group.reduce(0, +)
            }
            #expect((100...115).contains(passed))
            // Ten are let through in six seconds, wherever they ask.
            clock.advance(by: .seconds(6))
            var later = 0
            for number in 0..<60 where await instances[number % 3].take(.address, of: key)?.isRefused == false { later += 1 }
            #expect(later <= 10 + 15)
        }
    }

    @Test func `go by their own counts while the database is away, and together again later`() async throws {
        try await TemporaryDatabase.with { database in
            let clock = TestClock(TemporaryDatabase.birth), broken = BreakableStore(database.store)
            let instance = rates(broken, clock)
            broken.isBroken = true
            #expect(await passing(200, instance) == 100)
            broken.isBroken = false
            clock.advance(by: .seconds(61))
            #expect((95...100).contains(await passing(200, instance)))
            // Another one soon knows of what was let through since.
            let other = rates(database.store, clock)
            #expect(await passing(50, other) <= 10)
        }
    }

    @Test func `wait for a slow database no longer than a moment`() async throws {
        try await TemporaryDatabase.with { database in
            let clock = TestClock(TemporaryDatabase.birth), slow = BreakableStore(database.store), gate = Gate()
            let instance = rates(slow, clock)
            slow.gate = gate
            async let passed = passing(100, instance)
            try await eventually { gate.waiting == 1 && clock.sleepers == 1 }
            clock.advance(by: .milliseconds(250))
            #expect(await passed == 100)
            gate.open()
        }
    }

    @Test func `forget whoever has long not asked`() async throws {
        try await TemporaryDatabase.with { database in
            let clock = TestClock(TemporaryDatabase.birth), instance = rates(database.store, clock)
            _ = await passing(10, instance)
            let kept1 = try await database.store.read(SQL("SELECT key FROM rate_allowances"))
            #expect(kept1.map { $0.text(0) } == ["address:192.0.2.1"])
            clock.advance(by: .seconds(700))
            for _ in 0..<10 { _ = await instance.take(.address, of: RateKey(IPAddress("192.0.2.2"))) }
            let kept2 = try await database.store.read(SQL("SELECT key FROM rate_allowances"))
            #expect(kept2.map { $0.text(0) } == ["address:192.0.2.2"])
        }
    }

    private func rates(_ store: any Store, _ clock: TestClock) -> RequestRates {
        RequestRates(quotas, clock: clock.wall, sharing: RateSharing(store: store, clock: clock.wall, logger: Logger(label: "test")))
    }

    private func passing(_ count: Int, _ rates: RequestRates) async -> Int {
        var passed = 0
        for _ in 0..<count where await rates.take(.address, of: key)?.isRefused == false { passed += 1 }
        return passed
    }
}

/// A database whose commits fail or hang for a while.
private final class BreakableStore: Store {
    private let store: any Store
    private let state = Mutex<(isBroken: Bool, gate: Gate?)>((false, nil))

    init(_ store: any Store) { self.store = store }

    var isBroken: Bool {
        get { state.withLock { $0.isBroken } }
        set { state.withLock { $0.isBroken = newValue } }
    }

    var gate: Gate? {
        get { state.withLock { $0.gate } }
        set { state.withLock { $0.gate = newValue } }
    }

    func read(_ statements: [SQL]) async throws -> [[Row]] { try await store.read(statements) }

    func commit(_ statements: [SQL]) async throws -> [[Row]] {
        try await gate?.pass()
        if isBroken { throw StoreError.unavailable(reason: "The database is away.") }
        return try await store.commit(statements)
    }

    var dialect: Dialect { store.dialect }
}
