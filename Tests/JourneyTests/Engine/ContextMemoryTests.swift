import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `Facts that are remembered` {
    private let owner = Person(workspace: .first, user: Users.owner)

    private func with(_ body: (ContextBuilder, TemporaryDatabase) async throws -> Void) async throws {
        try await TemporaryDatabase.with { database in
            let settings = WorkspaceSettings(store: database.store, clock: .fixed(at: TemporaryDatabase.birth))
            try await body(ContextBuilder(store: database.store, settings: settings, olderMessages: true), database)
        }
    }

    private func task(_ title: String) -> SQL {
        SQL(
            """
            INSERT INTO tasks (workspace_id, user_id, title, kind, status, due_date, created_at, updated_at, version)
            VALUES (1, 1, $1, 'task', 'pending', '2026-01-01', 0, 0, 1)
            """, [.text(title)])
    }

    private func message(_ text: String) -> SQL {
        Communications.insert(owner, conversation: nil, kind: .userMessage, body: text, now: TemporaryDatabase.birth)
    }

    @Test func `are as they stand after a change of one's own`() async throws {
        try await with { contexts, database in
            for count in 1...3 {
                _ = try await database.store.commit(task("Task \(count)"))
                let context = try await contexts.context(of: owner)
                #expect(context.tasksToday.count == count)
            }
            try await database.store.commit(SQL("UPDATE tasks SET title = 'Renamed' WHERE workspace_id = 1"))
            #expect(try await contexts.context(of: owner).tasksToday.map(\.title) == ["Renamed", "Renamed", "Renamed"])
            try await database.store.commit(SQL("DELETE FROM tasks WHERE workspace_id = 1"))
            #expect(try await contexts.context(of: owner).tasksToday.isEmpty)
        }
    }

    @Test func `are as they stand after a change by another program`() async throws {
        try await with { contexts, database in
            _ = try await contexts.context(of: owner)
            _ = try await database.opened().commit(task("From elsewhere"))
            #expect(try await contexts.context(of: owner).tasksToday.map(\.title) == ["From elsewhere"])
            _ = try await database.opened().commit(task("And again"))
            let (context, answers) = try await contexts.context(of: owner, committing: [message("hello")])
            #expect(context.tasksToday.count == 2)
            #expect(answers.count == 1)
        }
    }

    @Test func `are not read again when only messages came`() async throws {
        try await with { contexts, database in
            _ = try await contexts.context(of: owner)
            let version = try await version(database.store)
            let (before, _) = try await contexts.context(of: owner, committing: [message("hello")])
            let after = try await contexts.context(of: owner)
            #expect(before.messages.isEmpty)
            #expect(after.messages.map(\.body) == ["hello"])
            #expect(try await self.version(database.store) == version)
        }
    }

    @Test func `have the last ten messages beside them, whoever wrote these and when`() async throws {
        try await with { contexts, database in
            var written: [String] = []
            for count in 1...14 {
                _ = try await (count.isMultiple(of: 3) ? database.opened() : database.store).commit(message("Message \(count)"))
                written.insert("Message \(count)", at: 0)
                if count.isMultiple(of: 5) { continue }
                #expect(try await contexts.context(of: owner).messages.map(\.body) == Array(written.prefix(10)))
            }
            for count in 15...40 { _ = try await database.store.commit(message("Message \(count)")) }
            #expect(try await contexts.context(of: owner).messages.map(\.body) == (31...40).reversed().map { "Message \($0)" })
        }
    }

    @Test(arguments: [
        ("UPDATE communications SET body = 'Said better' WHERE body = 'Message 2'", ["Message 3", "Said better", "Message 1"]),
        ("DELETE FROM communications WHERE body = 'Message 3'", ["Message 2", "Message 1"]),
        ("DELETE FROM communications WHERE body = 'Message 1'", ["Message 3", "Message 2"]),
        ("UPDATE communications SET direction = 'outbound' WHERE body = 'Message 2'", ["Message 3", "Message 1"]),
        ("DELETE FROM communications WHERE workspace_id = 1", []),
    ]) func `have messages as they stand once one was changed or deleted`(change: String, left: [String]) async throws {
        try await with { contexts, database in
            for count in 1...3 {
                _ = try await database.store.commit(message("Message \(count)"))
                _ = try await contexts.context(of: owner)
            }
            try await database.opened().commit(SQL(change))
            let (context, _) = try await contexts.context(of: owner, committing: [message("Message 4")])
            #expect(context.messages.map(\.body) == left)
            #expect(try await contexts.context(of: owner).messages.map(\.body) == ["Message 4"] + left)
            _ = try await database.store.commit(message("Message 5"))
            #expect(try await contexts.context(of: owner).messages.map(\.body) == ["Message 5", "Message 4"] + left)
        }
    }

    @Test func `have the same messages as if they were read for the first time, where the product wrote of itself between them`() async throws {
        try await with { contexts, database in
            func notice() -> SQL {
                SQL(
                    "INSERT INTO communications (workspace_id, user_id, agent_type, body, created_at, updated_at, version) VALUES (1, 1, 'NOTICE', 'Spent', 1, 1, 1)"
                )
            }
            for count in 1...30 {
                let burst = count.isMultiple(of: 4) ? (1...12).map { message("Burst \(count) \($0)") } : [message("Message \(count)")]
                _ = try await database.store.commit(burst + [notice()])
                let fresh = ContextBuilder(
                    store: database.store, settings: WorkspaceSettings(store: database.store, clock: .fixed(at: TemporaryDatabase.birth)),
                    olderMessages: true)
                #expect(try await contexts.context(of: owner).messages == fresh.context(of: owner).messages)
            }
        }
    }

    @Test func `have no message of anybody else`() async throws {
        try await with { contexts, database in
            let second = Person(workspace: .first, user: 2)
            _ = try await database.store.commit(Users.ensure(second, now: TemporaryDatabase.birth))
            _ = try await contexts.context(of: owner)
            _ = try await contexts.context(of: second)
            _ = try await database.store.commit(message("Mine"))
            #expect(try await contexts.context(of: second).messages.isEmpty)
            #expect(try await contexts.context(of: owner).messages.map(\.body) == ["Mine"])
        }
    }

    @Test(arguments: ["internal", "outbound", "inbound"])
    func `tell when there last was contact, whatever came since they were read`(direction: String) async throws {
        try await withContact { contexts, database, added in
            let birth = TemporaryDatabase.birth
            #expect(try await contexts.context(of: owner).contacts.map(\.lastContactAt) == [added])
            let (unchanged, _) = try await contexts.context(of: owner, committing: [message("hello")])
            #expect(unchanged.contacts.map(\.lastContactAt) == [added])
            try await database.opened().commit(written(.integer(1), at: birth, direction: direction))
            let (changed, _) = try await contexts.context(of: owner, committing: [message("hello again")])
            #expect(changed.contacts.map(\.lastContactAt) == [birth])
            #expect(try await contexts.context(of: owner).contacts.map(\.lastContactAt) == [birth])
        }
    }

    /// However long ago it was: only what comes is of now.
    @Test(arguments: [
        "UPDATE communications SET status = 'rejected', sent_at = NULL WHERE id = 1", "UPDATE communications SET contact_id = NULL WHERE id = 1",
        "DELETE FROM communications WHERE id = 1",
    ])
    func `tell of a message that is taken back as if it had not been written`(change: String) async throws {
        try await withContact { contexts, database, added in
            let sent = TemporaryDatabase.birth.adding(.seconds(-86_400 * 9))
            try await database.store.commit(written(.integer(1), at: sent))
            #expect(try await contexts.context(of: owner).contacts.map(\.lastContactAt) == [sent])
            try await database.opened().commit(SQL(change))
            #expect(try await contexts.context(of: owner).contacts.map(\.lastContactAt) == [added])
        }
    }

    @Test func `tell of an old note that is said to be about a contact`() async throws {
        try await withContact { contexts, database, added in
            let noted = TemporaryDatabase.birth.adding(.seconds(-86_400 * 9))
            try await database.store.commit(written(.null, at: noted, direction: "internal"))
            #expect(try await contexts.context(of: owner).contacts.map(\.lastContactAt) == [added])
            try await database.opened().commit(SQL("UPDATE communications SET contact_id = 1 WHERE id = 1"))
            #expect(try await contexts.context(of: owner).contacts.map(\.lastContactAt) == [noted])
        }
    }

    @Test func `are not read again for a question that is answered`() async throws {
        try await withContact { contexts, database, _ in
            let id = try await database.store.commit(message("hello")).first?.integer(0) ?? 0
            _ = try await contexts.context(of: owner)
            let version = try await version(database.store)
            try await database.store.commit(SQL("UPDATE communications SET status = 'unanswered' WHERE id = $1", [.integer(id)]).sparingFacts())
            try await database.store.commit(Communications.markAnswered(.first, id: id))
            #expect(try await self.version(database.store) == version)
        }
    }

    private func withContact(_ body: (ContextBuilder, TemporaryDatabase, _ added: Timestamp) async throws -> Void) async throws {
        try await with { contexts, database in
            let added = TemporaryDatabase.birth.adding(.seconds(-86_400 * 30))
            _ = try await database.store.commit(Contacts.table.insert(.first, ["name": .text("Ada")], now: added))
            try await body(contexts, database, added)
        }
    }

    private func written(_ contact: SQLValue, at time: Timestamp, direction: String = "outbound") -> SQL {
        SQL(
            """
            INSERT INTO communications (workspace_id, user_id, contact_id, agent_type, body, status, direction, sent_at, created_at, updated_at, version)
            VALUES (1, 1, $1, 'NOTE', 'Shall we meet?', 'sent', $2, CASE WHEN $2 = 'internal' THEN NULL ELSE CAST($3 AS BIGINT) END, $3, $3, 1)
            """, [contact, .text(direction), .time(time)])
    }

    @Test func `name a colleague's contact as it is now, and not once it is shared no more`() async throws {
        try await with { contexts, database in
            let others: [SQL] =
                Users.ensure(Person(workspace: .first, user: 2), now: TemporaryDatabase.birth)
                + Contacts.table.insert(.first, ["user_id": .integer(2), "name": .text("Ada"), "shared": .integer(1)], now: TemporaryDatabase.birth)
            _ = try await database.store.commit(others + [task("Send the offer"), SQL("UPDATE tasks SET contact_id = 1")])
            #expect(try await contexts.context(of: owner).tasksToday.map(\.contactName) == ["Ada"])
            try await database.store.commit(SQL("UPDATE contacts SET name = 'Ada Novak' WHERE id = 1"))
            #expect(try await contexts.context(of: owner).tasksToday.map(\.contactName) == ["Ada Novak"])
            try await database.store.commit(SQL("UPDATE contacts SET shared = 0 WHERE id = 1"))
            #expect(try await contexts.context(of: owner).tasksToday.map(\.contactName) == [""])
        }
    }

    @Test func `are gone with the person`() async throws {
        try await with { contexts, database in
            _ = try await contexts.context(of: owner)
            try await database.store.commit(SQL("DELETE FROM users WHERE workspace_id = 1"))
            await #expect(throws: RowNotFound.self) { try await contexts.context(of: owner) }
        }
    }

    @Test func `are as they stand after changes that were under way at once`() async throws {
        try await with { contexts, database in
            let other = try database.opened()
            try await withThrowingTaskGroup { group in
                for count in 1...40 {
                    group.addTask { _ = try await (count.isMultiple(of: 2) ? database.store : other).commit(task("Task \(count)")) }
                    group.addTask { _ = try await contexts.context(of: owner) }
                }
                try await group.waitForAll()
            }
            #expect(try await contexts.context(of: owner).tasksToday.count == 40)
        }
    }

    @Test func `of others stay good`() async throws {
        try await with { contexts, database in
            let second = Person(workspace: .first, user: 2)
            _ = try await database.store.commit(Users.ensure(second, now: TemporaryDatabase.birth))
            let before = try await version(database.store)
            try await database.store.commit(SQL("UPDATE users SET name = 'Renamed' WHERE workspace_id = 1 AND id = $1", [.integer(second.user)]))
            #expect(try await contexts.context(of: second).name == "Renamed")
            if database.kind == .postgres { #expect(try await version(database.store) == before) }
        }
    }

    private func version(_ store: any Store) async throws -> Int64 {
        try await store.read(#require(store.factsVersion(of: owner))).first?.integer(0) ?? 0
    }
}
