import Domain
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `An agent with a trigger` {
    @Test func `runs once for each contact that is created, by whatever path`() async throws {
        try await EngineFixture.with(users: 2) { engine in
            try await engine.listener("contact_created")
            try await engine.add(Contacts.table, ["name": .text("Harbour Hotel"), "user_id": .integer(2)])
            let rows = ImportRows(table: Contacts.table, workspace: .first)
            let given: Table.Values = ["name": .text("Mill Bakery"), "user_id": .integer(1), "sample": .integer(0)]
            let imported = rows.columns.map { given[$0.name] ?? $0.initial ?? .null }
            _ = try await engine.store.commit(rows.insert([imported, imported], now: engine.clock.now))
            _ = try await engine.scheduler().tick()
            _ = try await engine.scheduler().tick()
            #expect(try await engine.runsByTrigger().sorted() == ["1 event", "1 event", "2 event"])
        }
    }

    @Test(
        arguments: [
            ("contact_stage = customer", "contacts", ["stage"], ["qualified", "customer", "customer", "lead", "customer"], 2),
            ("contact_stage changed", "contacts", ["stage"], ["qualified", "qualified", "customer"], 2),
            ("deal_status = won", "deals", ["status"], ["won", "won", "open", "won"], 2),
            ("deal_status changed", "deals", ["status"], ["won", "open"], 2),
        ] as [(String, String, [String], [String], Int)])
    func `runs for each change to what it waits for`(trigger: String, table: String, fields: [String], values: [String], runs: Int) async throws {
        try await EngineFixture.with { engine in
            try await engine.listener(trigger)
            let table = table == "deals" ? Deals.table : Contacts.table
            let id = try await engine.add(table, [table.name == "deals" ? "customer" : "name": .text("Harbour Hotel")])
            for value in values { try await engine.change(table, id, [fields[0]: .text(value)]) }
            try await engine.change(table, id, ["external_id": .text("H-1")])
            _ = try await engine.scheduler().tick()
            #expect(try await engine.runsByTrigger().count == runs)
        }
    }

    @Test func `hears nothing while it rests, nor what was before it listened, nor what the sample brings`() async throws {
        try await EngineFixture.with { engine in
            try await engine.add(Contacts.table, ["name": .text("Before")])
            let agent = try await engine.listener("contact_created")
            _ = try await engine.editor.pause(agent, in: .first, version: nil)
            try await engine.add(Contacts.table, ["name": .text("While it rests")])
            engine.clock.advance(by: .seconds(1))
            _ = try await engine.editor.resume(agent, in: .first, version: nil)
            try await engine.add(Contacts.table, ["name": .text("Sample"), "sample": .integer(1)])
            _ = try await engine.scheduler().tick()
            #expect(try await engine.runsByTrigger() == [])
            let events = try await engine.store.read(SQL("SELECT COUNT(*) FROM events"))[0].integer(0)
            #expect(events == 0)
        }
    }

    @Test func `runs for each message from a contact, and for none to it`() async throws {
        try await EngineFixture.with { engine in
            try await engine.listener("inbound_message")
            let contact = try await engine.add(Contacts.table, ["name": .text("Harbour Hotel")])
            for direction in ["outbound", "inbound", "internal", "inbound"] { try await engine.message(contact, direction) }
            _ = try await engine.scheduler().tick()
            #expect(try await engine.runsByTrigger() == ["1 event", "1 event"])
        }
    }

    @Test func `that is about no contact is none for an agent that writes to contacts alone`() async throws {
        try await EngineFixture.with { engine in
            let values: Table.Values = ["recipients": .text("contact"), "contact_prompt": .text("Say hello."), "filter": .text("everyone")]
            let error = await #expect(throws: ValidationError.self) { try await engine.listener("target_behind_plan", values) }
            #expect(error?.issues.map(\.field) == ["trigger"])
            _ = try await engine.listener("target_behind_plan", values.merging(["recipients": .text("both")]) { $1 })
        }
    }

    @Test func `makes none on its holidays`() async throws {
        try await EngineFixture.with(at: "2026-12-24T12:00:00.000Z") { engine in
            try await engine.listener("contact_created", ["holidays": .text(#"["2026-12-25"]"#)])
            for name in ["Eve", "Christmas", "Boxing day"] {
                try await engine.add(Contacts.table, ["name": .text(name)])
                _ = try await engine.scheduler().tick()
                engine.clock.advance(by: .seconds(86_400))
            }
            #expect(try await engine.runsByTrigger().count == 2)
        }
    }

    @Test func `runs once for each event however many instances see it`() async throws {
        try await EngineFixture.with { engine in
            try await engine.listener("contact_created")
            for number in 0..<20 { try await engine.add(Contacts.table, ["name": .text("Contact \(number)")]) }
            let (one, other) = (try engine.database.opened(), try engine.database.opened())
            async let first = engine.scheduler(on: one).tick()
            async let second = engine.scheduler(on: other).tick()
            async let third = engine.scheduler().tick()
            _ = try await (first, second, third)
            _ = try await engine.scheduler().tick()
            #expect(try await engine.runsByTrigger().count == 20)
            let triggers = try await engine.store.read(Occurrences.table.list(.first, eventOccurrences))
            #expect(triggers.count == 20)
        }
    }

    @Test func `hears what happens while it is being saved`() async throws {
        try await EngineFixture.with { engine in
            try await engine.listener("contact_created")
            try await engine.add(Contacts.table, ["name": .text("Harbour Hotel")])
            let save = SQL("UPDATE agents SET version = version + 1 WHERE trigger_kind IS NOT NULL")
            try await EventHandling(store: SavedMeanwhile(engine.store, save), clock: engine.clock.wall, logger: .silent).handle()
            let made = try await engine.store.read(SQL("SELECT COUNT(*) FROM occurrences WHERE event_id IS NOT NULL"))[0].integer(0)
            #expect(made == 1)
        }
    }

    @Test func `runs for each task that becomes overdue, once`() async throws {
        try await EngineFixture.with(at: "2026-03-04T12:00:00.000Z", timeZone: "Europe/Berlin") { engine in
            try await engine.add(Tasks.table, ["title": .text("Long ago"), "due_date": .text("2026-02-01")])
            try await engine.listener("task_overdue")
            let id = try await engine.add(Tasks.table, ["title": .text("Call"), "due_date": .text("2026-03-05")])
            try await engine.add(Tasks.table, ["title": .text("Later"), "due_date": .text("2026-03-09")])
            engine.clock.move(to: utc("2026-03-05T22:00:00.000Z"))
            _ = try await engine.scheduler().tick()
            #expect(try await engine.runsByTrigger() == [])
            try await engine.tick(hours: 26)
            #expect(try await engine.runsByTrigger() == ["1 event"])
            try await engine.change(Tasks.table, id, ["due_date": .text("2026-03-07")])
            try await engine.tick(hours: 26)
            #expect(try await engine.runsByTrigger().count == 2)
        }
    }

    @Test func `runs on its own day, where others of the workspace are in other zones`() async throws {
        try await EngineFixture.with(at: "2026-03-04T12:00:00.000Z") { engine in
            for zone in ["Asia/Tokyo", "America/Los_Angeles"] {
                for trigger in ["task_overdue", "target_behind_plan"] { try await engine.listener(trigger, ["time_zone": .text(zone)]) }
            }
            try await engine.add(Tasks.table, ["title": .text("Call"), "due_date": .text("2026-03-05")])
            try await engine.add(Targets.table, ["product": .text("Booking"), "target": .integer(9), "due_date": .text("2026-03-05")])
            // Thursday in Los Angeles, Friday in Tokyo.
            engine.clock.move(to: utc("2026-03-05T16:00:00.000Z"))
            _ = try await engine.scheduler().tick()
            #expect(try await engine.happened() == ["task_overdue Asia/Tokyo", "target_behind_plan America/Los_Angeles"])
            try await engine.tick(hours: 24)
            #expect(
                try await engine.happened() == [
                    "task_overdue Asia/Tokyo", "target_behind_plan America/Los_Angeles", "task_overdue America/Los_Angeles",
                ])
        }
    }

    @Test func `does not run again for what it was told of together with others by an earlier version`() async throws {
        try await EngineFixture.with(at: "2026-03-04T12:00:00.000Z") { engine in
            try await engine.listener("task_overdue")
            let id = try await engine.add(Tasks.table, ["title": .text("Call"), "due_date": .text("2026-03-05")])
            engine.clock.move(to: utc("2026-03-06T12:00:00.000Z"))
            try await engine.store.commit(
                SQL(
                    """
                    INSERT INTO events (workspace_id, kind, key, user_id, occurred_at, handled_at, created_at, updated_at, version)
                    VALUES (1, 'task_overdue', '\(id):2026-03-05', 1, $1, $1, $1, $1, 1)
                    """, [.time(engine.clock.now)]))
            _ = try await engine.scheduler().tick()
            #expect(try await engine.runsByTrigger() == [])
            try await engine.change(Tasks.table, id, ["due_date": .text("2026-03-07")])
            try await engine.tick(hours: 48)
            #expect(try await engine.runsByTrigger() == ["1 event"])
        }
    }

    @Test func `runs each day on which a target is behind its plan`() async throws {
        try await EngineFixture.with(at: "2026-03-01T00:00:00.000Z") { engine in
            try await engine.listener("target_behind_plan")
            let id = try await engine.add(
                Targets.table, ["product": .text("Booking"), "target": .integer(10), "achieved": .integer(5), "due_date": .text("2026-03-11")])
            engine.clock.move(to: utc("2026-03-06T12:00:00.000Z"))
            _ = try await engine.scheduler().tick()
            #expect(try await engine.runsByTrigger() == [])
            engine.clock.move(to: utc("2026-03-07T12:00:00.000Z"))
            try await engine.tick(hours: 24)
            #expect(try await engine.runsByTrigger().count == 2)
            try await engine.change(Targets.table, id, ["achieved": .integer(9)])
            try await engine.tick(hours: 24)
            #expect(try await engine.runsByTrigger().count == 2)
        }
    }

    @Test func `takes a target for made on the day of the agent's zone`() async throws {
        // Thursday morning in Auckland, where it is still Wednesday by UTC.
        try await EngineFixture.with(at: "2026-03-04T20:00:00.000Z") { engine in
            try await engine.listener("target_behind_plan", ["time_zone": .text("Pacific/Auckland")])
            try await engine.add(Targets.table, ["product": .text("Booking"), "target": .integer(9), "due_date": .text("2026-03-09")])
            _ = try await engine.scheduler().tick()
            #expect(try await engine.runsByTrigger() == [])
            try await engine.tick(hours: 24)
            #expect(try await engine.runsByTrigger() == ["1 event"])
        }
    }

    @Test func `runs where a contact has not answered, but never because of what an event had written`() async throws {
        try await EngineFixture.with { engine in
            try await engine.listener("no_reply 5 days")
            let silent = try await engine.add(Contacts.table, ["name": .text("Silent")])
            let polite = try await engine.add(Contacts.table, ["name": .text("Polite")])
            for contact in [silent, polite] { try await engine.message(contact, "outbound") }
            engine.clock.advance(by: .seconds(86_400))
            try await engine.message(polite, "inbound")
            try await engine.tick(hours: 24 * 5)
            let contacts = try await engine.store.read(SQL("SELECT contact_id FROM events")).map { $0.integer(0) }
            #expect(contacts == [silent])
            try await engine.store.commit(
                SQL(
                    """
                    INSERT INTO communications (workspace_id, user_id, contact_id, direction, run_id, agent_type, body, status, sent_at, created_at,
                        updated_at, version) SELECT 1, 1, $2, 'outbound', MIN(id), 'LISTENER', 'Hello?', 'sent', $1, $1, $1, 1 FROM agent_runs
                    """, [.time(engine.clock.now), .integer(silent)]))
            try await engine.tick(hours: 24 * 7)
            #expect(try await engine.runsByTrigger().count == 1)
        }
    }

    @Test func `counts the days without an answer from when the last message was sent, not from when it was written`() async throws {
        try await EngineFixture.with { engine in
            try await engine.listener("no_reply 4 days")
            let contact = try await engine.add(Contacts.table, ["name": .text("Silent")])
            try await engine.message(contact, "outbound")
            engine.clock.advance(by: .seconds(86_400))
            try await engine.message(contact, "outbound")
            engine.clock.advance(by: .seconds(2 * 86_400))
            // As a draft of the first day that is approved now.
            try await engine.store.commit(SQL("UPDATE communications SET sent_at = $1 WHERE id = 1", [.time(engine.clock.now)]))
            try await engine.tick(hours: 24 * 4 - 2)
            #expect(try await engine.runsByTrigger().count == 0)
            try await engine.tick(hours: 3)
            let keys = try await engine.store.read(SQL("SELECT key FROM events")).map { $0.text(0) }
            #expect(keys == ["\(contact):1:4 days"])
        }
    }

    @Test func `is told by a call, once for each key`() async throws {
        try await EngineFixture.with { engine in
            let name = try await engine.listener("api")
            let agent = try await engine.editor.find(name, in: .first)
            for (key, isNew) in [("a", true), ("a", false), ("b", true)] {
                let told = try await engine.store.commit(Events.tell(agent, key: key, contact: nil, user: 1, now: engine.clock.now))
                #expect(told.isEmpty != isNew)
            }
            _ = try await engine.scheduler().tick()
            #expect(try await engine.runsByTrigger() == ["1 event", "1 event"])
        }
    }

    @Test func `is told of one subject by a key, and of no other`() async throws {
        try await EngineFixture.with(users: 2) { engine in
            let agent = try await engine.editor.find(try await engine.listener("api"), in: .first)
            func tell(user: Int64) async throws -> Int64? {
                let tell = Events.tell(agent, key: "a", contact: nil, user: user, now: engine.clock.now)
                return try await engine.store.commit([tell, Events.told(agent, key: "a", contact: nil, user: user)])[1].first?.integer(0)
            }
            let first = try await tell(user: 1)
            await #expect(throws: Events.KeyOfAnother.self) { try await tell(user: 2) }
            #expect(try await tell(user: 1) == first && first != nil)
        }
    }

    @Test func `forgets what happened a quarter of a year ago`() async throws {
        try await EngineFixture.with { engine in
            try await engine.listener("contact_created")
            try await engine.add(Contacts.table, ["name": .text("Harbour Hotel")])
            _ = try await engine.scheduler().tick()
            engine.clock.advance(by: .seconds(91 * 86_400))
            _ = try await engine.scheduler().tick()
            let events = try await engine.store.read(SQL("SELECT COUNT(*) FROM events"))[0].integer(0)
            #expect(events == 0)
        }
    }

    private var eventOccurrences: ListQuery {
        var query = ListQuery(sort: Occurrences.table.columns[0], isDescending: false, limit: 100)
        if let trigger = Occurrences.table.field("trigger") { query.filters = [(trigger, .text("event"))] }
        return query
    }
}

extension EngineFixture {
    /// An own agent that writes to users by a trigger alone.
    @discardableResult
    func listener(_ trigger: String, _ more: Table.Values = [:]) async throws -> AgentName {
        let values: Table.Values = [
            "title": .text("Listener"), "schedule_rule": .text("never"), "trigger": .text(trigger), "prompt": .text("Something has happened."),
        ]
        for type in AgentCatalog.rows.map(\.type) {
            _ = try await editor.pause(.key(type), in: .first, version: nil)
        }
        return .id(try await editor.create(in: .first, values.merging(more) { $1 }).id)
    }

    /// A row by the table's own statements: its id.
    @discardableResult
    func add(_ table: Table, _ values: Table.Values) async throws -> Int64 {
        let values = ["user_id": .integer(1)].merging(values) { $1 }
        return try await store.commit(table.insert(.first, values, now: clock.now)).last?.first?.integer(0) ?? 0
    }

    func change(_ table: Table, _ id: Int64, _ values: Table.Values) async throws {
        _ = try await store.commit(table.update(.first, id: id, values, version: nil, now: clock.now))
    }

    /// What agents had runs for, and in whose zone.
    fileprivate func happened() async throws -> [String] {
        try await store.read(
            SQL(
                """
                SELECT e.kind || ' ' || a.time_zone FROM agent_runs r JOIN agents a ON a.id = r.agent_id
                JOIN occurrences o ON o.id = r.occurrence_id JOIN events e ON e.id = o.event_id ORDER BY e.id
                """)
        ).map { $0.text(0) }
    }

    func message(_ contact: Int64, _ direction: String) async throws {
        try await store.commit(
            SQL(
                """
                INSERT INTO communications (workspace_id, user_id, contact_id, direction, agent_type, body, status, sent_at, created_at, updated_at, version)
                VALUES (1, 1, $1, $2, 'NOTE', 'Hello', 'sent', $3, $3, $3, 1)
                """, [.integer(contact), .text(direction), .time(clock.now)]))
    }

    func tick(hours: Int) async throws {
        for _ in 0..<hours {
            clock.advance(by: .seconds(3600))
            _ = try await scheduler().tick()
        }
    }

    /// `user trigger` of all runs, in order.
    func runsByTrigger() async throws -> [String] {
        try await store.read(SQL("SELECT user_id, trigger FROM agent_runs ORDER BY id")).map { "\($0.integer(0)) \($0.text(1))" }
    }
}

/// A database in which something is saved just before the first commit.
private final class SavedMeanwhile: Store {
    private let store: any Store
    private let save: Mutex<SQL?>

    init(_ store: any Store, _ save: SQL) {
        self.store = store
        self.save = Mutex(save)
    }

    var dialect: Dialect { store.dialect }
    func read(_ statements: [SQL]) async throws -> [[Row]] { try await store.read(statements) }

    func commit(_ statements: [SQL]) async throws -> [[Row]] {
        if let save = save.withLock({ $0.take() }) { _ = try await store.commit(save) }
        return try await store.commit(statements)
    }
}
