import Domain
import TestSupport
import Testing

import struct Foundation.TimeZone

@testable import Storage

@Suite struct `Another workspace` {
    @Test(arguments: TableCase.all) func `reads, changes and deletes no row of this one`(example: TableCase) async throws {
        try await withTwoWorkspaces(example.kind) { store in
            let table = example.table
            let before = try await dump(store)
            let id = try #require(table.field("id"))
            for row in try await store.read(table.list(.first, ListQuery(sort: id, isDescending: false, limit: 100))).map({ $0.integer(0) })
            where row > 1 {
                let seen = try await store.read(table.get(other, id: row))
                #expect(seen == [])
                await #expect(throws: RowNotFound.self) {
                    _ = try await store.commit(table.update(other, id: row, ["updated_at": .integer(0)], version: nil, now: ExampleRows.now))
                }
                await #expect(throws: RowNotFound.self) {
                    _ = try await store.commit(table.delete(other, id: row, version: nil, now: TemporaryDatabase.birth))
                }
                await #expect(throws: StaleVersion.self) {
                    _ = try await store.commit(table.delete(other, id: row, version: 1, now: TemporaryDatabase.birth))
                }
                // Without the check that comes before them, the statements themselves touch nothing either.
                for statement in table.delete(other, id: row, version: nil, now: TemporaryDatabase.birth).dropFirst() {
                    _ = try await store.commit([statement])
                }
            }
            #expect(try await dump(store) == before)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `lists only its own rows`(kind: DatabaseKind) async throws {
        try await withTwoWorkspaces(kind) { store in
            for table in ExampleRows.tables {
                for field in table.columns where field.isSortable {
                    let rows = try await store.read(table.list(other, ListQuery(sort: field, isDescending: false, limit: 1000)))
                    #expect(rows.count == (["users", "conversations"].contains(table.name) ? 1 : 0), "\(table.name)")
                }
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is not touched by any statement of a run, a message, a profile or a key`(kind: DatabaseKind)
        async throws
    {
        try await withTwoWorkspaces(kind) { store in
            let before = try await dump(store)
            let now = ExampleRows.now.adding(.seconds(5))
            let stranger = Person(workspace: other, user: 1)
            let message = WrittenMessage(text: "Hello", writer: .offline)
            for id in Int64(1)...6 {
                let claim = RunQueue.Claim(id: id, person: stranger, agent: .reminder, attempts: 1, fence: 1)
                let statements =
                    [
                        AgentRuns.setState(other, id: id, to: "cancelled", now: now), AgentRuns.setState(other, id: id, to: "queued", now: now),
                        Communications.markAnswered(other, id: id).unexpecting,
                        RunQueue.succeed(claim, owner: "worker", message: message, now: now)[0].unexpecting,
                        RunQueue.fail(claim, owner: "worker", error: "x", retryAt: nil, now: now), RunQueue.release(claim, owner: "worker", now: now),
                        IdempotencyKeys.markApplied(other, key: "key", owner: "worker").unexpecting,
                        IdempotencyKeys.answer(other, key: "key", owner: "worker", status: 200, headers: "", body: ""),
                        IdempotencyKeys.forget(other, key: "key", owner: "worker"),
                        IdempotencyKeys.takeOver(other, key: "key", from: "worker", owner: "thief", startedBefore: nil, now: now),
                    ] + SampleRows.remove(other)
                    + Occurrences.expand(.init(other, .reminder, trigger: "schedule", due: ExampleRows.now), condition: "u.id > 1", now: now)
                    + SequencePositions.stop(other, id: id, now: now) + [SequencePositions.stopAll(other, agent: id, now: now)]
                    + [SequenceQueue.Change.Writing.take, .retry, .cancel].flatMap { SequenceQueue.advance(other, [change(id, $0)], now: now) }
                for statement in statements { _ = try await store.commit([statement]) }
            }
            let reads = [
                Communications.history(stranger, limit: 100),
                Communications.unanswered(stranger, conversation: 1, body: "body alpha", now: ExampleRows.now),
                BusinessProfiles.of(stranger), Tasks.today(stranger, LocalDate(year: 2026, month: 1, day: 30)), ProgressCounts.targets(stranger),
                Occurrences.counts(other, id: 1), SampleRows.exist(other), IdempotencyKeys.find(other, key: "key"),
                Conversations.owner(other, id: 1),
            ]
            for read in reads {
                let rows = try await store.read(read)
                #expect(rows == [], "\(read.text)")
            }
            #expect(try await store.read(ProgressCounts.of(stranger)) == [Row([.integer(0), .integer(0), .integer(0), .integer(0)])])
            #expect(try await dump(store) == before)
        }
    }

    /// Of the position and the run of this id.
    private func change(_ id: Int64, _ writing: SequenceQueue.Change.Writing) -> SequenceQueue.Change {
        let position = SequencePosition(step: 0, message: .underWay)
        var change = SequenceQueue.Change(.init(id: id, agent: id, contact: id, run: id, position: position, version: 1))
        change.writing = writing
        return change
    }

    @Test(arguments: TableCase.writable) func `cannot be referred to`(example: TableCase) async throws {
        try await withTwoWorkspaces(example.kind) { store in
            let table = example.table
            for field in table.fields where !field.isReadOnly {
                guard case .reference(let referred) = field.kind else { continue }
                let id = try #require(try await store.read(SQL("SELECT MAX(id) FROM \(referred) WHERE workspace_id = 1")).first).integer(0)
                let values: Table.Values = [field.name: .integer(id)]
                await #expect(throws: ValidationError.self, "\(table.name).\(field.name)") {
                    _ = try await store.commit(table.insert(other, values, now: ExampleRows.now))
                }
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `has contexts without anything of this one`(kind: DatabaseKind) async throws {
        try await withTwoWorkspaces(kind) { store in
            let today = LocalDate(year: 2026, month: 1, day: 30)
            for people in [[1], [1, 2, 3]] as [[Int64]] {
                let answers = try await store.read(PersonContexts.statements(other, people: people, today: today, in: .gmt, older: true))
                let contexts = PersonContexts.contexts(answers, workspace: other, today: today)
                #expect(contexts == [PersonContext(person: Person(workspace: other, user: 1), today: today, totals: Totals())])
            }
        }
    }

    private let other = WorkspaceID(2)

    /// The first workspace has six rows in every table, the second its owner.
    private func withTwoWorkspaces(_ kind: DatabaseKind, _ body: (any Store) async throws -> Void) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let store = database.store
            try await store.commit(
                SQL("INSERT INTO workspaces (id, name, time_zone, created_at, updated_at, version) VALUES (2, 'Other', 'UTC', 0, 0, 1)"))
            _ = try await store.commit(ExampleRows.users(2...7) + ExampleRows.users(1...1, in: other))
            for table in ExampleRows.tables where table.name != "users" {
                for number in Int64(2)...7 { try await ExampleRows.create(table, number, in: store) }
            }
            try await store.commit(SQL("UPDATE agent_runs SET lease_owner = 'worker', lease_expires_at = 0 WHERE state = 'running'"))
            try await store.commit(IdempotencyKeys.start(.first, key: "key", fingerprint: "f", owner: "worker", now: ExampleRows.now))
            try await body(store)
        }
    }

    /// Every row of the first workspace.
    private func dump(_ store: any Store) async throws -> [[Row]] {
        let names = ExampleRows.tables.map(\.name) + ["idempotency_keys"]
        return try await store.read(names.map { SQL("SELECT * FROM \($0) WHERE workspace_id = 1 ORDER BY 1, 2") })
    }
}

extension SQL {
    fileprivate var unexpecting: SQL {
        var statement = self
        statement.expectation = nil
        statement.audits = []
        return statement
    }
}
