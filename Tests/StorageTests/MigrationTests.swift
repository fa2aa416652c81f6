import Domain
import TestSupport
import Testing

import struct Foundation.TimeZone

@testable import Storage

/// Each step of the schema over a database of the version before, with rows in it.
@Suite struct `A database of an earlier version` {
    @Test(arguments: DatabaseKind.allCases) func `of 1 keeps its rows, and its runs that failed for good are dead`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.empty(kind) { database in
            let store = database.store
            try await Migrator(store: store, clock: clock, through: 1).migrate()
            _ = try await store.commit(Workspaces.ensureFirst(timeZone: "UTC", now: clock.now()))
            _ = try await store.commit(rowsOfVersion1)
            #expect(try await Migrator(store: store, clock: clock).migrate().first == 2)
            let runs = try await store.read(SQL("SELECT id, state, error FROM agent_runs ORDER BY id"))
            #expect(
                runs == [
                    Row([.integer(1), .text("dead"), .text("busy")]), Row([.integer(2), .text("failed"), .text("busy")]),
                    Row([.integer(3), .text("queued"), .null]), Row([.integer(4), .text("succeeded"), .null]),
                ])
            let kept = try await store.read(SQL("SELECT body FROM communications UNION ALL SELECT name FROM contacts"))
            #expect(kept == [Row([.text("Good morning.")]), Row([.text("Harbour Hotel")])])
            let slices = Occurrences.slices(try await store.read(Occurrences.slices()))
            #expect(slices == [Occurrences.Slice(.first, .reminder, trigger: "schedule", due: clock.now())])
            let claims = RunQueue.claims(
                try await store.commit(RunQueue.claim(.first, owner: "worker", limit: 9, lease: .seconds(20), now: clock.now())))
            #expect(claims.map(\.id) == [2])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `of 6 keeps its occurrences, which are neither paused nor slowed down`(kind: DatabaseKind)
        async throws
    {
        try await TemporaryDatabase.empty(kind) { database in
            let store = database.store
            try await Migrator(store: store, clock: clock, through: 6).migrate()
            _ = try await store.commit(Workspaces.ensureFirst(timeZone: "UTC", now: clock.now()))
            _ = try await store.commit(
                Users.ensure(Person(workspace: .first, user: 1), now: clock.now()) + [
                    Occurrences.plan(.first, .reminder, due: clock.now(), trigger: "schedule", isMissed: false, now: clock.now())
                ]
                    + Occurrences.expand(
                        Occurrences.Slice(.first, .reminder, trigger: "schedule", due: clock.now()), condition: "1 = 1", now: clock.now()))
            #expect(try await Migrator(store: store, clock: clock).migrate().first == 7)
            let batch = Batch(store: store)
            let progress = try #require(try await batch.progress())
            #expect(progress.state == "running" && progress.total == 1 && progress.rate == nil)
            #expect(try await batch.claim().map(\.agent) == [.reminder])
        }
    }

    @Test func `of 27 refuses what it refused, for which SQLite makes no table any more`() async throws {
        try await TemporaryDatabase.empty(.sqlite) { database in
            let store = database.store
            try await Migrator(store: store, clock: clock, through: 27).migrate()
            _ = try await store.commit(Workspaces.ensureFirst(timeZone: "UTC", now: clock.now()))
            _ = try await store.commit(rowsOfVersion8)
            #expect(try await tablesMade(for: storingOfARun, in: store) == 5)
            let before = try await store.read(SQL("SELECT * FROM communications"))
            #expect(try await Migrator(store: store, clock: clock).migrate().first == 28)
            #expect(try await tablesMade(for: storingOfARun, in: store) == 0)
            #expect(try await store.read(SQL("SELECT * FROM communications")) == before)
            #expect(try await store.read(SQL("PRAGMA integrity_check")).map { $0.text(0) } == ["ok"])
            let lists = /CHECK \(\w+ IN \((?:'\w+'(?:, )?){3,}\)/
            let checked = try await store.read(SQL("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).filter { $0.text(1).contains(lists) }
            let rarelyWritten = ["account_mails", "accounts", "agents", "one_time_links", "proposals", "suppressions"]
            #expect(checked.map { $0.text(0) }.sorted() == rarelyWritten)
            for (table, column) in [("communications", "status"), ("communications", "direction"), ("agent_runs", "state")] {
                await #expect(throws: StoreError.self) { try await store.commit(SQL("UPDATE \(table) SET \(column) = 'other'")) }
            }
        }
    }

    @Test func `of 29 refuses what it refused, which PostgreSQL reads once for each session`() async throws {
        try await withMessagesKept(from: 29, on: .postgres) { store in
            let often = [("communications", "status"), ("communications", "direction"), ("agent_runs", "state"), ("deliveries", "state")]
            for (table, column) in often {
                let checks = try await store.read(
                    SQL("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = CAST($1 AS regclass)", [.text(table)])
                )
                #expect(checks.count == 1 && checks[0].text(0).contains("(\(column))::") && !checks[0].text(0).contains("ARRAY["))
            }
            for (table, column) in often.dropLast() {
                await #expect(throws: StoreError.self) { try await store.commit(SQL("UPDATE \(table) SET \(column) = 'other'")) }
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `of 31 has what a message speaks of first in the order of indexes`(kind: DatabaseKind)
        async throws
    {
        try await withMessagesKept(from: 31, on: kind) { store in
            let today = clock.now().localDate(in: .gmt)
            let asked = PersonContexts.facts(.first, people: [1], today: today, in: .gmt) + PersonContexts.urgent(.first, people: [1])
            var plans: [String] = []
            for statement in asked { plans += try await plan(of: statement, in: store) }
            for index in ["communications_last_contact", "tasks_completed", "deals_closing", "deals_status"] {
                #expect(plans.contains { $0.contains(index) }, "\(index): \(plans)")
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `of 32 finds the messages of contacts and conversations, and the trail's entries, by fewer`(
        kind: DatabaseKind
    ) async throws {
        try await withMessagesKept(from: 32, on: kind) { store in
            for (question, index) in [
                ("SELECT id FROM communications WHERE contact_id = 1", "communications_of_contact"),
                ("SELECT id FROM communications WHERE +workspace_id = 1 AND contact_id = 1 AND created_at > 0", "communications_of_contact"),
                ("SELECT id FROM communications WHERE conversation_id = 1", "communications_conversation"),
                ("SELECT id FROM audit_entries WHERE workspace_id = 1 AND sequence > 1 ORDER BY sequence", "audit_entries_sequence"),
            ] {
                let plan = try await plan(of: SQL(question), in: store)
                #expect(plan.contains { $0.contains(index) }, "\(question): \(plan)")
            }
        }
    }

    @Test func `of 34 finds the numbers of what grows with each message first, and numbers go on`() async throws {
        try await withMessagesKept(from: 34, on: .sqlite) { store in
            let names = try await store.read(SQL("SELECT name, seq FROM sqlite_sequence ORDER BY rowid"))
            #expect(names.prefix(3).map { $0.text(0) } == ["communications", "events", "model_calls"])
            #expect(Set(names.map { $0.text(0) }).count == names.count)
            let last = try await store.read(SQL("SELECT MAX(id) FROM communications"))[0].integer(0)
            #expect(last > 0 && names[0].integer(1) == last)
            try await store.commit(SQL("DELETE FROM communications WHERE id = $1", [.integer(last)]))
            let next = Communications.insert(Person(workspace: .first, user: 1), conversation: nil, kind: .note, body: "Next", now: clock.now())
            #expect(try await store.commit(next)[0].integer(0) == last + 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `of 35 finds a person's history, and all that is theirs, by one index`(kind: DatabaseKind)
        async throws
    {
        try await withMessagesKept(from: 35, on: kind) { store in
            let person = Person(workspace: .first, user: 1)
            for statement in [
                Communications.history(person, limit: 50), Communications.history(person, after: 1, limit: 50),
                PersonContexts.messages(after: 1, of: person), SQL("SELECT id FROM communications WHERE workspace_id = 1 AND user_id = 1"),
            ] {
                let plan = try await plan(of: statement, in: store)
                #expect(plan.contains { $0.contains("communications_history") } && !plan.contains { $0.contains("ORDER BY") }, "\(plan)")
            }
        }
    }

    /// A database that came from a version, in which messages of version 8 are what they were.
    private func withMessagesKept(from version: Int64, on kind: DatabaseKind, _ body: (any Store) async throws -> Void) async throws {
        try await TemporaryDatabase.empty(kind) { database in
            let store = database.store
            try await Migrator(store: store, clock: clock, through: version).migrate()
            _ = try await store.commit(Workspaces.ensureFirst(timeZone: "UTC", now: clock.now()))
            _ = try await store.commit(rowsOfVersion8)
            let before = try await store.read(SQL("SELECT * FROM communications"))
            #expect(try await Migrator(store: store, clock: clock).migrate().first == version + 1)
            #expect(try await store.read(SQL("SELECT * FROM communications")) == before)
            try await body(store)
        }
    }

    /// The lines in which the database says how it would answer.
    private func plan(of statement: SQL, in store: any Store) async throws -> [String] {
        let isSQLite = store.dialect == .sqlite
        var explained = statement
        explained.text = "EXPLAIN \(isSQLite ? "QUERY PLAN " : "")\(statement.text)"
        return try await store.commit(explained.oneOff()).map { $0.text(isSQLite ? 3 : 0) }
    }

    private var storingOfARun: String { "UPDATE agent_runs SET state = 'succeeded' WHERE id = 1" }

    /// How often SQLite makes a table for one statement.
    private func tablesMade(for statement: String, in store: any Store) async throws -> Int {
        // On the connection that changed the schema: nobody tells an explanation that it has changed.
        try await store.commit(SQL("EXPLAIN \(statement)").oneOff()).count { $0.text(1) == "OpenEphemeral" }
    }

    @Test(arguments: DatabaseKind.allCases) func `of 8 keeps its drafts, which wait for as long as it takes, and its runs`(kind: DatabaseKind)
        async throws
    {
        try await TemporaryDatabase.empty(kind) { database in
            let store = database.store
            try await Migrator(store: store, clock: clock, through: 8).migrate()
            _ = try await store.commit(Workspaces.ensureFirst(timeZone: "UTC", now: clock.now()))
            _ = try await store.commit(rowsOfVersion8)
            #expect(try await Migrator(store: store, clock: clock).migrate().first == 9)
            let since = try await store.read(Workspaces.draftDays(.first))[0].time(1)
            #expect(since > clock.now())
            let late = clock.now().adding(.seconds(400 * 86_400))
            let patience = try await store.read(Workspaces.draftDays).map { Drafts.Patience($0, now: late) }
            #expect(try await store.read(Drafts.expired(patience, limit: 9)) == [])
            let draft = try #require(try await store.read(Drafts.find(.first, id: 1)).first.map(Drafts.draft))
            #expect(draft.status == "draft" && draft.wording.body == "Can we speak today?" && draft.findings == [])
            let claims = RunQueue.claims(
                try await store.commit(RunQueue.claim(.first, owner: "worker", limit: 9, lease: .seconds(20), now: clock.now())))
            #expect(claims.map(\.id) == [1])
            #expect(try await store.read(SQL("SELECT model_budget_day_cents FROM workspaces")).first?[0] == .null)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `of 13 keeps what its agents do with messages to contacts, and may have them guarded`(
        kind: DatabaseKind
    ) async throws {
        try await TemporaryDatabase.empty(kind) { database in
            let store = database.store
            try await Migrator(store: store, clock: clock, through: 13).migrate()
            let agents = [AgentType.reminder, .closure].map {
                NewAgent(type: $0, title: "Agent", purpose: "", schedule: Schedule(recurrence: .daily, time: TimeOfDay(hour: 9)))
            }
            _ = try await store.commit(Workspaces.ensureFirst(timeZone: "UTC", agents: agents, now: clock.now()))
            _ = try await store.commit(SQL("UPDATE agents SET autonomy = 'auto' WHERE agent_type = 'CLOSURE'"))
            #expect(try await Migrator(store: store, clock: clock).migrate().first == 14)
            #expect(try await store.read(SQL("SELECT autonomy FROM agents ORDER BY id")).map { $0.text(0) } == ["ask", "auto"])
            _ = try await store.commit(SQL("UPDATE agents SET autonomy = 'guarded' WHERE agent_type = 'REMINDER'"))
            await #expect(throws: StoreError.self) { try await store.commit(SQL("UPDATE agents SET autonomy = 'never'")) }
        }
    }

    private let clock = WallClock.fixed(at: TemporaryDatabase.birth)

    /// A draft to a contact, and a run that waits.
    private var rowsOfVersion8: [SQL] {
        let now = clock.now().milliseconds
        return [
            SQL(
                """
                INSERT INTO contacts (workspace_id, user_id, name, email, stage, created_at, updated_at, version)
                VALUES (1, 1, 'Harbour Hotel', 'sales@example.com', 'lead', \(now), \(now), 1)
                """),
            SQL(
                """
                INSERT INTO communications (workspace_id, user_id, contact_id, direction, agent_type, body, writer, status, created_at, updated_at, version)
                VALUES (1, 1, 1, 'outbound', 'CLOSURE', 'Can we speak today?', 'offline', 'draft', \(now), \(now), 1)
                """),
            SQL(
                """
                INSERT INTO agent_runs (workspace_id, user_id, agent_type, trigger, state, attempts, next_attempt_at, created_at, updated_at, version)
                VALUES (1, 1, 'REMINDER', 'schedule', 'queued', 0, \(now), \(now), \(now), 1)
                """),
        ]
    }

    /// As the statements of that version wrote them.
    private var rowsOfVersion1: [SQL] {
        let now = clock.now().milliseconds
        let runs = [
            ("REMINDER", "failed", "'busy'", "NULL"), ("REMINDER", "failed", "'busy'", "\(now - 1)"), ("CLOSURE", "queued", "NULL", "\(now)"),
            ("REMINDER", "succeeded", "NULL", "NULL"),
        ]
        return [
            SQL(
                """
                INSERT INTO occurrences (workspace_id, agent_type, trigger, due_at, state, runs, created_at, updated_at, version)
                VALUES (1, 'REMINDER', 'schedule', \(now), 'planned', 0, 0, 0, 1)
                """)
        ]
            + runs.map { agent, state, error, next in
                SQL(
                    """
                    INSERT INTO agent_runs (workspace_id, user_id, agent_type, trigger, state, attempts, error, next_attempt_at, created_at, updated_at, version)
                    VALUES (1, 1, '\(agent)', 'manual', '\(state)', 1, \(error), \(next), 0, 0, 1)
                    """)
            } + [
                SQL(
                    """
                    INSERT INTO communications (workspace_id, user_id, run_id, agent_type, body, writer, status, created_at, updated_at, version)
                    VALUES (1, 1, 4, 'REMINDER', 'Good morning.', 'offline', 'sent', 0, 0, 1)
                    """),
                SQL(
                    """
                    INSERT INTO contacts (workspace_id, user_id, name, created_at, updated_at, version)
                    VALUES (1, 1, 'Harbour Hotel', 0, 0, 1)
                    """),
            ]
    }
}
