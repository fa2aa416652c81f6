import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `A batch's rate` {
    private static let now = ExampleRows.now

    @Test(arguments: [1, 7, 60, 61, 999, 6000, 100_000] as [Int64])
    func `lets go as many runs in an hour as it says, however often somebody looks`(perMinute: Int64) {
        for steps in [[1000], [37, 1009, 250], [1999]] as [[Int64]] {
            var batch = BatchRates.Rated(.first, id: 1, perMinute: perMinute, through: Self.now)
            var (moment, runs, step) = (Self.now, Int64(0), 0)
            while moment < Self.now.adding(.seconds(3600)) {
                moment = moment.adding(.milliseconds(steps[step % steps.count]))
                step += 1
                guard let allowance = batch.allowance(at: moment) else { continue }
                runs += allowance.runs
                batch.through = allowance.through
                #expect(allowance.through <= moment.adding(.milliseconds(1)))
            }
            #expect(runs <= 60 * perMinute + perMinute / 30 + 1)
            #expect(Double(runs) >= Double(60 * perMinute) * 0.98 - 1, "\(runs)")
        }
    }

    @Test func `does not make up for time in which nobody looked`() {
        let batch = BatchRates.Rated(.first, id: 1, perMinute: 600, through: Self.now)
        #expect(batch.allowance(at: Self.now.adding(.seconds(3600)))?.runs == 21)
        #expect(BatchRates.Rated(.first, id: 1, perMinute: 1, through: Self.now).allowance(at: Self.now.adding(.seconds(3600)))?.runs == 1)
    }

    @Test(arguments: DatabaseKind.allCases) func `holds back its runs and lets the first ones go first, whoever else lets go too`(kind: DatabaseKind)
        async throws
    {
        try await withBatch(kind, users: 10) { batch in
            try await batch.rate(120)
            #expect(try await batch.claim() == [])
            let rated = try #require(try await batch.rated().first)
            let later = batch.now.adding(.seconds(1))
            let allowance = try #require(rated.allowance(at: later))
            #expect(allowance.runs == 2)
            _ = try await batch.store.commit(BatchRates.release(rated, allowance, now: later))
            await #expect(throws: BatchMovedOn()) { _ = try await batch.store.commit(BatchRates.release(rated, allowance, now: later)) }
            let claims = try await batch.claim(after: .seconds(1))
            #expect(claims.map(\.id) == [1, 2])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `that is taken away makes everything due`(kind: DatabaseKind) async throws {
        try await withBatch(kind, users: 3) { batch in
            try await batch.rate(1)
            try await batch.rate(nil)
            #expect(try await batch.claim().count == 3)
            #expect(try await batch.rated() == [])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `of a paused batch lets nothing go, changed or taken away`(kind: DatabaseKind) async throws {
        try await withBatch(kind, users: 3) { batch in
            try await batch.rate(60)
            let before = try #require(try await batch.rated().first)
            try await batch.pause()
            #expect(try await batch.rated() == [])
            await #expect(throws: BatchMovedOn()) {
                _ = try await batch.store.commit(BatchRates.release(before, .init(runs: 3, through: batch.now), now: batch.now))
            }
            try await batch.rate(nil)
            #expect(try await batch.claim() == [])
            try await batch.resume()
            #expect(try await batch.claim().count == 3)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `counts another attempt after a failure, once its own time has come`(kind: DatabaseKind) async throws
    {
        try await withBatch(kind, users: 2) { batch in
            let claim = try #require(try await batch.claim(limit: 1).first)
            try await batch.store.commit(BackInTheQueue.failed.statement(claim, batch.now))
            try await batch.rate(60)
            #expect(try await batch.letGo(2, at: .seconds(59)) == [2])
            #expect(try await batch.claim(after: .seconds(3600)).map(\.id) == [2])
            #expect(try await batch.letGo(2, at: .seconds(60)) == [claim.id])
            #expect(try await batch.claim(after: .seconds(3600)).map(\.id) == [claim.id])
        }
    }

    @Test(arguments: DatabaseKind.allCases, BackInTheQueue.allCases) func `counts what it has let go anew where that comes back`(
        kind: DatabaseKind, way: BackInTheQueue
    ) async throws {
        try await withBatch(kind, users: 2) { batch in
            try await batch.rate(60)
            #expect(try await batch.letGo(1, at: .zero) == [1])
            let claim = try #require(try await batch.claim().first)
            try await batch.store.commit(way.statement(claim, batch.now))
            #expect(try await batch.claim(after: .seconds(86_400)) == [])
            #expect(try await batch.letGo(2, at: .seconds(3600)).sorted() == [1, 2])
            #expect(try await batch.claim(after: .seconds(86_400)).map(\.id) == [1, 2])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `counts a run that a person has tried again`(kind: DatabaseKind) async throws {
        try await withBatch(kind, users: 1) { batch in
            try await batch.rate(60)
            for state in ["cancelled", "queued"] {
                _ = try await batch.store.commit(AgentRuns.setState(.first, id: 1, to: state, now: batch.now))
            }
            #expect(try await batch.claim(after: .seconds(86_400)) == [])
            #expect(try await batch.letGo(1, at: .zero) == [1])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `holds for what later slices bring`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            _ = try await database.store.commit(ExampleRows.users(2...5))
            let batch = Batch(store: database.store)
            try await batch.plan(.reminder, users: 5, through: 2)
            try await batch.rate(60)
            try await batch.expand(after: 2)
            #expect(try await batch.claim() == [])
            #expect(try await batch.rated().count == 1)
        }
    }

    private func withBatch(_ kind: DatabaseKind, users: Int64, _ body: (Batch) async throws -> Void) async throws {
        try await TemporaryDatabase.with(kind) { database in
            if users > 1 { _ = try await database.store.commit(ExampleRows.users(2...users)) }
            let batch = Batch(store: database.store)
            try await batch.plan(.reminder, users: users)
            try await body(batch)
        }
    }
}

extension Batch {
    /// Lets so many runs go, whatever the rate: which.
    func letGo(_ runs: Int64, at time: Duration) async throws -> [Int64] {
        let moment = now.adding(time)
        guard let rated = BatchRates.rated(try await store.read(BatchRates.rated(now: moment))).first else { return [] }
        let rows = try await store.commit(BatchRates.release(rated, .init(runs: runs, through: moment), now: moment))
        return rows[1].map { $0.integer(0) }
    }

    func rated() async throws -> [BatchRates.Rated] { BatchRates.rated(try await store.read(BatchRates.rated(now: now))) }
}
