import Domain
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(1))) struct `The loop over claimed work` {
    private let clock = TestClock(Timestamp(milliseconds: 0))
    private let wakeup = Wakeup()

    @Test func `claims no more than it has places for while nothing leaves them`() async throws {
        let work = HeldWork(12)
        try await run(work, concurrency: 4) {
            try await eventually { work.begun == 4 }
            #expect(work.claims == [4])
            work.releaseAll()
        }
        #expect(work.recorded == 12)
        #expect(work.mostAtOnce == 4)
    }

    @Test func `gives the place of what is only to be put on record to the next, but lets no more wait for the record than have places`() async throws
    {
        let work = HeldWork(9)
        let record = work.holdRecord()
        work.releaseAll()
        try await run(work, concurrency: 2) {
            try await eventually { record.waiting == 4 }
            #expect(work.claimed == 4)
            record.open()
        }
        #expect(work.recorded == 9)
        #expect(work.mostAtOnce <= 2)
    }

    @Test(arguments: [true, false]) func `claims ahead what left its places during a claim, where work may wait`(mayWait: Bool) async throws {
        let work = HeldWork(20, mayWait: mayWait)
        work.onClaim(2) {
            for id in Int64(2)...4 { work.release(id) }
            try await eventually { work.recorded == 4 }
        }
        try await run(work, concurrency: 4) {
            try await eventually { work.begun == 4 }
            work.release(1)
            try await eventually { work.claims.count == 3 }
            // One of the second claim has a place; of the third three find one, and three wait for theirs.
            #expect(work.claims == [4, 1, mayWait ? 6 : 3])
            try await eventually { work.begun == 8 }
            work.releaseAll()
        }
        #expect(work.recorded == 20)
        #expect(work.mostAtOnce == 4)
    }

    @Test func `looks for workers that are gone when it begins, and then as often as leases are renewed`() async throws {
        let work = HeldWork(3)
        try await run(work, concurrency: 1) {
            try await eventually { work.begun == 1 }
            work.release(1)
            try await eventually { work.begun == 2 }
            #expect(work.looksBack == 1)
            clock.advance(by: Lease.renewal)
            work.release(2)
            try await eventually { work.begun == 3 }
            #expect(work.looksBack == 2)
            work.releaseAll()
        }
        #expect(work.recorded == 3)
    }

    @Test func `gives back what could not be prepared, and nothing besides`() async throws {
        let work = HeldWork(9)
        work.failPreparing(.unavailable(reason: "The database is away."))
        try await run(work, concurrency: 4) {
            try await eventually { clock.sleepers > 0 }
            #expect(work.begun == 0 && work.claims == [4])
            try await eventually {
                clock.advance(by: .seconds(1))
                return work.begun == 4
            }
            #expect(work.claims == [4, 4])
            work.releaseAll()
        }
        #expect(work.begun == 9 && work.recorded == 9)
    }

    @Test(arguments: [nil, 2] as [Int64?]) func `fails what can never be prepared, and carries out all the rest`(other: Int64?) async throws {
        let work = HeldWork(9)
        work.refuse([3, 7], .failed(reason: "Refused."))
        if let other { work.place([5, 6, 7, 8, 9], in: WorkspaceID(other)) }
        work.releaseAll()
        try await run(work, concurrency: 9) {}
        #expect(work.unprepared == [3, 7])
        #expect(work.begun == 9 && work.recorded == 9)
    }

    @Test func `takes up what comes while something is in hand, as soon as it is told`() async throws {
        let work = HeldWork(2, waiting: 1)
        try await run(work, concurrency: 4) {
            try await eventually { work.begun == 1 && clock.sleepers == 1 }
            work.add(2)
            wakeup()
            try await eventually { work.begun == 2 }
            work.releaseAll()
        }
        #expect(work.recorded == 2)
    }

    @Test func `looks for work by itself no more often while something is in hand than otherwise`() async throws {
        let work = HeldWork(1)
        try await run(work, concurrency: 4) {
            try await eventually { work.begun == 1 && clock.sleepers == 1 }
            let looks = work.looks
            clock.advance(by: Lease.pollInterval - .milliseconds(1))
            #expect(clock.sleepers == 1 && work.looks == looks)
            clock.advance(by: .milliseconds(1))
            try await eventually { work.looks == looks + 1 }
            work.releaseAll()
        }
    }

    @Test func `lets what waits for a place give itself up when it is cancelled`() async throws {
        let work = HeldWork(20)
        work.onClaim(2) {
            for id in Int64(2)...4 { work.release(id) }
            try await eventually { work.recorded == 4 }
        }
        let loop = loop(work, concurrency: 4)
        let drain = Task { _ = try await loop.drain() }
        try await eventually { work.begun == 4 }
        work.release(1)
        try await eventually { work.begun == 8 }
        drain.cancel()
        _ = try? await drain.value
        #expect(work.begun == work.claimed)
    }

    private func run(_ work: HeldWork, concurrency: Int, _ body: () async throws -> Void) async throws {
        let loop = loop(work, concurrency: concurrency)
        async let drain = loop.drain()
        try await body()
        #expect(try await drain)
    }

    private func loop(_ work: HeldWork, concurrency: Int) -> WorkLoop<HeldWork> {
        WorkLoop(
            work, clock: clock.wall, logger: .silent, wakeup: wakeup, draining: Draining(),
            concurrency: concurrency)
    }
}

/// Items that are carried out when the test lets them go.
private final class HeldWork: LeasedWork {
    struct Item: LeasedRow {
        var id: Int64
        var fence: Int64 { 1 }
        var workspace = WorkspaceID.first
    }

    private struct State {
        var claims: [Int] = []
        var looks = 0
        var looksBack = 0
        var atOnce = 0
        var mostAtOnce = 0
        var begun = 0
        var recorded = 0
        var record: Gate?
        var onClaim: [Int: @Sendable () async throws -> Void] = [:]
        var waiting: [Int64]
        /// Claimed, and not on record.
        var out: Set<Int64> = []
        var failures: [StoreError] = []
        var refused: (ids: Set<Int64>, failure: StoreError) = ([], .failed(reason: ""))
        var unprepared: [Int64] = []
        var workspaces: [Int64: WorkspaceID] = [:]
    }

    let noun = "things"
    let mayWait: Bool
    private let gates: [Gate]
    private let state: Mutex<State>

    /// - Parameter waiting: how many are there from the beginning; nil for all.
    init(_ count: Int, mayWait: Bool = true, waiting: Int? = nil) {
        self.mayWait = mayWait
        gates = (0..<count).map { _ in Gate() }
        state = Mutex(State(waiting: (1...Int64(waiting ?? count)).map(\.self)))
    }

    func add(_ id: Int64) { state.withLock { $0.waiting.append(id) } }

    var claims: [Int] { state.withLock { $0.claims } }
    var looks: Int { state.withLock { $0.looks } }
    var looksBack: Int { state.withLock { $0.looksBack } }
    var claimed: Int { claims.reduce(0, +) }
    var begun: Int { state.withLock { $0.begun } }
    var recorded: Int { state.withLock { $0.recorded } }
    var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }

    func release(_ id: Int64) { gates[Int(id) - 1].open() }
    func releaseAll() { for gate in gates { gate.open() } }

    func holdRecord() -> Gate {
        let gate = Gate()
        state.withLock { $0.record = gate }
        return gate
    }

    /// Runs during the claim of this number, the first being 1.
    func onClaim(_ number: Int, _ body: @escaping @Sendable () async throws -> Void) { state.withLock { $0.onClaim[number] = body } }

    /// What the first claim takes cannot be prepared.
    func failPreparing(_ failure: StoreError) { state.withLock { $0.failures.append(failure) } }

    /// What can never be prepared.
    func refuse(_ ids: Set<Int64>, _ failure: StoreError) { state.withLock { $0.refused = (ids, failure) } }

    func place(_ ids: [Int64], in workspace: WorkspaceID) {
        state.withLock { state in for id in ids { state.workspaces[id] = workspace } }
    }

    /// Of what could not be prepared.
    var unprepared: [Int64] { state.withLock { $0.unprepared.sorted() } }

    func due(isLookingBack: Bool) async throws -> [WorkspaceID] {
        state.withLock { state in
            state.looks += 1
            if isLookingBack { state.looksBack += 1 }
            return state.waiting.isEmpty && state.failures.isEmpty && state.out.isEmpty ? [] : [.first]
        }
    }

    func claim(_ quotas: [FairShare.Quota]) async throws -> [Item] {
        let (items, then) = state.withLock { state in
            let ids = state.waiting.prefix(quotas.reduce(0) { $0 + $1.limit })
            state.waiting.removeFirst(ids.count)
            state.out.formUnion(ids)
            if !ids.isEmpty { state.claims.append(ids.count) }
            return (ids.map { Item(id: $0, workspace: state.workspaces[$0] ?? .first) }, ids.isEmpty ? nil : state.onClaim[state.claims.count])
        }
        try await then?()
        return items
    }

    func prepared(_ claims: [Item]) async throws -> [Item] {
        if let failure = state.withLock({ state in state.failures.isEmpty ? nil : state.failures.removeFirst() }) { throw failure }
        let refused = state.withLock { $0.refused }
        if claims.contains(where: { refused.ids.contains($0.id) }) { throw refused.failure }
        return claims
    }

    func unprepared(_ claim: Item) -> Item {
        state.withLock { $0.unprepared.append(claim.id) }
        return claim
    }

    func carryOut(_ item: Item) async -> Int64? {
        state.withLock { state in
            state.begun += 1
            state.atOnce += 1
            state.mostAtOnce = max(state.mostAtOnce, state.atOnce)
        }
        defer { state.withLock { $0.atOnce -= 1 } }
        do {
            try await gates[Int(item.id) - 1].pass()
            return item.id
        } catch {
            return nil
        }
    }

    func record(_ outcome: Int64, of item: Item) async {
        try? await state.withLock { $0.record }?.pass()
        state.withLock { state in
            state.recorded += 1
            state.out.remove(outcome)
        }
    }

    func renew(_ ids: [Int64]) async throws {}

    func giveBackAll(except ids: [Int64]) async throws {
        state.withLock { state in
            let back = state.out.subtracting(ids)
            state.out.subtract(back)
            state.waiting.insert(contentsOf: back.sorted(), at: 0)
        }
    }

    func settle() async throws {}
}
