import Domain
import Storage
import TestSupport
import Testing

@Suite struct `An occurrence` {
    @Test(arguments: DatabaseKind.allCases) func `of an agent, a time and a trigger is there once`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let results = try await concurrently(Array(0..<20)) { _ in try await database.opened().commit(plan(.reminder)).count }
            #expect(results.reduce(0) { $0 + $1.output } == 1)
            #expect(try await database.store.commit(plan(.closure)).count == 1)
            #expect(try await database.store.commit(plan(.reminder, trigger: "batch")).count == 1)
            #expect(try await database.store.commit(plan(.reminder, due: due.adding(.milliseconds(1)))).count == 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `expanded by many at once has one run for each person`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            _ = try await database.store.commit(ExampleRows.users(2...30) + [plan(.reminder)])
            _ = try await concurrently(Array(0..<10)) { _ in try await database.store.commit(expand(condition: "u.id % 2 = 0")) }
            let users = try await database.store.read(SQL("SELECT user_id FROM agent_runs ORDER BY id")).map { $0.integer(0) }
            #expect(users == Array(stride(from: 2, through: 30, by: 2)))
            #expect(try await state(database.store) == Row([.text("running"), .integer(15)]))
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is done when its last run is, and not while one can be tried again`(kind: DatabaseKind) async throws
    {
        try await TemporaryDatabase.with(kind) { database in
            let store = database.store
            _ = try await store.commit(ExampleRows.users(2...4) + [plan(.reminder)] + expand(condition: "1 = 1"))
            for (states, isDone) in [
                (["running", "succeeded", "dead", "cancelled"], false), (["failed", "succeeded", "dead", "cancelled"], false),
                (["queued", "succeeded", "dead", "cancelled"], false), (["dead", "succeeded", "dead", "cancelled"], true),
            ] {
                for (index, state) in states.enumerated() {
                    try await store.commit(SQL("UPDATE agent_runs SET state = $1 WHERE id = $2", [.text(state), .integer(Int64(index + 1))]))
                }
                try await store.commit(Occurrences.finish(now: due))
                #expect(try await state(store)[0] == .text(isDone ? "done" : "running"))
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `for nobody is done at once`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            _ = try await database.store.commit([plan(.reminder)] + expand(condition: "1 = 0") + [Occurrences.finish(now: due)])
            #expect(try await state(database.store) == Row([.text("done"), .integer(0)]))
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `that was missed is never planned`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            _ = try await database.store.commit([Occurrences.plan(.first, .reminder, due: due, trigger: "schedule", isMissed: true, now: due)])
            #expect(try await database.store.read(Occurrences.planned) == [])
            #expect(try await database.store.read(Occurrences.latest(.first)) == [Row([.text("REMINDER"), .time(due)])])
        }
    }

    private let due = ExampleRows.now

    private func plan(_ agent: AgentType, due: Timestamp? = nil, trigger: String = "schedule") -> SQL {
        Occurrences.plan(.first, agent, due: due ?? self.due, trigger: trigger, isMissed: false, now: self.due)
    }

    private func expand(condition: String) -> [SQL] {
        Occurrences.expand(.first, due: due, agent: .reminder, trigger: "schedule", condition: condition, now: due)
    }

    private func state(_ store: any Store) async throws -> Row {
        try await store.read(SQL("SELECT state, runs FROM occurrences WHERE id = 1"))[0]
    }
}
