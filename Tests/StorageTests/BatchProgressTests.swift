import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `A batch's progress` {
    @Test(arguments: DatabaseKind.allCases) func `counts every run once, with its tokens, and tells when it will end`(kind: DatabaseKind) async throws
    {
        try await TemporaryDatabase.with(kind) { database in
            _ = try await database.store.commit(ExampleRows.users(2...10))
            let batch = Batch(store: database.store)
            try await batch.plan(.reminder, users: 10)
            #expect(try await batch.progress()?.secondsLeft == nil)
            let claims = try await batch.claim(limit: 6)
            let message = WrittenMessage(text: "Hello", writer: .offline, tokensIn: 11, tokensOut: 7)
            let then = batch.now.adding(.seconds(30))
            for claim in claims.prefix(4) {
                _ = try await batch.store.commit(RunQueue.succeed(claim, owner: "worker", message: message, now: then))
            }
            try await batch.store.commit(RunQueue.fail(claims[4], owner: "worker", error: "broken", retryAt: nil, now: then))
            try await batch.store.commit(AgentRuns.setState(.first, id: 10, to: "cancelled", now: then))

            let progress = try #require(try await batch.progress(after: .seconds(30)))
            #expect(progress.state == "running" && progress.total == 10 && progress.done == 4 && progress.failed == 1)
            #expect(progress.cancelled == 1 && progress.running == 1 && progress.left == 4)
            #expect(progress.tokensIn == 44 && progress.tokensOut == 28)
            #expect(progress.uses == [TokenUse(writer: .offline, input: 44, output: 28)])
            #expect(progress.lastError == "broken" && progress.retrying == 0)
            #expect(progress.perMinute == 8 && progress.secondsLeft == 30)

            try await batch.pause()
            let paused = try #require(try await batch.progress(after: .seconds(600)))
            #expect(paused.state == "paused" && paused.left == 4 && paused.perMinute == 0 && paused.secondsLeft == nil)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is told where runs have absurd numbers of tokens`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            _ = try await database.store.commit(ExampleRows.users(2...3))
            let batch = Batch(store: database.store)
            try await batch.plan(.reminder, users: 3)
            let writers = SQL(
                "UPDATE agent_runs SET writer = CASE WHEN id = 1 THEN 'offline' ELSE 'openai:gpt-4o-mini' END, tokens_in = $1, tokens_out = $2",
                [.integer(.max), .integer(.min)])
            _ = try await batch.store.commit(writers)
            let progress = try #require(try await batch.progress())
            #expect(progress.total == 3 && progress.tokensIn > 0 && progress.tokensOut == 0)
            #expect(PriceList.builtIn.cost(of: progress.uses).nanodollars > 0)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `tells the whole speed of what has ended, and that it was cancelled`(kind: DatabaseKind) async throws
    {
        try await TemporaryDatabase.with(kind) { database in
            let batch = Batch(store: database.store)
            try await batch.plan(.reminder, users: 1)
            try await batch.cancel()
            let progress = try #require(try await batch.progress(after: .seconds(5)))
            #expect(progress.state == "cancelled" && progress.hasEnded && progress.cancelled == 1 && progress.secondsLeft == 0)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `says until when all that is left waits, and nothing once some of it may begin`(kind: DatabaseKind)
        async throws
    {
        try await TemporaryDatabase.with(kind) { database in
            _ = try await database.store.commit(ExampleRows.users(2...3))
            let batch = Batch(store: database.store)
            try await batch.plan(.reminder, users: 3)
            #expect(try await batch.progress()?.waitsUntil == nil)
            let morning = batch.now.adding(.seconds(3600))
            let later = SQL("UPDATE agent_runs SET next_attempt_at = $1 + id * 1000", [.time(morning)])
            try await database.store.commit(later)
            try await database.store.commit(SQL("UPDATE occurrences SET rate_per_minute = 6"))
            let waiting = try #require(try await batch.progress())
            #expect(waiting.waitsUntil == morning.adding(.seconds(1)) && waiting.waitsBecause == nil && waiting.secondsLeft == nil)
            for (id, reason) in [(3, nil), (1, "The budget has too little left.")] as [(Int64, String?)] {
                let bar = "UPDATE agent_runs SET rule = 'model_budget', error = 'The budget has too little left.' WHERE id = $1"
                try await database.store.commit(SQL(bar, [.integer(id)]))
                #expect(try await batch.progress()?.waitsBecause == reason)
            }
            let begun = try #require(try await batch.progress(after: .seconds(3602)))
            #expect(begun.waitsUntil == nil && begun.secondsLeft == 30)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `reads the runs of its own occurrence only`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let isSQLite = kind == .sqlite
            _ = try await database.store.commit(ExampleRows.users(1...1))
            for agent in [AgentType.reminder, .closure] {
                try await Batch(store: database.store).plan(agent, users: 1)
            }
            try await database.store.commit(runsForContacts)
            let query = BatchProgress.query(.first, id: 1, now: ExampleRows.now)[1]
            let rows = try await database.store.commit(SQL("\(isSQLite ? "EXPLAIN QUERY PLAN" : "EXPLAIN") \(query.text)", query.arguments).oneOff())
            let plan = rows.map { $0.text(isSQLite ? 3 : 0) }
            for index in ["agent_runs_once ", "agent_runs_once_for_contact "] {
                #expect(plan.contains { $0.contains(index) }, "\(plan)")
            }
        }
    }

    private let runsForContacts = SQL(
        """
        INSERT INTO agent_runs (workspace_id, user_id, contact_id, agent_type, occurrence_id, trigger, state, attempts, created_at, updated_at, version)
        WITH RECURSIVE numbers (number) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT number + 1 FROM numbers WHERE number < 4000)
        SELECT 1, 1, number, 'REMINDER', 1 + number % 2, 'batch', 'succeeded', 1, 0, 0, 1 FROM numbers
        """)
}
