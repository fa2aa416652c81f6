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

    @Test(arguments: DatabaseKind.allCases) func `over many people gets its runs in slices, also by many at once`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let store = database.store
            _ = try await store.commit(ExampleRows.users(2...30) + [plan(.reminder), plan(.closure)])
            _ = try await concurrently(Array(0..<6)) { _ in
                while case let slices = Occurrences.slices(try await store.read(Occurrences.slices(ofSize: 7))), !slices.isEmpty {
                    for slice in slices { _ = try await store.commit(Occurrences.expand(slice, condition: "u.id % 3 > 0", now: due)) }
                }
            }
            let eligible = (Int64(1)...30).filter { $0 % 3 > 0 }
            for occurrence in Int64(1)...2 {
                let users = try await store.read(
                    SQL("SELECT user_id FROM agent_runs WHERE occurrence_id = $1 ORDER BY user_id", [.integer(occurrence)]))
                #expect(users.map { $0.integer(0) } == eligible)
            }
            let rows = try await store.read(SQL("SELECT state, runs FROM occurrences"))
            #expect(rows.allSatisfy { $0 == Row([.text("running"), .integer(20)]) } && rows.count == 2)
            let counted = try await store.read(Occurrences.eligible(.first, condition: "u.id % 3 > 0"))
            #expect(counted == [Row([.integer(20)])])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `half of whose runs exist goes on where it was`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let store = database.store
            _ = try await store.commit(ExampleRows.users(2...10) + [plan(.reminder)])
            let first = try #require(Occurrences.slices(try await store.read(Occurrences.slices(ofSize: 4))).first)
            for _ in 0..<2 { _ = try await store.commit(Occurrences.expand(first, condition: "1 = 1", now: due)) }
            #expect(try await state(store) == Row([.text("planned"), .integer(4)]))
            let rest = try #require(Occurrences.slices(try await store.read(Occurrences.slices(ofSize: 100))).first)
            #expect(first.through == 4 && rest.after == 4 && rest.through == nil)
            _ = try await store.commit(Occurrences.expand(rest, condition: "1 = 1", now: due))
            #expect(try await state(store) == Row([.text("running"), .integer(10)]))
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
            #expect(try await database.store.read(Occurrences.slices()) == [])
        }
    }

    private let due = ExampleRows.now

    private func plan(_ agent: AgentType, due: Timestamp? = nil, trigger: String = "schedule") -> SQL {
        Occurrences.plan(.first, agent, due: due ?? self.due, trigger: trigger, isMissed: false, now: self.due)
    }

    private func expand(condition: String) -> [SQL] {
        Occurrences.expand(.init(.first, .reminder, trigger: "schedule", due: due), condition: condition, now: due)
    }

    private func state(_ store: any Store) async throws -> Row {
        try await store.read(SQL("SELECT state, runs FROM occurrences WHERE id = 1"))[0]
    }
}
