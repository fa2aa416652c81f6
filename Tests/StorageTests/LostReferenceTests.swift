import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `A row that loses what it refers to` {
    private let now = TemporaryDatabase.birth

    @Test(arguments: DatabaseKind.allCases) func `is another version once its contact is deleted, with the time of its last change`(
        kind: DatabaseKind
    ) async throws {
        try await withRows(kind) { store async throws in
            _ = try await store.commit(Contacts.table.delete(.first, id: 1, version: nil, now: now.adding(.seconds(60))))
            #expect(try await rows("deals", "contact_id", in: store) == [["-", "2"], ["2", "1"]])
            #expect(try await rows("tasks", "contact_id", in: store) == [["-", "2"], ["2", "1"]])
            #expect(try await rows("communications", "contact_id", in: store) == [["-", "2"], ["2", "1"]])
            #expect(try await store.read(SQL("SELECT COUNT(*) FROM deals WHERE updated_at <> created_at"))[0].integer(0) == 0)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is another version once the user goes whose contact it was about`(kind: DatabaseKind) async throws {
        try await withRows(kind) { store async throws in
            try await store.commit(SQL("UPDATE contacts SET user_id = 2 WHERE id = 1"))
            _ = try await store.commit(Users.table.delete(.first, id: 2, version: nil, now: now))
            for table in ["deals", "tasks", "communications"] {
                #expect(try await rows(table, "contact_id", in: store) == [["-", "2"], ["2", "1"]], "\(table)")
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is another version once the sample goes with its contact`(kind: DatabaseKind) async throws {
        try await withRows(kind) { store async throws in
            try await store.commit(SQL("UPDATE contacts SET sample = 1 WHERE id = 1"))
            _ = try await store.commit(SampleRows.remove(.first))
            for table in ["deals", "tasks", "communications"] {
                #expect(try await rows(table, "contact_id", in: store) == [["-", "2"], ["2", "1"]], "\(table)")
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is another version once its conversation or its run is deleted`(kind: DatabaseKind) async throws {
        try await withRows(kind) { store async throws in
            let talk = try await store.commit(Conversations.table.insert(.first, ["user_id": .integer(1)], now: now)).last?.first
            let run = try await ExampleRows.create(AgentRuns.table, 1, in: store)
            let conversation = try #require(talk?.integer(0))
            try await store.commit(SQL("UPDATE communications SET conversation_id = $1 WHERE contact_id = 1", [.integer(conversation)]))
            try await store.commit(SQL("UPDATE communications SET run_id = $1 WHERE contact_id = 2", [.integer(run.integer(0))]))
            _ = try await store.commit(Conversations.table.delete(.first, id: conversation, version: nil, now: now))
            #expect(try await rows("communications", "conversation_id", in: store) == [["-", "2"], ["-", "1"]])
            _ = try await store.commit(AgentRuns.table.delete(.first, id: run.integer(0), version: nil, now: now))
            #expect(try await rows("communications", "run_id", in: store) == [["-", "2"], ["-", "2"]])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is another version once its run is older than runs are kept`(kind: DatabaseKind) async throws {
        try await withRows(kind) { store async throws in
            try await writtenByRun(message: 1, in: store)
            try await store.commit(SQL("UPDATE agent_runs SET state = 'succeeded', finished_at = 1"))
            for runs in Retention.kinds where runs.table == "agent_runs" {
                _ = try await store.commit(Retention.delete(runs, in: .first, days: 90, now: now))
            }
            #expect(try await rows("communications", "run_id", in: store) == [["-", "2"], ["-", "1"]])
            #expect(try await store.read(SQL("SELECT id FROM agent_runs")).isEmpty)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is another version once the sample goes with its run`(kind: DatabaseKind) async throws {
        try await withRows(kind) { store async throws in
            try await writtenByRun(message: 1, in: store)
            try await store.commit(SQL("UPDATE agent_runs SET sample = 1"))
            _ = try await store.commit(SampleRows.remove(.first))
            #expect(try await rows("communications", "run_id", in: store) == [["-", "2"], ["-", "1"]])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is not changed before it goes with the user itself`(kind: DatabaseKind) async throws {
        try await withRows(kind) { store async throws in
            try await store.commit(SQL("UPDATE contacts SET user_id = 2"))
            for table in ["deals", "tasks", "communications"] {
                try await store.commit(SQL("UPDATE \(table) SET user_id = 2 WHERE id = 1"))
            }
            _ = try await store.commit(Users.table.beforeDelete(.first, 2))
            for table in ["deals", "tasks", "communications"] {
                #expect(try await rows(table, "contact_id", in: store) == [["1", "1"], ["-", "2"]], "\(table)")
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `does not tell the name of a contact that somebody else looks after by now, unless it is shared`(
        kind: DatabaseKind
    ) async throws {
        try await withRows(kind) { store async throws in
            try await store.commit(SQL("UPDATE contacts SET user_id = 2, shared = id - 1"))
            for table in [Deals.table, Tasks.table, Communications.table] {
                let rows = try await store.read([table.get(.first, id: 1), table.get(.first, id: 2)])
                let names = rows.map { table.values(of: $0[0])["contact_name"] ?? .null }
                #expect(names == [.null, .text("Contact 2")], "\(table.name)")
            }
        }
    }

    private func writtenByRun(message: Int64, in store: any Store) async throws {
        let run = try await ExampleRows.create(AgentRuns.table, 1, in: store)
        try await store.commit(
            SQL("UPDATE communications SET run_id = $1 WHERE id = $2", [.integer(run.integer(0)), .integer(message)]))
    }

    /// A deal, a task and a message of user 1's about each of two contacts.
    private func withRows(_ kind: DatabaseKind, _ body: (any Store) async throws -> Void) async throws {
        try await TemporaryDatabase.with(kind) { database async throws in
            let store = database.store
            _ = try await store.commit(ExampleRows.users(1...2))
            for number in 1...2 as ClosedRange<Int64> {
                let contact: Table.Values = ["contact_id": .integer(number)]
                _ = try await store.commit(
                    Contacts.table.insert(.first, ["name": .text("Contact \(number)")], now: now)
                        + Deals.table.insert(.first, contact.merging(["customer": .text("One")]) { $1 }, now: now)
                        + Tasks.table.insert(.first, contact.merging(["title": .text("Call")]) { $1 }, now: now)
                        + Communications.table.insert(.first, contact.merging(["body": .text("Hello")]) { $1 }, now: now))
            }
            try await body(store)
        }
    }

    /// What each refers to, `-` for nothing, and its version.
    private func rows(_ table: String, _ reference: String, in store: any Store) async throws -> [[String]] {
        try await store.read(SQL("SELECT \(reference), version FROM \(table) ORDER BY id")).map { row in
            [row.optionalInteger(0).map(String.init) ?? "-", "\(row.integer(1))"]
        }
    }
}
