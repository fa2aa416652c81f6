import Domain
import TestSupport
import Testing

@testable import Storage

/// On a server of its own, which it stops and starts.
@Suite(.serialized) struct `A PostgreSQL server that goes away` {
    @Test func `is waited for within the limit, refused at once from then on, and used again when it is back`() async throws {
        let cluster = try PostgresCluster()
        let store = try await storeWithNotes(on: cluster)
        try cluster.stop()
        let results = await outcomes(of: 100, on: store)
        #expect(results.allSatisfy { $0.isUnavailable })
        #expect(results.allSatisfy { $0.took < .seconds(15) })
        // Those who come later are not made to wait for what is known.
        try await eventually { await outcomes(of: 1, on: store)[0].took < .milliseconds(100) }
        try cluster.start()
        try await eventually { await !outcomes(of: 1, on: store)[0].isUnavailable }
        let served = await outcomes(of: 50, on: store)
        #expect(served.allSatisfy { !$0.isUnavailable })
        #expect(try await bodies(store) == ["before"])
    }

    @Test func `is not there at the start, and used when it comes`() async throws {
        let cluster = try PostgresCluster()
        try cluster.stop()
        var settings = try cluster.settings("postgres", role: "postgres")
        settings.poolWait = .milliseconds(500)
        let store = PostgresStore(settings)
        await expectUnavailable("cannot be reached") { _ = try await store.read(SQL("SELECT 1")) }
        try cluster.start()
        try await eventually { await !outcomes(of: 1, on: store)[0].isUnavailable }
    }

    @Test func `in the middle of a commit leaves it unknown, and never has it written twice`() async throws {
        let cluster = try PostgresCluster()
        let store = try await storeWithNotes(on: cluster)
        let commit = Task { try await store.commit([insert("perhaps"), SQL("SELECT pg_sleep(30)")]) }
        let other = PostgresStore(try cluster.settings("postgres", role: "postgres"))
        try await eventually {
            try await !other.read(SQL("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'")).isEmpty
        }
        try cluster.kill()
        do {
            _ = try await commit.value
            Issue.record("nothing was thrown")
        } catch StoreError.uncertain {}
        try cluster.start()
        try await eventually { (try? await bodies(store)) == ["before"] }
    }

    @Test func `comes back while callers wait, and they are served`() async throws {
        let cluster = try PostgresCluster()
        let store = try await storeWithNotes(on: cluster, poolWait: .seconds(20))
        try cluster.kill()
        let waiting = Task { await outcomes(of: 50, on: store) }
        try cluster.start()
        let served = await waiting.value
        #expect(served.allSatisfy { !$0.isUnavailable })
    }

    private struct Outcome {
        var isUnavailable: Bool
        var took: Duration
    }

    private func outcomes(of count: Int, on store: PostgresStore) async -> [Outcome] {
        let results = try? await concurrently(Array(0..<count)) { _ in
            let clock = ContinuousClock()
            let start = clock.now
            let answer = try? await store.read(SQL("SELECT 1"))
            return Outcome(isUnavailable: answer == nil, took: clock.now - start)
        }
        return (results ?? []).map(\.output)
    }

    private func storeWithNotes(on cluster: PostgresCluster, poolWait: Duration = .seconds(1)) async throws -> PostgresStore {
        var settings = try cluster.settings(try await cluster.create())
        settings.poolWait = poolWait
        let store = PostgresStore(settings)
        try await store.commit(SQL("CREATE TABLE notes (id \(Dialect.postgres.identity), body TEXT NOT NULL UNIQUE)"))
        try await store.commit(insert("before"))
        return store
    }
}
