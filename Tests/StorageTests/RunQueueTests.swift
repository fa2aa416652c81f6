import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `The queue of runs` {
    @Test(arguments: DatabaseKind.allCases) func `gives each run to one of many workers`(kind: DatabaseKind) async throws {
        try await withRuns(kind, users: 200) { database in
            let claims = try await concurrently(Array(0..<8)) { worker -> [RunQueue.Claim] in
                let store = try database.opened()
                var claims: [RunQueue.Claim] = []
                while case let found = try await claim(store, owner: "worker \(worker)", limit: 7), !found.isEmpty { claims += found }
                return claims
            }.flatMap(\.output)
            #expect(claims.count == 200)
            #expect(Set(claims.map(\.id)).count == 200)
            #expect(claims.allSatisfy { $0.attempts == 1 })
        }
    }

    @Test func `is claimed from by one instance at a time on PostgreSQL`() async throws {
        try await withRuns(.postgres, users: 100) { database in
            let claims = try await concurrently(Array(0..<4)) { worker in try await timedClaims(database, owner: "worker \(worker)") }
            let times = claims.flatMap(\.output).sorted { $0.lowerBound < $1.lowerBound }
            for (former, next) in zip(times, times.dropFirst()) { #expect(former.upperBound <= next.lowerBound) }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `has one run of a person under way at a time`(kind: DatabaseKind) async throws {
        try await withRuns(kind, users: 3, agents: [.reminder, .followUp, .closure]) { database in
            for agent in [AgentType.reminder, .followUp, .closure] {
                let claims = try await claim(database.store)
                #expect(claims.map(\.person.user).sorted() == [1, 2, 3])
                #expect(claims.allSatisfy { $0.agent == agent })
                let more = try await claim(database.store)
                #expect(more == [])
                for claim in claims { try await succeed(database.store, claim) }
            }
            #expect(try await claim(database.store) == [])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `lets a person with many waiting runs hold up nobody else`(kind: DatabaseKind) async throws {
        try await withRuns(kind, users: 1) { database in
            for minute in Int64(1)...20 { try await plan(database.store, .reminder, due: now.adding(.seconds(-60 * minute)), condition: "u.id = 1") }
            #expect(try await claim(database.store, limit: 1).map(\.person.user) == [1])
            _ = try await database.store.commit(ExampleRows.users(2...2))
            try await plan(database.store, .closure, due: now, condition: "u.id = 2")
            #expect(try await claim(database.store, limit: 1).map(\.person.user) == [2])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `takes back a run whose lease has run out, and its former worker finishes nothing`(
        kind: DatabaseKind
    ) async throws {
        try await withRuns(kind, users: 1) { database in
            let store = database.store
            let former = try #require(try await claim(store).first)
            try await store.commit(RunQueue.takeBack(now: now.adding(.seconds(89))))
            #expect(try await claim(store, at: now.adding(.seconds(89))) == [])
            try await store.commit(RunQueue.takeBack(now: now.adding(.seconds(90))))
            let later = now.adding(.seconds(90))
            let next = try #require(try await claim(store, owner: "other", at: later).first)
            #expect(next.id == former.id && next.attempts == 2)
            await #expect(throws: LostClaim()) { try await succeed(store, former) }
            try await store.commit(RunQueue.fail(former, owner: "worker", error: "late", retryAt: nil, now: later))
            try await store.commit(RunQueue.release(former, owner: "worker", now: later))
            #expect(try await states(store) == ["running"])
            #expect(try await messages(store) == 0)
            _ = try await store.commit(RunQueue.succeed(next, owner: "other", message: message, now: later))
            #expect(try await states(store) == ["succeeded"])
            #expect(try await messages(store) == 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is not changed by what an earlier attempt of the same worker left, told again`(kind: DatabaseKind)
        async throws
    {
        try await withRuns(kind, users: 1) { database in
            let store = database.store
            let first = try #require(try await claim(store).first)
            let ends = [
                RunQueue.succeed(first, owner: "worker", message: message, now: now),
                [RunQueue.fail(first, owner: "worker", error: "busy", retryAt: nil, now: now)], [RunQueue.release(first, owner: "worker", now: now)],
            ]
            try await store.commit(RunQueue.fail(first, owner: "worker", error: "busy", retryAt: now, now: now))
            // As a person does who has it tried anew: its attempts are counted from the beginning.
            try await store.commit(AgentRuns.setState(.first, id: first.id, to: "queued", now: now))
            let second = try #require(try await claim(store).first)
            try await store.commit(RunQueue.renew([second.id], owner: "worker", lease: .seconds(90), now: now))
            for end in ends { _ = try await store.commit(end) }
            #expect(second.id == first.id && second.attempts == first.attempts)
            #expect(try await states(store) == ["running"])
            #expect(try await messages(store) == 0)
            try await succeed(store, second)
            for end in ends { _ = try await store.commit(end) }
            #expect(try await states(store) == ["succeeded"])
            #expect(try await messages(store) == 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `gives up a run that its workers die of, after longer and longer breaks`(kind: DatabaseKind)
        async throws
    {
        try await withRuns(kind, users: 1) { database in
            let store = database.store
            var (attempts, moment) = (0, now)
            while let claimed = try await claim(store, at: moment).first {
                attempts += 1
                #expect(claimed.attempts == Int64(attempts))
                moment = moment.adding(.seconds(90))
                try await store.commit(RunQueue.takeBack(now: moment))
                let next = try await store.read(SQL("SELECT next_attempt_at FROM agent_runs"))[0].time(0)
                #expect(attempts == 20 || next == moment.adding(.seconds(attempts <= 3 ? 0 : 5 * attempts)))
                moment = max(moment, next)
            }
            #expect(attempts == 20)
            let end = try await store.read(SQL("SELECT state, error, finished_at, next_attempt_at FROM agent_runs"))[0]
            #expect(end == Row([.text("dead"), .text("Every instance that wrote it stopped before it was done."), .time(moment), .null]))
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `keeps a lease that is renewed`(kind: DatabaseKind) async throws {
        try await withRuns(kind, users: 2) { database in
            let claims = try await claim(database.store)
            try await database.store.commit(RunQueue.renew([claims[0].id], owner: "worker", lease: .seconds(90), now: now.adding(.seconds(60))))
            try await database.store.commit(RunQueue.renew([claims[1].id], owner: "thief", lease: .seconds(90), now: now.adding(.seconds(60))))
            try await database.store.commit(RunQueue.takeBack(now: now.adding(.seconds(100))))
            #expect(try await states(database.store) == ["running", "queued"])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `takes back at once the runs of workers that cannot be alive`(kind: DatabaseKind) async throws {
        try await withRuns(kind, users: 2) { database in
            _ = try await claim(database.store, owner: "gone", limit: 1)
            _ = try await claim(database.store, owner: "alive/request", limit: 1)
            try await database.store.commit(RunQueue.takeBack(now: now, exceptOwner: "alive"))
            #expect(try await states(database.store) == ["queued", "running"])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `gives a failed run again at its time and not before`(kind: DatabaseKind) async throws {
        try await withRuns(kind, users: 1) { database in
            let first = try #require(try await claim(database.store).first)
            let retryAt = now.adding(.seconds(45))
            try await database.store.commit(RunQueue.fail(first, owner: "worker", error: "busy", retryAt: retryAt, now: now))
            #expect(try await states(database.store) == ["failed"])
            #expect(try await database.store.read(RunQueue.dueWorkspaces(now: now.adding(.seconds(44)))) == [])
            #expect(try await database.store.read(RunQueue.dueWorkspaces(now: retryAt)) == [Row([.integer(1)])])
            #expect(try await claim(database.store, at: now.adding(.seconds(44))) == [])
            let second = try await claim(database.store, at: retryAt)
            #expect(second.map(\.attempts) == [2])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `never gives a dead or a cancelled run, and gives it again once queued`(kind: DatabaseKind)
        async throws
    {
        try await withRuns(kind, users: 2) { database in
            let store = database.store
            let claims = try await claim(store, limit: 1)
            try await store.commit(RunQueue.fail(claims[0], owner: "worker", error: "no key", retryAt: nil, now: now))
            #expect(try await store.commit(AgentRuns.setState(.first, id: 2, to: "cancelled", now: now)).count == 1)
            #expect(try await states(store) == ["dead", "cancelled"])
            #expect(try await claim(store, at: now.adding(.seconds(86_400))) == [])
            for id in Int64(1)...2 { #expect(try await store.commit(AgentRuns.setState(.first, id: id, to: "queued", now: now)).count == 1) }
            let again = try await claim(store)
            #expect(again.map(\.attempts) == [1, 1])
            let first = try #require(again.first { $0.id == 1 })
            #expect(try await store.commit(AgentRuns.setState(.first, id: 1, to: "cancelled", now: now)).count == 1)
            try await store.commit(RunQueue.fail(first, owner: "worker", error: "busy", retryAt: now, now: now))
            #expect(try await states(store) == ["cancelled", "running"])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `does not count a released attempt`(kind: DatabaseKind) async throws {
        try await withRuns(kind, users: 1) { database in
            let first = try #require(try await claim(database.store).first)
            try await database.store.commit(RunQueue.release(first, owner: "worker", now: now))
            #expect(try await claim(database.store).map(\.attempts) == [1])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `records run and message together`(kind: DatabaseKind) async throws {
        try await withRuns(kind, users: 1) { database in
            let claim = try #require(try await claim(database.store).first)
            try await succeed(database.store, claim)
            let table = AgentRuns.table
            let run = try #require(try await database.store.read(table.get(.first, id: claim.id)).first)
            let seen = Dictionary(uniqueKeysWithValues: zip(table.columns.map(\.name), run.values))
            #expect(seen["state"] == .text("succeeded") && seen["writer"] == .text("offline") && seen["tokens_in"] == .integer(3))
            let sent = try await database.store.read(SQL("SELECT id, run_id, body, status, agent_type, conversation_id FROM communications"))
            #expect(
                sent == [Row([seen["communication_id"] ?? .null, .integer(claim.id), .text("Hello"), .text("sent"), .text("REMINDER"), .integer(1)])])
            await #expect(throws: LostClaim()) { try await succeed(database.store, claim) }
            #expect(try await messages(database.store) == 1)
        }
    }

    @Test func `ends every run by the same statements, so that no prepared one is kept for each`() {
        let texts = [Int64(1), 2].map { id in
            let claim = RunQueue.Claim(id: id, person: Person(workspace: .first, user: 1), agent: .reminder, attempts: 1, fence: 2)
            return RunQueue.succeed(claim, owner: "worker", message: message, now: now).map(\.text)
        }
        #expect(texts[0] == texts[1])
    }

    private let now = ExampleRows.now
    private let message = WrittenMessage(text: "Hello", writer: .offline, tokensIn: 3, tokensOut: 4)

    private func withRuns(
        _ kind: DatabaseKind, users: Int64, agents: [AgentType] = [.reminder], _ body: (TemporaryDatabase) async throws -> Void
    ) async throws {
        try await TemporaryDatabase.with(kind) { database in
            if users > 1 { _ = try await database.store.commit(ExampleRows.users(2...users)) }
            for agent in agents { try await plan(database.store, agent, due: now, condition: "1 = 1") }
            try await body(database)
        }
    }

    private func plan(_ store: any Store, _ agent: AgentType, due: Timestamp, condition: String) async throws {
        try await store.commit(Occurrences.plan(.first, agent, due: due, trigger: "batch", isMissed: false, now: now))
        _ = try await store.commit(Occurrences.expand(.init(.first, agent, trigger: "batch", due: due), condition: condition, now: now))
    }

    private func claim(_ store: any Store, owner: String = "worker", limit: Int = 100, at moment: Timestamp? = nil) async throws -> [RunQueue.Claim] {
        let rows = try await store.commit(RunQueue.claim(.first, owner: owner, limit: limit, lease: .seconds(90), now: moment ?? now))
        return RunQueue.claims(rows).sorted { $0.id < $1.id }
    }

    /// From when to when claims of five runs took place, in microseconds, once it was their turn.
    private func timedClaims(_ database: TemporaryDatabase, owner: String) async throws -> [Range<Int64>] {
        let store = try database.opened()
        let clock = SQL("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)")
        let claim = RunQueue.claim(.first, owner: owner, limit: 5, lease: .seconds(90), now: now)
        var times: [Range<Int64>] = []
        for _ in 0..<5 {
            let answers = try await store.commit(RunQueue.oneAtATime(on: .postgres) + [clock, claim, clock])
            #expect(answers[2].count == 5)
            times.append(answers[1][0].integer(0)..<answers[3][0].integer(0))
        }
        return times
    }

    private func succeed(_ store: any Store, _ claim: RunQueue.Claim) async throws {
        guard try await !store.commit(RunQueue.succeed(claim, owner: "worker", message: message, now: now))[0].isEmpty else { throw LostClaim() }
    }

    private func states(_ store: any Store) async throws -> [String] {
        try await store.read(SQL("SELECT state FROM agent_runs ORDER BY id")).map { $0.text(0) }
    }

    private func messages(_ store: any Store) async throws -> Int64 {
        try await store.read(SQL("SELECT COUNT(*) FROM communications"))[0].integer(0)
    }
}

private struct LostClaim: Error, Equatable {}
