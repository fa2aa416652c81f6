import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `The table of agents` {
    @Test(arguments: DatabaseKind.allCases) func `gets a built-in agent in every workspace, once, with its first version`(kind: DatabaseKind)
        async throws
    {
        try await withAgent(kind) { store, agent in
            _ = try await store.commit(
                SQL("INSERT INTO workspaces (name, time_zone, created_at, updated_at, version) VALUES ('Other', 'UTC', 7, 7, 1)"))
            _ = try await concurrently(Array(0..<4)) { _ in try await store.commit(Agents.ensure(reminder, now: now)) }
            let rows = try await store.read(SQL("SELECT workspace_id, planned_through, next_due_at FROM agents ORDER BY workspace_id"))
            #expect(rows == [Row([.integer(1), .time(now), .integer(0)]), Row([.integer(2), .integer(7), .integer(0)])])
            let versions = try await store.read(AgentVersions.list(.first, agent: agent.id, limit: 10))
            #expect(versions.count == 1 && versions[0].integer(0) == 1 && versions[0].text(1).contains(#""schedule_rule":"every day at 09:00""#))
            #expect(agent.isBuiltIn && agent.type == .reminder && agent.timing.schedule.summary == "every day at 09:00")
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `goes on where the occurrences of an older version ended`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let due = now.adding(.seconds(9 * 3600))
            try await database.store.commit(Occurrences.plan(.first, .reminder, due: due, trigger: "schedule", isMissed: false, now: due))
            try await database.store.commit(
                Occurrences.plan(.first, .reminder, due: due.adding(.seconds(9)), trigger: "batch", isMissed: false, now: due))
            _ = try await database.store.commit(Agents.ensure(reminder, now: due))
            let agent = try #require(Agent(try await database.store.read(Agents.one(.first, .key(.reminder)))[0]))
            #expect(agent.timing.plannedThrough == due)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `plans what is due once, whoever looks`(kind: DatabaseKind) async throws {
        try await withAgent(kind) { store, agent in
            let found = try await store.read(Agents.due(now: now)).compactMap(Agent.init)
            #expect(found == [agent])
            _ = try await concurrently(Array(0..<4)) { _ in try await store.commit(plan(agent)) }
            let dues = try await store.read(SQL("SELECT due_at, state, missed_because FROM occurrences ORDER BY due_at"))
            #expect(dues == [Row([.time(due), .text("planned"), .null]), Row([.time(due.adding(.seconds(1))), .text("missed"), .text("skipped")])])
            #expect(try await store.read(Agents.due(now: now)) == [])
            #expect(try await store.read(Agents.nextDue) == [Row([.time(due.adding(.seconds(3600)))])])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `plans nothing by values that somebody has changed`(kind: DatabaseKind) async throws {
        try await withAgent(kind) { store, agent in
            _ = try await store.commit(Agents.table.update(.first, id: agent.id, ["paused": .integer(1)], version: 1, now: now))
            _ = try await store.commit(plan(agent))
            #expect(try await store.read(SQL("SELECT id FROM occurrences")) == [])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `gives runs the agent and its version`(kind: DatabaseKind) async throws {
        try await withAgent(kind) { store, agent in
            try await store.commit(Occurrences.plan(.first, .reminder, due: due, trigger: "batch", isMissed: false, now: now))
            _ = try await store.commit(Occurrences.expand(.init(.first, .reminder, trigger: "batch", due: due), condition: "1 = 1", now: now))
            let versions = "SELECT agent_id, agent_version FROM agent_runs ORDER BY id"
            #expect(try await store.read(SQL(versions)) == [Row([.integer(agent.id), .integer(1)])])
            let claim = try #require(
                RunQueue.claims(try await store.commit(RunQueue.claim(.first, owner: "w", limit: 1, lease: .seconds(20), now: now))).first)
            let message = WrittenMessage(text: "Hello", writer: .offline)
            _ = try await store.commit(
                RunQueue.succeed(claim, owner: "w", by: AgentVersion(agent: agent.id, version: 4), message: message, now: now)
                    + AgentRuns.record(
                        claim.person, agent: .reminder, by: AgentVersion(agent: agent.id, version: 5), message: message, started: now, now: now))
            #expect(try await store.read(SQL(versions)) == [Row([.integer(agent.id), .integer(4)]), Row([.integer(agent.id), .integer(5)])])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `cancels what waits for an agent that goes`(kind: DatabaseKind) async throws {
        try await withAgent(kind) { store, _ in
            for (agent, trigger) in [(AgentType.reminder, "batch"), (.reminder, "schedule"), (.closure, "batch")] {
                try await store.commit(Occurrences.plan(.first, agent, due: due, trigger: trigger, isMissed: false, now: now))
            }
            for agent in [AgentType.reminder, .closure] {
                _ = try await store.commit(Occurrences.expand(.init(.first, agent, trigger: "batch", due: due), condition: "1 = 1", now: now))
            }
            _ = try await store.commit(Occurrences.cancel(.first, .reminder, now: now) + [Occurrences.finish(now: now)])
            #expect(
                try await texts(store, "SELECT agent_type || ' ' || state FROM agent_runs ORDER BY id") == ["REMINDER cancelled", "CLOSURE queued"])
            #expect(try await texts(store, "SELECT state FROM occurrences ORDER BY id") == ["done", "done", "running"])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is another workspace's own`(kind: DatabaseKind) async throws {
        try await withAgent(kind) { store, agent in
            let other = WorkspaceID(2)
            var stranger = agent
            stranger.workspace = other
            for read in [
                Agents.all(other), Agents.one(other, .key(.reminder)), Agents.one(other, .id(agent.id)), Agents.brief(other, .reminder),
                AgentVersions.list(other, agent: agent.id, limit: 9),
                AgentVersions.taken(other, .reminder),
            ] {
                #expect(try await store.read(read) == [], "\(read.text)")
            }
            #expect(try await store.read(Agents.count(other)) == [Row([.integer(0)])])
            _ = try await store.commit(
                plan(stranger) + [Agents.reconsider(other, in: "UTC", now: due), Agents.rest(other, id: agent.id), Agents.hold(stranger)])
            #expect(try await store.read(Agents.all(.first)).compactMap(Agent.init) == [agent])
            #expect(try await store.read(SQL("SELECT id FROM occurrences")) == [])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `with very many rows is asked for what is due by index only`(kind: DatabaseKind) async throws {
        try await withAgent(kind) { store, agent in
            try await store.commit(
                SQL(
                    """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                    INSERT INTO agents (workspace_id, agent_type, title, purpose, schedule_rule, catch_up, recipients, next_due_at, created_at, updated_at, version)
                    SELECT 1, 'AGENT_' || CAST(i AS TEXT), '', '', 'every day at 09:00', 'skip', 'user', $1 + i, 0, 0, 1 FROM n
                    """, [.time(now)]))
            try await store.commit(SQL("ANALYZE"))
            #expect(try await store.read(Agents.due(now: now)).compactMap(Agent.init) == [agent])
            for statement in [Agents.due(now: now), Agents.nextDue] {
                let isSQLite = store.dialect == .sqlite
                let explained = SQL("\(isSQLite ? "EXPLAIN QUERY PLAN" : "EXPLAIN") \(statement.text)", statement.arguments).oneOff()
                let plan = try await store.commit([explained])[0].map { $0.text(isSQLite ? 3 : 0) }
                #expect(plan.contains { $0.contains("agents_due") } && !plan.contains { $0.contains("Seq Scan on agents") }, "\(plan)")
            }
        }
    }

    private let now = TemporaryDatabase.birth
    private var due: Timestamp { now.adding(.seconds(-60)) }
    private let reminder = NewAgent(
        type: .reminder, title: "Morning", purpose: "Greets.", schedule: Schedule(recurrence: .daily, time: TimeOfDay(hour: 9)))

    private func plan(_ agent: Agent) -> [SQL] {
        let last = due.adding(.seconds(1))
        return [Agents.advance(agent, through: last, nextDue: due.adding(.seconds(3600)))]
            + [AgentTiming.Due(due), AgentTiming.Due(last, missed: .skipped)].map { Occurrences.schedule(agent, $0, through: last, now: now) }
    }

    private func withAgent(_ kind: DatabaseKind, _ body: (any Store, Agent) async throws -> Void) async throws {
        try await TemporaryDatabase.with(kind) { database in
            _ = try await database.store.commit(Agents.ensure(reminder, now: now))
            let agent = try #require(Agent(try await database.store.read(Agents.one(.first, .key(.reminder)))[0]))
            try await body(database.store, agent)
        }
    }

    private func texts(_ store: any Store, _ query: String) async throws -> [String] {
        try await store.read(SQL(query)).map { $0.text(0) }
    }
}
