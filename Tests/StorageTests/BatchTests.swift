import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `A batch` {
    @Test(arguments: DatabaseKind.allCases) func `that is paused gives no run, and all of them once it goes on`(kind: DatabaseKind) async throws {
        try await withBatch(kind, users: 3) { batch in
            try await batch.pause()
            #expect(try await batch.claim() == [])
            #expect(try await batch.store.read(RunQueue.dueWorkspaces(now: batch.now)) == [])
            try await batch.resume()
            #expect(try await batch.claim().count == 3)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `that is paused stands in the way of no other run of its people`(kind: DatabaseKind) async throws {
        try await withBatch(kind, users: 2) { batch in
            try await batch.pause()
            try await batch.plan(.closure, users: 2)
            let claims = try await batch.claim()
            #expect(claims.map(\.agent) == [.closure, .closure])
        }
    }

    @Test(arguments: DatabaseKind.allCases, BackInTheQueue.allCases)
    func `that is paused keeps what comes back into the queue from being written`(kind: DatabaseKind, way: BackInTheQueue) async throws {
        try await withBatch(kind, users: 1) { batch in
            let claim = try #require(try await batch.claim().first)
            try await batch.pause()
            try await batch.store.commit(way.statement(claim, batch.now))
            #expect(try await batch.states() == [way == .failed ? "failed" : "queued"])
            #expect(try await batch.claim(after: .seconds(86_400)) == [])
            try await batch.resume()
            // Its own time is kept.
            let isAtOnce = [.givenBack, .forgotten, .takenBack].contains(way)
            #expect(try await batch.claim(after: .seconds(59)).count == (isAtOnce ? 1 : 0))
            if !isAtOnce { #expect(try await batch.claim(after: .seconds(90)).map(\.id) == [claim.id]) }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `that goes on before a run under way fails lets it be tried again at its time`(kind: DatabaseKind)
        async throws
    {
        try await withBatch(kind, users: 1) { batch in
            let claim = try #require(try await batch.claim().first)
            try await batch.pause()
            try await batch.resume()
            try await batch.store.commit(BackInTheQueue.failed.statement(claim, batch.now))
            #expect(try await batch.claim(after: .seconds(59)) == [])
            #expect(try await batch.claim(after: .seconds(60)).count == 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `that is paused stays so when a person has one of its runs tried again`(kind: DatabaseKind)
        async throws
    {
        try await withBatch(kind, users: 2) { batch in
            let claim = try #require(try await batch.claim(limit: 1).first)
            try await batch.store.commit(RunQueue.fail(claim, owner: "worker", error: "broken", retryAt: nil, now: batch.now))
            try await batch.pause()
            _ = try await batch.store.commit([
                Batches.lock(ofRun: claim.id, .first), AgentRuns.setState(.first, id: claim.id, to: "queued", now: batch.now),
            ])
            #expect(try await batch.states() == ["queued", "queued"])
            #expect(try await batch.claim() == [])
            try await batch.resume()
            #expect(try await batch.claim().count == 2)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `that is paused while it is planned holds back what its later slices bring`(kind: DatabaseKind)
        async throws
    {
        try await TemporaryDatabase.with(kind) { database in
            _ = try await database.store.commit(ExampleRows.users(2...5))
            let batch = Batch(store: database.store)
            try await batch.plan(.reminder, users: 5, through: 2)
            try await batch.pause()
            try await batch.expand(after: 2)
            #expect(try await batch.states().count == 5)
            #expect(try await batch.claim() == [])
            try await batch.resume()
            #expect(try await batch.claim().count == 5)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `tries again what was given up, and nothing else, also once it has ended`(kind: DatabaseKind) async throws {
        try await withBatch(kind, users: 4) { batch in
            await #expect(throws: NothingGivenUp(id: 1)) { try await batch.retry() }
            let ends = [(1, "dead", "'REMINDER'"), (2, "succeeded", "'REMINDER'"), (3, "cancelled", "'REMINDER'"), (4, "dead", "'OWN_GONE'")]
            for (id, state, agent) in ends {
                try await batch.store.commit(
                    SQL(
                        """
                        UPDATE agent_runs SET state = '\(state)', agent_type = \(agent), attempts = 5, next_attempt_at = NULL, finished_at = 5
                        WHERE id = \(id)
                        """))
            }
            try await batch.settle()
            #expect(try await batch.occurrence() == "done")
            try await batch.retry()
            #expect(try await batch.states() == ["queued", "succeeded", "cancelled", "dead"])
            #expect(try await batch.occurrence() == "running")
            #expect(try await batch.claim().map(\.id) == [1])
            await #expect(throws: NothingGivenUp(id: 1)) { try await batch.retry() }
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `keeps its rate for what is tried again after its end, and can be cancelled`(kind: DatabaseKind) async throws {
        try await withBatch(kind, users: 3) { batch in
            try await batch.rate(60)
            try await batch.store.commit(SQL("UPDATE agent_runs SET state = 'dead', next_attempt_at = NULL, resumes_at = NULL"))
            try await batch.settle()
            #expect(try await batch.occurrence() == "done")
            try await batch.retry()
            #expect(try await batch.claim() == [])
            try await batch.cancel()
            #expect(try await batch.states() == ["cancelled", "cancelled", "cancelled"])
            await #expect(throws: NothingGivenUp(id: 1)) { try await batch.retry() }
        }
    }

    @Test func `tries nothing again that may have been carried out since a backup, nor of what was cancelled`() async throws {
        try await withBatch(.sqlite, users: 2) { batch in
            _ = try await batch.store.commit(RestoredWork.settle(schema: .max, now: batch.now))
            try await batch.settle()
            #expect(try await batch.states() == ["dead", "dead"])
            await #expect(throws: NothingGivenUp(id: 1)) { try await batch.retry() }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `holds what is tried again while it is paused`(kind: DatabaseKind) async throws {
        try await withBatch(kind, users: 2) { batch in
            try await batch.store.commit(SQL("UPDATE agent_runs SET state = 'dead', next_attempt_at = NULL WHERE id = 1"))
            try await batch.pause()
            try await batch.retry()
            #expect(try await batch.claim() == [])
            try await batch.resume()
            #expect(try await batch.claim().map(\.id) == [1, 2])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `that is cancelled writes no more, ends, and cannot be changed`(kind: DatabaseKind) async throws {
        try await withBatch(kind, users: 3) { batch in
            try await batch.cancel()
            #expect(try await batch.states() == ["cancelled", "cancelled", "cancelled"])
            #expect(try await batch.occurrence() == "done")
            await #expect(throws: BatchHasEnded(id: 1)) { try await batch.cancel() }
            await #expect(throws: BatchHasEnded(id: 1)) { try await batch.pause() }
            await #expect(throws: BatchHasEnded(id: 1)) { try await batch.resume() }
            await #expect(throws: BatchHasEnded(id: 1)) { try await batch.rate(60) }
        }
    }

    @Test(arguments: DatabaseKind.allCases, BackInTheQueue.allCases)
    func `that is cancelled gives up what comes back into the queue`(kind: DatabaseKind, way: BackInTheQueue) async throws {
        try await withBatch(kind, users: 2) { batch in
            let claim = try #require(try await batch.claim(limit: 1).first)
            try await batch.cancel()
            #expect(try await batch.states() == ["running", "cancelled"])
            #expect(try await batch.occurrence() == "running")
            try await batch.store.commit(way.statement(claim, batch.now))
            #expect(try await batch.claim(after: .seconds(86_400)) == [])
            try await batch.settle()
            #expect(try await batch.states() == ["cancelled", "cancelled"])
            #expect(try await batch.occurrence() == "done")
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `that is cancelled keeps the message that was being written`(kind: DatabaseKind) async throws {
        try await withBatch(kind, users: 2) { batch in
            let claim = try #require(try await batch.claim(limit: 1).first)
            try await batch.cancel()
            let message = WrittenMessage(text: "Hello", writer: .offline)
            _ = try await batch.store.commit(RunQueue.succeed(claim, owner: "worker", message: message, now: batch.now))
            try await batch.settle()
            #expect(try await batch.states() == ["succeeded", "cancelled"])
            #expect(try await batch.occurrence() == "done")
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `that is cancelled while it is planned gets no further runs`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            _ = try await database.store.commit(ExampleRows.users(2...5))
            let batch = Batch(store: database.store)
            try await batch.plan(.reminder, users: 5, through: 2)
            try await batch.cancel()
            try await batch.expand(after: 2)
            #expect(try await batch.states() == ["cancelled", "cancelled"])
            #expect(try await database.store.read(Occurrences.slices()) == [])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `paused and let go by many at once, with work under way, ends as the last of them said`(
        kind: DatabaseKind
    ) async throws {
        try await withBatch(kind, users: 60) { batch in
            _ = try await concurrently(Array(0..<12)) { number in
                let mine = Batch(store: try batch.database?.opened() ?? batch.store)
                for round in 0..<4 {
                    let claims = try await mine.claim(owner: "worker \(number)", limit: 3)
                    if number % 3 == 0 { try await (round % 2 == 0 ? mine.pause() : mine.resume()) }
                    for claim in claims {
                        let retryAt = mine.now.adding(.seconds(60))
                        try await mine.store.commit(
                            RunQueue.fail(claim, owner: "worker \(number)", error: "busy", retryAt: retryAt, now: mine.now))
                    }
                }
            }
            try await batch.pause()
            #expect(try await batch.claim(after: .seconds(86_400)) == [])
            try await batch.resume()
            #expect(try await batch.claim(after: .seconds(86_400), limit: 100).count == 60)
        }
    }

    @Test(arguments: DatabaseKind.allCases, [true, false])
    func `that is paused or cancelled in the very moment in which its runs are made has none to be written`(kind: DatabaseKind, isCancelled: Bool)
        async throws
    {
        try await TemporaryDatabase.with(kind) { database in
            _ = try await database.store.commit(ExampleRows.users(2...40))
            let batch = Batch(store: database.store, database: database)
            try await batch.plan(.reminder, users: 40, through: 4)
            _ = try await concurrently(Array(0..<10)) { number in
                let mine = Batch(store: try database.opened())
                // Whoever is not the first finds the slice made, or the batch ended.
                if number == 5 { try await isCancelled ? mine.cancel() : mine.pause() } else { try await mine.expand(after: 4) }
            }
            try await batch.settle()
            #expect(try await batch.claim(after: .seconds(86_400)) == [])
            let states = try await batch.states()
            #expect(Set(states) == [isCancelled ? "cancelled" : "queued"], "\(states)")
            #expect(isCancelled || states.count == 40)
        }
    }

    private func withBatch(_ kind: DatabaseKind, users: Int64, _ body: (Batch) async throws -> Void) async throws {
        try await TemporaryDatabase.with(kind) { database in
            if users > 1 { _ = try await database.store.commit(ExampleRows.users(2...users)) }
            let batch = Batch(store: database.store, database: database)
            try await batch.plan(.reminder, users: users)
            try await body(batch)
        }
    }
}

/// How a run under way can come back into the queue.
enum BackInTheQueue: CaseIterable, Sendable {
    case failed, givenBack, forgotten, takenBack, postponed

    func statement(_ claim: RunQueue.Claim, _ now: Timestamp) -> SQL {
        switch self {
        case .failed: RunQueue.fail(claim, owner: "worker", error: "busy", retryAt: now.adding(.seconds(60)), now: now)
        case .givenBack: RunQueue.release(claim, owner: "worker", now: now)
        case .forgotten: RunQueue.releaseAll(of: "worker", except: [], now: now)
        case .postponed: RunQueue.postpone([.init(claim, until: now.adding(.seconds(60)))], owner: "worker", now: now)
        case .takenBack: RunQueue.takeBack(now: now, exceptOwner: "another")
        }
    }
}
