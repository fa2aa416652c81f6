import Domain
import TestSupport

@testable import Storage

/// The first occurrence of a database, and what tests do with it.
struct Batch: Sendable {
    let store: any Store
    var database: TemporaryDatabase?
    let now = ExampleRows.now

    /// An occurrence with a run for each of the first users; with `through` only its first slice.
    func plan(_ agent: AgentType, users: Int64, through: Int64? = nil) async throws {
        try await store.commit(Occurrences.plan(.first, agent, due: now, trigger: "batch", isMissed: false, now: now))
        try await expand(agent, after: 0, through: through)
    }

    func expand(_ agent: AgentType = .reminder, after: Int64, through: Int64? = nil) async throws {
        let slice = Occurrences.Slice(.first, agent, trigger: "batch", due: now, after: after, through: through)
        _ = try await store.commit([Batches.lock(slice)] + Occurrences.expand(slice, condition: "1 = 1", now: now) + [Batches.place(slice)])
    }

    func pause() async throws { _ = try await store.commit(Batches.pause(.first, id: 1, now: now)) }
    func resume() async throws { _ = try await store.commit(Batches.resume(.first, id: 1, now: now)) }
    func cancel() async throws { _ = try await store.commit(Batches.cancel(.first, id: 1, now: now)) }
    func rate(_ rate: Int64?) async throws { _ = try await store.commit(Batches.setRate(rate, .first, id: 1, now: now)) }
    func retry() async throws { _ = try await store.commit(Batches.retry(.first, id: 1, now: now)) }
    func settle() async throws { _ = try await store.commit(Occurrences.settle(now: now)) }

    func claim(owner: String = "worker", after: Duration = .zero, limit: Int = 100) async throws -> [RunQueue.Claim] {
        let rows = try await store.commit(RunQueue.claim(.first, owner: owner, limit: limit, lease: .seconds(90), now: now.adding(after)))
        return RunQueue.claims(rows).sorted { $0.id < $1.id }
    }

    func states() async throws -> [String] {
        try await store.read(SQL("SELECT state FROM agent_runs ORDER BY id")).map { $0.text(0) }
    }

    func occurrence() async throws -> String {
        try await store.read(SQL("SELECT state FROM occurrences WHERE id = 1"))[0].text(0)
    }

    func progress(after: Duration = .zero) async throws -> BatchProgress? {
        let moment = now.adding(after)
        return BatchProgress(try await store.read(BatchProgress.query(.first, id: 1, now: moment)), now: moment)
    }
}
