import Domain
import TestSupport
import Testing

@testable import Storage

/// Whatever happens to a batch, in whatever order: what is held back has no time, what is not held back has one, and no run is lost.
@Suite struct `A batch to which anything happens` {
    @Test(arguments: DatabaseKind.allCases, 0..<12 as Range<UInt64>)
    func `holds back what it says, loses no run and ends`(kind: DatabaseKind, seed: UInt64) async throws {
        try await TemporaryDatabase.with(kind) { database in
            _ = try await database.store.commit(ExampleRows.users(2...Walk.people))
            var walk = Walk(batch: Batch(store: database.store), random: SeededGenerator(state: seed))
            try await walk.begin()
            for step in 0..<60 {
                let done = try await walk.step()
                try await walk.check("seed \(seed), step \(step): \(done)")
            }
            try await walk.end()
        }
    }
}

private struct Walk {
    static let people: Int64 = 12
    var batch: Batch
    var random: SeededGenerator
    var claims: [RunQueue.Claim] = []
    var expanded: Int64 = 0

    enum Step: CaseIterable {
        case claim, succeed, comeBack, expand, pause, resume, setRate, letGo, retry, settle
    }

    mutating func begin() async throws {
        expanded = 4
        try await batch.plan(.reminder, users: Self.people, through: expanded)
    }

    /// One of the steps; what is refused because the batch has ended is none.
    mutating func step() async throws -> String {
        // A batch that is cancelled early shows little.
        if Int.random(in: 0..<50, using: &random) == 0 { return try await trying("cancel") { try await $0.cancel() } }
        guard let step = Step.allCases.randomElement(using: &random) else { return "" }
        switch step {
        case .claim: claims += try await batch.claim(after: .seconds(86_400), limit: Int.random(in: 1...4, using: &random))
        case .succeed: try await take { RunQueue.succeed($0, owner: "worker", message: WrittenMessage(text: "Hello", writer: .offline), now: $1) }
        case .comeBack: try await comeBack()
        case .expand: try await expand()
        case .pause: return try await trying("pause") { try await $0.pause() }
        case .resume: return try await trying("resume") { try await $0.resume() }
        case .setRate:
            let rate = ([nil, 1, 60, 6000] as [Int64?]).randomElement(using: &random) ?? nil
            return try await trying("rate \(rate ?? 0)") { try await $0.rate(rate) }
        case .letGo: try await letGo()
        case .retry: try await retry()
        case .settle: try await batch.settle()
        }
        return "\(step)"
    }

    private func trying(_ name: String, _ act: (Batch) async throws -> Void) async throws -> String {
        do {
            try await act(batch)
            return name
        } catch is BatchHasEnded {
            return "\(name), refused"
        }
    }

    private mutating func take(_ statements: (RunQueue.Claim, Timestamp) -> [SQL]) async throws {
        guard let claim = claims.popLast() else { return }
        _ = try await batch.store.commit(statements(claim, batch.now))
    }

    private mutating func comeBack() async throws {
        let way = BackInTheQueue.allCases.randomElement(using: &random) ?? .failed
        // These two are about all of a worker's.
        if way == .forgotten || way == .takenBack { claims = claims.suffix(1) }
        try await take { [way.statement($0, $1)] }
    }

    private mutating func expand() async throws {
        guard expanded < Self.people else { return }
        let next = expanded + 4
        try await batch.expand(after: expanded, through: next == Self.people ? nil : next)
        expanded = next
    }

    private func letGo() async throws {
        for rated in try await batch.rated() {
            _ = try await batch.store.commit(BatchRates.release(rated, .init(runs: 2, through: rated.through.adding(.seconds(1))), now: batch.now))
        }
    }

    private mutating func retry() async throws {
        let id = Int64.random(in: 1...Self.people, using: &random)
        _ = try await batch.store.commit([Batches.lock(ofRun: id, .first), AgentRuns.setState(.first, id: id, to: "queued", now: batch.now)])
    }

    func check(_ what: String) async throws {
        let occurrence = try await batch.store.read(SQL("SELECT paused, rate_per_minute, cancelled_at, state FROM occurrences WHERE id = 1"))[0]
        let runs = try await batch.store.read(SQL("SELECT state, next_attempt_at, resumes_at FROM agent_runs WHERE occurrence_id = 1"))
        let (isOpen, isPaused) = (["planned", "running"].contains(occurrence.text(3)), occurrence.integer(0) == 1)
        let open = runs.filter { ["queued", "running", "failed"].contains($0.text(0)) }
        let held = open.filter { $0[1] == .null }
        if isOpen, isPaused { #expect(held.count == open.count, "\(what): \(runs)") }
        if !isPaused, occurrence[1] == .null, occurrence[2] == .null { #expect(held.isEmpty, "\(what): \(runs)") }
        #expect(held.allSatisfy { $0[2] != .null }, "\(what): \(runs)")
        // What a rate has let go, and nothing else, may begin; it waits for the rate again where it comes back.
        if isOpen, occurrence[1] != .null, occurrence[2] == .null { #expect(open.allSatisfy { $0[2] != .null }, "\(what): \(runs)") }
    }

    /// Everything ends once nobody holds it back any more.
    mutating func end() async throws {
        while expanded < Self.people { try await expand() }
        _ = try await trying("rate") { try await $0.rate(nil) }
        _ = try await trying("resume") { try await $0.resume() }
        _ = try await batch.store.commit(RunQueue.takeBack(now: batch.now, exceptOwner: "another"))
        try await batch.settle()
        claims = []
        repeat {
            while !claims.isEmpty {
                try await take { RunQueue.succeed($0, owner: "worker", message: WrittenMessage(text: "Hello", writer: .offline), now: $1) }
            }
            claims = try await batch.claim(after: .seconds(86_400))
        } while !claims.isEmpty
        try await batch.settle()
        let states = try await batch.states()
        #expect(states.allSatisfy { ["succeeded", "cancelled", "dead"].contains($0) }, "\(states)")
        let cancelled = try await batch.store.read(SQL("SELECT COUNT(*) FROM occurrences WHERE cancelled_at IS NOT NULL"))[0].integer(0) == 1
        #expect(cancelled || states == Array(repeating: "succeeded", count: Int(Self.people)))
        let messages = try await batch.store.read(SQL("SELECT COUNT(*) FROM communications"))[0].integer(0)
        #expect(messages == Int64(states.count { $0 == "succeeded" }))
    }
}
