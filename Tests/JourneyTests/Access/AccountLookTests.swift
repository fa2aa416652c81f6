import Domain
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `Whether there are accounts` {
    @Test func `is looked for once by all who ask while the database hangs, and told to them as its failure`() async throws {
        try await AccessHarness.with { access in
            let store = HangingStore(access.store)
            let looks = Looks(at: access.clock)
            let authenticator = authenticator(access, on: store, clock: looks.clock)
            let callers = [Task { try await authenticator.principal(nil) }, Task { try await authenticator.principal(nil) }]
            try await eventually { store.hanging == 1 && looks.count == callers.count }
            for _ in 0..<100 { await Task.yield() }
            #expect(store.reads == 1)
            store.gate.open()
            for caller in callers { await #expect(throws: HangingStore.failure) { try await caller.value } }
            #expect(store.reads == 1)
        }
    }

    @Test func `is a failure also where there was none a while ago`() async throws {
        try await AccessHarness.with { access in
            try await access.store.commit(SQL("DELETE FROM accounts"))
            let store = HangingStore(access.store, after: 1)
            let authenticator = authenticator(access, on: store)
            #expect(try await authenticator.hasAccounts() == false)
            access.clock.advance(by: .seconds(60))
            store.gate.open()
            await #expect(throws: HangingStore.failure) { try await authenticator.principal(nil) }
            #expect(store.reads == 2)
        }
    }

    private func authenticator(_ access: AccessHarness, on store: any Store, clock: WallClock? = nil) -> Authenticator {
        Authenticator(store: store, clock: clock ?? access.clock.wall, tokens: access.services.tokens, mayBeOpen: true)
    }
}

/// Counts who asks a clock for the time, which each caller does right before it joins a look for accounts.
private final class Looks: Sendable {
    private let watched: WallClock
    private let total = Atomic(0)

    init(at watched: TestClock) { self.watched = watched.wall }

    var count: Int { total.load(ordering: .relaxed) }

    var clock: WallClock {
        WallClock(
            now: {
                self.total.add(1, ordering: .relaxed)
                return self.watched.now()
            }, sleep: watched.sleep)
    }
}

/// A database that answers some reads, and no more: the others fail once the gate is open.
private final class HangingStore: Store {
    static let failure = StoreError.unavailable(reason: "Away.")
    let gate = Gate()
    private let store: any Store
    private let answered: Int
    private let count = Mutex(0)

    init(_ store: any Store, after answered: Int = 0) {
        self.store = store
        self.answered = answered
    }

    var reads: Int { count.withLock { $0 } }
    var hanging: Int { gate.waiting }
    var dialect: Dialect { store.dialect }

    func read(_ statements: [SQL]) async throws -> [[Row]] {
        let number = count.withLock { count in
            count += 1
            return count
        }
        guard number > answered else { return try await store.read(statements) }
        try await gate.pass()
        throw Self.failure
    }

    func commit(_ statements: [SQL]) async throws -> [[Row]] { try await store.commit(statements) }
}
