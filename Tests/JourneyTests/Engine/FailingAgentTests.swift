import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `An agent that fails` {
    @Test(arguments: [1, 120]) func `as its filter cannot be read leaves the runs of the others to be made, and is told to the log once`(
        occurrences: Int64
    ) async throws {
        try await EngineFixture.with { engine in
            try await engine.spoilFilter(of: .closure)
            for second in 1...occurrences { try await engine.plan(.closure, second: second) }
            try await engine.plan(.reminder, second: 1000)
            engine.clock.advance(by: .seconds(2000))
            let lines = LogLines()
            let scheduler = engine.scheduler(logger: lines.logger)
            for _ in 0..<3 { _ = try await scheduler.tick() }
            #expect(try await engine.states() == ["queued"])
            #expect(try await engine.occurrences(where: "state = 'planned'").count == Int(occurrences))
            #expect(lines.all.count == 1 && lines.all[0].hasPrefix("making an agent's runs failed; it is tried again agent=CLOSURE reason="))
            #expect(lines.all[0].hasSuffix("workspace.id=1"))
            try await engine.writeToContacts(.closure, filter: "everyone")
            _ = try await scheduler.tick()
            #expect(try await engine.occurrences(where: "state = 'planned'") == [])
            #expect(lines.all.last == "making an agent's runs works again agent=CLOSURE workspace.id=1")
        }
    }

    @Test(arguments: [1, 600]) func `as its filter cannot be read leaves the runs of events of the others to be made`(events: Int64) async throws {
        try await EngineFixture.with { engine in
            let trigger: Table.Values = ["schedule_rule": .text("never"), "trigger": .text("contact_stage = qualified")]
            try await engine.writeToContacts(.closure, filter: "everyone", trigger)
            try await engine.addContact(1)
            try await engine.planEvents(.closure, count: events)
            try await engine.spoilFilter(of: .closure)
            try await engine.writeToContacts(.nurture, filter: "everyone", trigger)
            try await engine.change(Contacts.table, 1, ["stage": .text("qualified")])
            _ = try await engine.scheduler().tick()
            let made = try await engine.store.read(SQL("SELECT agent_type FROM agent_runs")).map { $0.text(0) }
            #expect(made == ["NURTURE"])
        }
    }

    @Test func `to be planned leaves the others to be planned, and is tried again soon`() async throws {
        try await EngineFixture.with { engine in
            let id = try await engine.id(of: .followUp)
            let store = RefusingStore(engine.store, "UPDATE agents SET planned_through", about: id)
            engine.clock.move(to: utc("2026-03-02T16:30:00.000Z"))
            let scheduler = engine.scheduler(on: store)
            await #expect(throws: StoreError.failed(reason: "Refused.")) { try await scheduler.tick() }
            #expect(try await engine.occurrences("agent_type") == ["REMINDER", "UPSELL", "CLOSURE"])
            _ = try await engine.scheduler().tick()
            #expect(try await engine.occurrences("agent_type").sorted() == ["CLOSURE", "FOLLOW_UP", "REMINDER", "UPSELL"])
        }
    }

    @Test func `to look for facts leaves the others to look for theirs`() async throws {
        try await EngineFixture.with(at: "2026-03-04T12:00:00.000Z") { engine in
            let first = try await engine.listener("task_overdue", ["title": .text("First")])
            try await engine.listener("task_overdue", ["title": .text("Second")])
            let id = try await engine.add(Tasks.table, ["title": .text("Call"), "due_date": .text("2026-03-04")])
            engine.clock.move(to: utc("2026-03-05T12:00:00.000Z"))
            guard case .id(let agent) = first else { throw Refused() }
            let store = RefusingStore(engine.store, "UPDATE agents SET search_due_at", about: agent)
            _ = try await engine.scheduler(on: store).tick()
            #expect(try await engine.store.read(SQL("SELECT subject_id FROM events")).map { $0.integer(0) } == [id])
        }
    }

    @Test func `leaves the later stages their turn where a whole stage fails`() async throws {
        try await EngineFixture.with { engine in
            try await engine.plan(.reminder, second: 1)
            engine.clock.advance(by: .seconds(60))
            let store = RefusingStore(engine.store) { $0.text.contains("search_due_at <=") }
            await #expect(throws: StoreError.self) { try await engine.scheduler(on: store).tick() }
            #expect(try await engine.states() == ["queued"])
        }
    }
}

@Suite(.timeLimit(.minutes(10))) struct `An event that fails` {
    @Test func `leaves those of other workspaces to be handled, and those before it`() async throws {
        try await EngineFixture.with { engine in
            try await engine.listener("contact_created")
            let other = try await engine.addWorkspace()
            for number in 1...3 { try await engine.add(Contacts.table, ["name": .text("Contact \(number)")]) }
            try await engine.store.commit(
                SQL(
                    """
                    INSERT INTO events (workspace_id, kind, key, user_id, occurred_at, created_at, updated_at, version)
                    VALUES ($1, 'contact_created', 'x', 1, $2, $2, $2, 1)
                    """, [.workspace(other), .time(engine.clock.now)]))
            let ids = try await engine.store.read(SQL("SELECT id FROM events ORDER BY id")).map { $0.integer(0) }
            let store = RefusingStore(engine.store, "UPDATE events SET handled_at", about: ids[1])
            try await EventHandling(store: store, clock: engine.clock.wall, logger: .silent).handle()
            #expect(try await engine.openEvents() == [ids[1]])
            try await EventHandling(store: engine.store, clock: engine.clock.wall, logger: .silent).handle()
            #expect(try await engine.openEvents() == [])
            #expect(try await engine.occurrences().count == 3)
        }
    }

    @Test func `of a kind that is not known leaves the others to be handled, however many there are`() async throws {
        try await EngineFixture.with { engine in
            try await engine.store.commit(
                SQL(
                    """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
                    INSERT INTO events (workspace_id, kind, key, user_id, occurred_at, created_at, updated_at, version)
                    SELECT 1, 'of_later_versions', CAST(i AS TEXT), 1, $1, $1, $1, 1 FROM n
                    """, [.time(engine.clock.now)]))
            try await engine.listener("contact_created")
            try await engine.add(Contacts.table, ["name": .text("Harbour Hotel")])
            _ = try await engine.scheduler().tick()
            #expect(try await engine.runsByTrigger() == ["1 event"])
        }
    }
}

extension EngineFixture {
    /// As a version leaves it that knows more of filters.
    fileprivate func spoilFilter(of agent: AgentType) async throws {
        try await store.commit(
            SQL("UPDATE agents SET recipients = 'contact', filter = 'gibberish is here' WHERE agent_type = $1", [.text(agent.rawValue)]))
    }

    fileprivate func plan(_ agent: AgentType, second: Int64) async throws {
        let due = utc("2026-03-02T00:00:00.000Z").adding(.seconds(second))
        try await store.commit(Occurrences.plan(.first, agent, due: due, trigger: "batch", isMissed: false, now: clock.now))
    }

    /// Occurrences that events of a contact have made, and that have no runs yet.
    fileprivate func planEvents(_ agent: AgentType, count: Int64) async throws {
        let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))"
        try await store.commit([
            SQL(
                """
                \(numbers) INSERT INTO events (workspace_id, kind, key, user_id, occurred_at, handled_at, created_at, updated_at, version)
                SELECT 1, 'contact_stage', 'k' || CAST(i AS TEXT), 1, $1, $1, $1, $1, 1 FROM n
                """, [.time(clock.now)]),
            SQL(
                """
                INSERT INTO occurrences (workspace_id, agent_type, trigger, due_at, event_id, state, runs, created_at, updated_at, version)
                SELECT 1, $2, 'event:' || CAST(id AS TEXT), $1, id, 'planned', 0, $1, $1, 1 FROM events
                """, [.time(clock.now), .text(agent.rawValue)]),
        ])
        try await store.commit(SQL("UPDATE events SET contact_id = 1 WHERE id = (SELECT MIN(id) FROM events)"))
    }

    fileprivate func id(of agent: AgentType) async throws -> Int64 {
        try await store.read(SQL("SELECT id FROM agents WHERE agent_type = $1", [.text(agent.rawValue)]))[0].integer(0)
    }

    fileprivate func openEvents() async throws -> [Int64] {
        try await store.read(SQL("SELECT id FROM events WHERE handled_at IS NULL ORDER BY id")).map { $0.integer(0) }
    }
}
