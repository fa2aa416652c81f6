import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `The scheduler` {
    @Test func `fires each agent at its time on the workspace's clock`() async throws {
        try await EngineFixture.with(at: "2026-03-01T23:00:00.000Z", timeZone: "Europe/Berlin") { engine in
            try await tick(engine, every: .seconds(900), for: .seconds(48 * 3600))
            #expect(
                try await engine.planned() == [
                    "REMINDER 2026-03-02T08:00:00", "UPSELL 2026-03-02T09:00:00", "FOLLOW_UP 2026-03-02T12:00:00", "CLOSURE 2026-03-02T15:00:00",
                    "REMINDER 2026-03-03T08:00:00", "NURTURE 2026-03-03T10:00:00", "FOLLOW_UP 2026-03-03T12:00:00", "CLOSURE 2026-03-03T15:00:00",
                ])
        }
    }

    @Test func `keeps the hour across a clock change`() async throws {
        try await EngineFixture.with(at: "2026-03-28T00:00:00.000Z", timeZone: "Europe/Berlin") { engine in
            try await tick(engine, every: .seconds(1800), for: .seconds(48 * 3600))
            #expect(
                try await engine.planned().filter { $0.hasPrefix("REMINDER") } == ["REMINDER 2026-03-28T08:00:00", "REMINDER 2026-03-29T07:00:00"])
        }
    }

    @Test func `counts every 2 days across month ends`() async throws {
        try await EngineFixture.with(at: "2026-01-27T00:00:00.000Z") { engine in
            try await tick(engine, every: .seconds(3600), for: .seconds(9 * 86_400))
            #expect(
                try await engine.planned().filter { $0.hasPrefix("NURTURE") }.map { $0.prefix(18).suffix(10) } == [
                    "2026-01-28", "2026-01-30", "2026-02-01", "2026-02-03",
                ])
        }
    }

    @Test(arguments: [("2026-03-04T10:00:00.000Z", "done"), ("2026-03-04T10:00:01.000Z", "missed")])
    func `runs what is at most an hour late, and records what is later as missed`(moment: String, state: String) async throws {
        try await EngineFixture.with(at: "2026-03-04T08:00:00.000Z") { engine in
            engine.clock.move(to: utc(moment))
            _ = try await engine.scheduler().tick()
            try await engine.worker().drain()
            _ = try await engine.scheduler().tick()
            #expect(try await engine.occurrences() == ["REMINDER \(state)"])
            #expect(try await engine.history().count == (state == "done" ? 1 : 0))
        }
    }

    @Test(arguments: [true, false]) func `goes on by the clock once that is set back, and runs no time twice`(restarts: Bool) async throws {
        try await EngineFixture.with(at: "2026-03-04T08:00:00.000Z") { engine in
            let first = engine.scheduler()
            try await engine.tick(first, at: "2026-03-06T13:00:30.000Z")
            let ran = "state <> 'missed'"
            #expect(try await engine.occurrences(where: ran) == ["FOLLOW_UP running"])
            let second = restarts ? engine.scheduler() : first
            // Two minutes before a time that the wrong clock has recorded as missed it is noticed, and not before it has lasted.
            for moment in ["2026-03-04T08:48:00.000Z", "2026-03-04T08:58:00.000Z", "2026-03-04T09:00:10.000Z", "2026-03-06T13:00:10.000Z"] {
                try await engine.tick(second, at: moment)
            }
            #expect(try await engine.occurrences(where: ran) == ["REMINDER running", "FOLLOW_UP running"])
            let planned = try await engine.planned()
            #expect(planned.count == Set(planned).count && planned.first == "REMINDER 2026-03-04T09:00:00")
        }
    }

    @Test(arguments: [true, false]) func `opens no time again where the clock is behind for a moment`(restarts: Bool) async throws {
        try await EngineFixture.with(at: "2026-03-04T08:00:00.000Z") { engine in
            let first = engine.scheduler()
            try await engine.tick(first, at: "2026-03-04T10:30:00.000Z")
            let before = try await engine.occurrences("agent_type || state || due_at")
            #expect(try await engine.occurrences() == ["REMINDER missed"])
            let second = restarts ? engine.scheduler() : first
            for moment in ["2026-03-04T08:30:00.000Z", "2026-03-04T08:31:00.000Z", "2026-03-04T10:31:00.000Z", "2026-03-04T10:50:00.000Z"] {
                try await engine.tick(second, at: moment)
            }
            #expect(try await engine.occurrences("agent_type || state || due_at") == before)
        }
    }

    @Test func `after days of downtime records each missed time, and runs the last once`() async throws {
        try await EngineFixture.with(at: "2026-03-03T08:00:00.000Z") { engine in
            engine.clock.move(to: utc("2026-03-06T09:30:00.000Z"))
            _ = try await engine.scheduler().tick()
            #expect(
                try await engine.occurrences(where: "agent_type = 'REMINDER'") == [
                    "REMINDER missed", "REMINDER missed", "REMINDER missed", "REMINDER running",
                ])
            #expect(try await engine.states() == ["queued"])
            #expect(try await engine.occurrences(where: "agent_type <> 'REMINDER' AND state <> 'missed'") == [])
        }
    }

    @Test func `restarted at any time repeats and loses nothing`() async throws {
        try await EngineFixture.with(at: "2026-03-02T00:00:00.000Z", users: 3) { engine in
            for _ in 0..<(3 * 24) {
                engine.clock.advance(by: .seconds(3600))
                let store = try engine.database.opened()
                async let first = engine.scheduler(on: store).tick()
                async let second = engine.scheduler().tick()
                _ = try await (first, second)
            }
            let runs = try await engine.store.read(SQL("SELECT occurrence_id, user_id, COUNT(*) FROM agent_runs GROUP BY 1, 2"))
            #expect(runs.allSatisfy { $0.integer(2) == 1 })
            let due = try await engine.planned()
            #expect(due.count == Set(due).count)
            // REMINDER and FOLLOW_UP three times for three people; nobody has what the other agents need.
            #expect(runs.count == 18)
            // With CLOSURE three times, NURTURE and UPSELL once.
            #expect(due.count == 11)
        }
    }

    @Test func `expands what was planned before a crash`() async throws {
        try await EngineFixture.with(users: 2) { engine in
            try await engine.store.commit(
                Occurrences.plan(.first, .reminder, due: engine.clock.now, trigger: "schedule", isMissed: false, now: engine.clock.now))
            _ = try await engine.scheduler().tick()
            #expect(try await engine.states() == ["queued", "queued"])
        }
    }

    @Test func `lets an occurrence whose runs cannot be made hold up no other, and tries it again`() async throws {
        try await EngineFixture.with { engine in
            _ = try await engine.scheduler().tick()
            for agent in [AgentType.reminder, .followUp] {
                try await engine.store.commit(
                    Occurrences.plan(.first, agent, due: engine.clock.now, trigger: "schedule", isMissed: false, now: engine.clock.now))
            }
            let failing = CountingStore(engine.store, failures: 1, of: .failed(reason: "It took too long."))
            _ = try await engine.scheduler(on: failing).tick()
            #expect(try await engine.occurrences() == ["REMINDER planned", "FOLLOW_UP running"])
            _ = try await engine.scheduler(on: failing).tick()
            #expect(try await engine.occurrences() == ["REMINDER running", "FOLLOW_UP running"])
        }
    }

    @Test(
        arguments: [
            (AgentType.reminder, [2, 3, 4, 5, 7, 8, 9]), (.followUp, [2, 3, 4, 5, 7, 8, 9]), (.closure, [4, 8]), (.nurture, [3, 8]),
            (.upsell, [5, 7]),
        ] as [(AgentType, [Int64])])
    func `has one run for each eligible person and none for others`(agent: AgentType, eligible: [Int64]) async throws {
        try await EngineFixture.with { engine in
            try await addPeople(engine)
            let accepted = try await engine.batches.request(agent, in: .first)
            #expect(accepted.runs == Int64(eligible.count))
            _ = try await engine.scheduler().tick()
            let users = try await engine.store.read(SQL("SELECT user_id FROM agent_runs ORDER BY user_id")).map { $0.integer(0) }
            #expect(users == eligible)
        }
    }

    @Test func `plans all of many agents that are due at the same time, each once`() async throws {
        try await EngineFixture.with(at: "2026-03-03T08:00:00.000Z") { engine in
            try await engine.store.commit(
                SQL(
                    """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 350)
                    INSERT INTO agents (workspace_id, agent_type, title, purpose, schedule_rule, catch_up, recipients, planned_through, next_due_at,
                        created_at, updated_at, version)
                    SELECT 1, 'AGENT_' || CAST(i AS TEXT), '', '', 'every day at 09:00', 'skip', 'user', $1, 0, 0, 0, 1 FROM n
                    """, [.time(engine.clock.now)]))
            engine.clock.move(to: utc("2026-03-03T09:00:00.000Z"))
            let store = try engine.database.opened()
            async let first = engine.scheduler(on: store).tick()
            async let second = engine.scheduler().tick()
            _ = try await (first, second)
            let planned = try await engine.planned()
            #expect(planned.count == 351 && Set(planned).count == 351)
        }
    }

    @Test func `has an agent rest whose schedule cannot be read, and goes on with the others`() async throws {
        try await EngineFixture.with(at: "2026-03-03T08:00:00.000Z") { engine in
            try await engine.store.commit(SQL("UPDATE agents SET schedule_rule = 'gibberish' WHERE agent_type = 'CLOSURE'"))
            engine.clock.move(to: utc("2026-03-03T09:00:00.000Z"))
            _ = try await engine.scheduler().tick()
            #expect(try await engine.planned() == ["REMINDER 2026-03-03T09:00:00"])
            #expect(try await engine.store.read(SQL("SELECT COUNT(*) FROM agents WHERE next_due_at IS NULL")) == [Row([.integer(1)])])
        }
    }

    @Test func `sleeps no longer than until the next due time`() async throws {
        try await EngineFixture.with(at: "2026-03-03T08:59:50.000Z") { engine in
            let short = try await engine.scheduler().tick()
            engine.clock.move(to: utc("2026-03-03T08:00:00.000Z"))
            let long = try await engine.scheduler().tick()
            #expect(short == .seconds(10) && long == .seconds(30))
        }
    }

    @Test func `as a service plans what comes due, and stops when told`() async throws {
        try await EngineFixture.with(at: "2026-03-03T08:59:50.000Z") { engine in
            let service = Task { try await engine.scheduler().run() }
            try await eventually { engine.clock.sleepers == 1 }
            engine.clock.advance(by: .seconds(10))
            try await eventually { try await engine.states() == ["queued"] }
            service.cancel()
            try await service.value
        }
    }

    private func tick(_ engine: EngineFixture, every step: Duration, for span: Duration) async throws {
        let end = engine.clock.now.adding(span)
        while engine.clock.now < end {
            engine.clock.advance(by: step)
            _ = try await engine.scheduler().tick()
        }
    }

    /// 1 without a profile, 2 with nothing besides it, 3 with a lead, 4 with an open deal, 5 with a customer, 6 with a
    /// lead but no profile, 7 with a won deal, 8 with a lead in negotiation, 9 with a lost lead.
    private func addPeople(_ engine: EngineFixture) async throws {
        for user in [2, 3, 4, 5, 7, 8, 9] as [Int64] { try await engine.addUser(user) }
        func insert(_ table: Table, _ user: Int64, _ values: Table.Values) async throws {
            _ = try await engine.store.commit(table.insert(.first, values.merging(["user_id": .integer(user)]) { $1 }, now: engine.clock.now))
        }
        _ = try await engine.store.commit(
            Users.ensure(Person(workspace: .first, user: 6), now: engine.clock.now)
                + BusinessProfiles.table.delete(.first, id: 1, version: nil, now: TemporaryDatabase.birth))
        for (user, stage) in [(3, "lead"), (5, "customer"), (6, "lead"), (8, "negotiation"), (9, "lost")] as [(Int64, String)] {
            try await insert(Contacts.table, user, ["name": .text("Harbour Hotel"), "stage": .text(stage)])
        }
        try await insert(Contacts.table, 2, ["name": .text("Old Town Spa")])
        try await insert(Deals.table, 4, ["customer": .text("Mill Bakery")])
        try await insert(Deals.table, 7, ["customer": .text("Mill Bakery"), "status": .text("won")])
    }
}

extension EngineFixture {
    fileprivate func tick(_ scheduler: Scheduler, at moment: String) async throws {
        clock.move(to: utc(moment))
        _ = try await scheduler.tick()
    }
}
