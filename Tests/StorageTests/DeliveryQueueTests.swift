import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `The queue of deliveries` {
    @Test(arguments: DatabaseKind.allCases) func `gets one of a run's message for each enabled webhook, with the end of the run`(kind: DatabaseKind)
        async throws
    {
        try await withWebhooks(kind, 3) { store in
            try await store.commit(SQL("UPDATE webhooks SET enabled = 0 WHERE id = 2"))
            try await run(store, users: 2)
            let rows = try await store.read(
                SQL(
                    "SELECT d.webhook_id, d.user_id, d.state, c.agent_type FROM deliveries d JOIN communications c ON c.id = d.communication_id ORDER BY 2, 1"
                ))
            #expect(rows.map { $0.integer(0) } == [1, 3, 1, 3] && rows.map { $0.integer(1) } == [1, 1, 2, 2])
            #expect(rows.allSatisfy { $0.text(2) == "queued" && $0.text(3) == "REMINDER" })
            let keys = try await store.read(SQL("SELECT DISTINCT key FROM deliveries")).map { $0.text(0) }
            #expect(keys.count == 4 && keys.allSatisfy { $0.hasPrefix("msg_") })
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `gets one of a run on request, and none of a chat`(kind: DatabaseKind) async throws {
        try await withWebhooks(kind, 1) { store in
            let message = WrittenMessage(text: "Hello", writer: .offline)
            let answers = try await store.commit(AgentRuns.record(person, agent: .closure, message: message, started: now, now: now))
            #expect(answers.map(\.count) == [1, 1, 1])
            try await store.commit(Communications.insert(person, conversation: nil, kind: .agentResponse, body: "Hi", now: now))
            let rows = try await store.read(SQL("SELECT communication_id FROM deliveries"))
            #expect(rows == [answers[1][0]])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `gives each delivery to one of many workers, on record before it goes out`(kind: DatabaseKind)
        async throws
    {
        try await withDeliveries(kind, users: 100) { database in
            let claims = try await concurrently(Array(0..<8)) { worker -> [DeliveryQueue.Claim] in
                let store = try database.opened()
                var claims: [DeliveryQueue.Claim] = []
                while case let found = try await claim(store, owner: "worker \(worker)", limit: 7), !found.isEmpty { claims += found }
                return claims
            }.flatMap(\.output)
            #expect(claims.count == 100 && Set(claims.map(\.id)).count == 100 && Set(claims.map(\.key)).count == 100)
            #expect(claims.allSatisfy { $0.attempts == 1 && $0.message.wording.body == "Hello" && $0.receiver?.url == "https://example.com/1" })
            let seen = try await Set(states(database.store))
            #expect(seen == ["sending"])
        }
    }

    @Test(arguments: DatabaseKind.allCases, [false, true]) func `judges what a worker now gone had in hand`(kind: DatabaseKind, isIdempotent: Bool)
        async throws
    {
        try await withDeliveries(kind, users: 1, isIdempotent: isIdempotent) { database in
            let store = database.store
            let first = try #require(try await claim(store).first)
            _ = try await store.commit(DeliveryQueue.takeBack(now: now.adding(.seconds(19))))
            #expect(try await states(store) == ["sending"])
            let later = now.adding(.seconds(20))
            #expect(try await store.read(DeliveryQueue.hasAbandoned(now: later)).count == 1)
            _ = try await store.commit(DeliveryQueue.takeBack(now: later))
            #expect(try await states(store) == [isIdempotent ? "queued" : "unknown"])
            let next = try await claim(store, owner: "other", at: later.adding(.seconds(86_400)))
            #expect(next.map(\.key) == (isIdempotent ? [first.key] : []))
            let error = try await store.read(SQL("SELECT error FROM deliveries"))[0].text(0)
            #expect(error == "The instance that was sending it stopped before the answer came.")
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `takes the truth of an unknown delivery when it comes late, of that attempt only`(kind: DatabaseKind)
        async throws
    {
        try await withDeliveries(kind, users: 2) { database in
            let store = database.store
            let claims = try await claim(store)
            let later = now.adding(.seconds(60))
            _ = try await store.commit(DeliveryQueue.takeBack(now: later))
            #expect(try await states(store) == ["unknown", "unknown"])
            var other = claims[1]
            other.fence += 1
            for claim in [claims[0], other] {
                try await store.commit(DeliveryVerdict(.delivered, status: 200).record(claim, owner: "worker", now: later))
            }
            #expect(try await states(store) == ["delivered", "unknown"])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is not judged by what is known of an earlier attempt, told again`(kind: DatabaseKind) async throws {
        try await withDeliveries(kind, users: 1) { database in
            let store = database.store
            let first = try #require(try await claim(store).first)
            let refused = DeliveryVerdict(.failed, error: "busy", status: 503, retryAt: now)
            try await store.commit(refused.record(first, owner: "worker", now: now))
            try await store.commit(Deliveries.setState(.first, id: first.id, to: "queued", now: now))
            let second = try #require(try await claim(store).first)
            try await store.commit(refused.record(first, owner: "worker", now: now))
            try await store.commit(DeliveryQueue.release(first, owner: "worker", now: now))
            #expect(second.id == first.id && second.attempts == first.attempts)
            #expect(try await states(store) == ["sending"])
            _ = try await store.commit(DeliveryQueue.takeBack(now: now.adding(.seconds(60))))
            try await store.commit(refused.record(first, owner: "worker", now: now))
            #expect(try await states(store) == ["unknown"])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `gives up one that its senders die of, also where repetitions are ignored`(kind: DatabaseKind)
        async throws
    {
        try await withDeliveries(kind, users: 1, isIdempotent: true) { database in
            let store = database.store
            var (attempts, moment) = (0, now)
            while try await !claim(store, at: moment).isEmpty {
                attempts += 1
                _ = try await store.commit(DeliveryQueue.takeBack(now: moment.adding(.seconds(60))))
                moment = moment.adding(.seconds(3600))
            }
            #expect(attempts == 20)
            #expect(try await states(store) == ["unknown"])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `keeps what an attempt left, and changes nothing the second time`(kind: DatabaseKind) async throws {
        let retryAt = now.adding(.seconds(5))
        let verdicts = [
            DeliveryVerdict(.delivered, status: 204), DeliveryVerdict(.failed, error: "busy", status: 503, retryAt: retryAt),
            DeliveryVerdict(.dead, error: "go\0ne", status: 410), DeliveryVerdict(.unknown, error: "cut short"),
            DeliveryVerdict(.cancelled, error: "deleted"),
        ]
        try await withDeliveries(kind, users: Int64(verdicts.count)) { database in
            let claims = try await claim(database.store)
            let columns = "SELECT state, error, response_status, next_attempt_at, finished_at, delivered_at, version FROM deliveries ORDER BY id"
            for (claim, verdict) in zip(claims, verdicts) {
                try await database.store.commit(verdict.record(claim, owner: "thief", now: now))
                try await database.store.commit(verdict.record(claim, owner: "worker", now: now))
            }
            let once = try await database.store.read(SQL(columns))
            for (claim, verdict) in zip(claims, verdicts) {
                try await database.store.commit(verdict.record(claim, owner: "worker", now: now.adding(.seconds(1))))
            }
            #expect(try await database.store.read(SQL(columns)) == once)
            #expect(once.map { $0.text(0) } == ["delivered", "failed", "dead", "unknown", "cancelled"])
            #expect(once.map { $0.optionalText(1) } == [nil, "busy", "gone", "cut short", "deleted"])
            #expect(once.map { $0.optionalInteger(3) } == [nil, retryAt.milliseconds, nil, nil, nil])
            #expect(once.map { $0[4] != .null } == [true, false, true, true, true])
            #expect(once.map { $0[5] != .null } == [true, false, false, false, false])
            #expect(try await claim(database.store, at: retryAt).map(\.id) == [claims[1].id])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `lets a person send again, give up and settle, each where it makes sense`(kind: DatabaseKind)
        async throws
    {
        try await withDeliveries(kind, users: 1) { database in
            let store = database.store
            for (former, allowed) in [
                ("queued", ["cancelled"]), ("sending", []), ("delivered", []), ("failed", ["queued", "cancelled"]), ("dead", ["queued"]),
                ("unknown", ["queued", "delivered"]), ("cancelled", ["queued"]),
            ] as [(String, [String])] {
                for wish in ["queued", "cancelled", "delivered"] {
                    try await store.commit(SQL("UPDATE deliveries SET state = $1", [.text(former)]))
                    let changed = try await store.commit(Deliveries.setState(.first, id: 1, to: wish, now: now))
                    #expect(changed.count == (allowed.contains(wish) ? 1 : 0), "\(former) to \(wish)")
                }
            }
            try await store.commit(SQL("UPDATE webhooks SET enabled = 0"))
            #expect(try await store.commit(Deliveries.setState(.first, id: 1, to: "queued", now: now)) == [])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `gives back what nobody has begun, and only that`(kind: DatabaseKind) async throws {
        try await withDeliveries(kind, users: 3) { database in
            let store = database.store
            let claims = try await claim(store)
            try await store.commit(DeliveryQueue.release(claims[0], owner: "worker", now: now))
            #expect(try await states(store) == ["queued", "sending", "sending"])
            try await store.commit(DeliveryQueue.releaseAll(of: "other", except: [], now: now))
            try await store.commit(DeliveryQueue.releaseAll(of: "worker", except: [claims[1].id], now: now))
            #expect(try await states(store) == ["queued", "sending", "queued"])
            #expect(try await claim(store).map(\.attempts) == [1, 1])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `goes with its message, and outlives its webhook`(kind: DatabaseKind) async throws {
        try await withDeliveries(kind, users: 2) { database in
            let store = database.store
            _ = try await store.commit(Webhooks.table.delete(.first, id: 1, version: nil, now: TemporaryDatabase.birth))
            #expect(try await claim(store).map(\.receiver) == [nil, nil])
            try await store.commit(SQL("DELETE FROM communications WHERE user_id = 1"))
            #expect(try await states(store) == ["sending"])
        }
    }

    private let now = ExampleRows.now
    private let person = Person(workspace: .first, user: 1)

    private func withWebhooks(_ kind: DatabaseKind, _ count: Int64, isIdempotent: Bool = false, _ body: (any Store) async throws -> Void) async throws
    {
        try await TemporaryDatabase.with(kind) { database in
            try await addWebhooks(database.store, count, isIdempotent)
            try await body(database.store)
        }
    }

    private func withDeliveries(
        _ kind: DatabaseKind, users: Int64, isIdempotent: Bool = false, _ body: (TemporaryDatabase) async throws -> Void
    ) async throws {
        try await TemporaryDatabase.with(kind) { database in
            try await addWebhooks(database.store, 1, isIdempotent)
            try await run(database.store, users: users)
            try await body(database)
        }
    }

    private func addWebhooks(_ store: any Store, _ count: Int64, _ isIdempotent: Bool) async throws {
        for number in 1...count {
            let values: Table.Values = ["url": .text("https://example.com/\(number)"), "is_idempotent": .integer(isIdempotent ? 1 : 0)]
            try await store.commit(Webhooks.insert(.first, values, secret: "whsec_x", now: now))
        }
    }

    /// A reminder for each user, through the queue.
    private func run(_ store: any Store, users: Int64) async throws {
        if users > 1 { _ = try await store.commit(ExampleRows.users(2...users)) }
        try await store.commit(Occurrences.plan(.first, .reminder, due: now, trigger: "batch", isMissed: false, now: now))
        _ = try await store.commit(Occurrences.expand(.init(.first, .reminder, trigger: "batch", due: now), condition: "1 = 1", now: now))
        let claims = RunQueue.claims(
            try await store.commit(RunQueue.claim(.first, owner: "runner", limit: Int(users), lease: .seconds(20), now: now)))
        for claim in claims.sorted(by: { $0.id < $1.id }) {
            let message = WrittenMessage(text: "Hello", writer: .offline)
            _ = try await store.commit(RunQueue.succeed(claim, owner: "runner", message: message, now: now))
        }
    }

    private func claim(_ store: any Store, owner: String = "worker", limit: Int = 200, at moment: Timestamp? = nil) async throws
        -> [DeliveryQueue.Claim]
    {
        let answers = try await store.commit(DeliveryQueue.claim(.first, owner: owner, limit: limit, lease: .seconds(20), now: moment ?? now))
        return DeliveryQueue.claims(answers).sorted { $0.id < $1.id }
    }

    private func states(_ store: any Store) async throws -> [String] {
        try await store.read(SQL("SELECT state FROM deliveries ORDER BY id")).map { $0.text(0) }
    }
}
