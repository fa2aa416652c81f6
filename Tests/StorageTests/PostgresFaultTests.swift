import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `A PostgreSQL database` {
    @Test func `that gives no connection in time is unavailable, and serves the next caller`() async throws {
        try await withStore {
            $0.poolSize = 1; $0.poolWait = .milliseconds(300)
        } _: { store, name in
            let busy = Task { try await store.read(SQL("SELECT pg_sleep(60)")) }
            try await eventually { try await isSleeping(in: name) }
            await expectUnavailable("in use") { _ = try await store.read(one) }
            busy.cancel()
            _ = try? await busy.value
            #expect(try await store.read(one) == [Row([.integer(1)])])
        }
    }

    @Test func `gives a statement up that takes too long`() async throws {
        try await withStore {
            $0.statementTimeout = .seconds(1)
        } _: { store, name in
            await expectUnavailable("within 1 s") { _ = try await store.read(SQL("SELECT pg_sleep(20)")) }
            _ = try await store.commit([SQL("SELECT pg_sleep(1.2)").unhurried()])
        }
    }

    @Test func `gives a statement up that waits too long for a lock`() async throws {
        try await TemporaryDatabase.with(.postgres) { database in
            let store = try store(on: database) { $0.lockTimeout = .seconds(1) }.acrossWorkspaces
            let holder = Task {
                try await database.store.read(SQL("WITH held AS MATERIALIZED (SELECT id FROM workspaces FOR UPDATE) SELECT pg_sleep(60) FROM held"))
            }
            try await eventually { try await isSleeping(in: database.name) }
            await expectUnavailable("locked") { _ = try await store.commit(touch) }
            holder.cancel()
            _ = try? await holder.value
            _ = try await store.commit(touch)
        }
    }

    @Test func `drops the statement of a caller who is cancelled, and the place of one who waits`() async throws {
        try await withStore {
            $0.poolSize = 1
        } _: { store, name in
            let running = Task { try await store.read(SQL("SELECT pg_sleep(60)")) }
            try await eventually { try await isSleeping(in: name) }
            let waiting = Task { try await store.read(one) }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { _ = try await waiting.value }
            running.cancel()
            await #expect(throws: CancellationError.self) { _ = try await running.value }
            for _ in 0..<20 {
                let rows = try await store.read(one)
                #expect(rows.count == 1)
            }
        }
    }

    @Test func `finishes the commit of a caller who is cancelled`() async throws {
        try await withNotes(.postgres) { store in
            let commit = Task { try await store.commit([insert("kept"), SQL("SELECT pg_sleep(0.3)")]) }
            commit.cancel()
            _ = try await commit.value
            #expect(try await bodies(store) == ["kept"])
        }
    }

    @Test func `repeats a transaction that it undid because of another`() async throws {
        try await withNotes(.postgres) { store in
            try await commitCrosswise(store)
            #expect(try await bodies(store) == ["one!!", "two!!"])
        }
    }

    @Test(arguments: [false, true]) func `tells a rule that is broken at the very end of a commit`(expecting: Bool) async throws {
        try await withNotes(.postgres) { store in
            try await store.commit(SQL("CREATE TABLE later (id BIGINT UNIQUE DEFERRABLE INITIALLY DEFERRED)"))
            let write = SQL("INSERT INTO later VALUES (1)")
            let check = SQL("SELECT 1").expecting(rows: expecting ? 1...1 : 0...1, orThrow: Expected(name: "row"))
            await #expect(throws: StoreError.duplicate(columns: "later.id")) {
                _ = try await store.commit([insert("note"), write, write] + (expecting ? [check] : []))
            }
            await #expect(throws: StoreError.duplicate(columns: "later.id")) { try await store.commit([write, write]) }
            #expect(try await bodies(store) == [])
            try await store.commit(write)
        }
    }

    @Test func `whose session ends in the middle of a commit has written nothing of it`() async throws {
        try await withNotes(.postgres) { store in
            await expectUnavailable("lost") {
                _ = try await store.commit([insert("half"), SQL("SELECT pg_terminate_backend(pg_backend_pid())"), insert("whole")])
            }
            #expect(try await bodies(store) == [])
            try await store.commit(insert("next"))
        }
    }

    @Test func `reads again on another connection when one has gone`() async throws {
        try await withNotes(.postgres) { store in
            let ending = SQL(
                """
                SELECT CASE WHEN nextval('tries') = 1 THEN pg_terminate_backend(pg_backend_pid()) END
                """)
            try await store.commit(SQL("CREATE SEQUENCE tries"))
            #expect(try await store.read(ending).count == 1)
        }
    }

    @Test(arguments: [false, true]) func `answers every caller while sessions end all the time`(areQuick: Bool) async throws {
        try await withNotes(.postgres) { store in
            let ending = Task {
                let others = SQL(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
                while !Task.isCancelled { _ = try? await store.read(others) }
            }
            @Sendable func told(_ statement: SQL) -> SQL { areQuick ? statement.quick() : statement }
            let results = try await concurrently(Array(0..<600)) { number in
                if number % 3 == 0 { return (try? await store.commit(told(insert("note \(number)")))) != nil }
                return (try? await store.read(told(SQL("SELECT 1")))) != nil
            }
            ending.cancel()
            await ending.value
            // The last sessions may be told to end only now, and a read is repeated once.
            var written: Set<String> = []
            try await eventually("a read that is answered") {
                guard let found = try? await bodies(store) else { return false }
                written = Set(found)
                return true
            }
            let isKept = results.allSatisfy { $0.input % 3 != 0 || !$0.output || written.contains("note \($0.input)") }
            #expect(isKept)
        }
    }

    @Test func `keeps statements going whose tables have changed`() async throws {
        try await withNotes(.postgres) { store in
            let all = SQL("SELECT * FROM notes")
            try await store.commit(insert("one"))
            let before = try await concurrently(Array(0..<50)) { _ in try await store.read(all)[0].values.count }
            #expect(before.allSatisfy { $0.output == 2 })
            try await store.commit(SQL("ALTER TABLE notes ADD COLUMN extra BIGINT"))
            let after = try await concurrently(Array(0..<50)) { _ in try await store.read(all)[0].values.count }
            #expect(after.allSatisfy { $0.output == 3 })
        }
    }

    @Test func `takes more varieties of statements than a connection keeps`() async throws {
        try await withStore {
            $0.poolSize = 1
        } _: { store, name in
            for number in 0..<1200 {
                let rows = try await store.read(SQL("SELECT \(number)"))
                #expect(rows == [Row([.integer(Int64(number))])])
            }
        }
    }

    @Test func `makes room for further statements before any transaction`() async throws {
        try await withStore {
            $0.poolSize = 1; $0.preparedStatements = 2
        } _: { store, name in
            for number in Int64(0)..<20 {
                let rows = try await store.read([SQL("SELECT \(number)"), SQL("SELECT 1"), SQL("SELECT 2")])
                #expect(rows.map { $0[0].integer(0) } == [number, 1, 2])
                let written = try await store.commit([SQL("SELECT \(number)").expectingOneRow(orThrow: Expected(name: "row")), SQL("SELECT 3")])
                #expect(written.map { $0[0].integer(0) } == [number, 3])
            }
        }
    }

    @Test func `that is given up tells a caller whose commit hangs that it may have happened`() async throws {
        try await withStore {
            $0.poolSize = 1
        } _: { store, name in
            let commit = Task { try await store.commit(SQL("SELECT pg_sleep(60)")) }
            try await eventually { try await isSleeping(in: name) }
            store.abandon()
            do {
                _ = try await commit.value
                Issue.record("nothing was thrown")
            } catch StoreError.uncertain {}
            await expectUnavailable("closed") { _ = try await store.read(one) }
        }
    }

    @Test func `creates users at the same time, each with an id of its own`() async throws {
        try await TemporaryDatabase.with(.postgres) { database in
            let made = try await concurrently(Array(Int64(0)..<32)) { number in
                try await database.store.commit(Users.insert(.first, ["name": .text("N\(number)")], now: TemporaryDatabase.birth))[1][0].integer(0)
            }
            #expect(Set(made.map(\.output)).count == 32)
        }
    }

    @Test func `reads sums and averages as numbers`() async throws {
        try await withStore { _ in
        } _: { store, name in
            let rows = try await store.read(
                SQL(
                    """
                    SELECT SUM(n), COUNT(*), AVG(n), MIN(n) > 1, -9223372036854775808, SUM(n) * 10000000000000000000
                    FROM (VALUES (CAST(2 AS BIGINT)), (4)) AS given(n)
                    """))
            #expect(rows == [Row([.integer(6), .integer(2), .real(3), .integer(1), .integer(.min), .real(6e19)])])
        }
    }

    @Test func `refuses the character it cannot keep`() async throws {
        try await withNotes(.postgres) { store in
            await #expect(throws: StoreError.self) { try await store.commit(insert("a\u{0}b")) }
            let left = try await bodies(store)
            #expect(left == [])
        }
    }

    @Test func `carries megabytes there and back while others are served`() async throws {
        try await withStore {
            $0.poolSize = 3
        } _: { store, name in
            let text = String(repeating: "Grüße ", count: 1_000_000)
            let results = try await concurrently(Array(0..<60)) { number in
                let given = number % 10 == 0 ? text : "\(number)"
                return try await store.read(SQL("SELECT $1", [.text(given)])) == [Row([.text(given)])]
            }
            let areSame = results.allSatisfy { $0.output }
            #expect(areSame)
        }
    }

    @Test func `sets the clock`() async throws {
        try await withStore { _ in
        } _: { store, name in
            #expect(!store.clock.isSet)
            let before = try await store.read(SQL(DatabaseClock.query))[0].integer(0)
            let now = store.clock.now().milliseconds
            let after = try await store.read(SQL(DatabaseClock.query))[0].integer(0)
            #expect(store.clock.isSet)
            #expect((before - 500...after + 500).contains(now))
        }
    }

    @Test func `passes signals from one instance to the others`() async throws {
        try await TemporaryDatabase.with(.postgres) { database in
            let (signals, arriving) = AsyncStream.makeStream(of: String.self)
            database.store.listen(["runs"]) {
                arriving.yield($0)
            } onTrouble: {
                Issue.record("\($0)")
            }
            var iterator = signals.makeAsyncIterator()
            // One for each topic once it listens.
            #expect(await iterator.next() == "runs")
            await (try database.opened()).notify("deliveries")
            #expect(await iterator.next() == "deliveries")
        }
    }

    private let one = SQL("SELECT 1")
    private let touch = SQL("UPDATE workspaces SET version = version + 1")

    private func withStore(_ change: (inout PostgresSettings) -> Void, _ body: (PostgresStore, String) async throws -> Void) async throws {
        try await TemporaryDatabase.empty(.postgres) { database in
            try await body(try store(on: database, change), database.name)
        }
    }

    private func store(on database: TemporaryDatabase, _ change: (inout PostgresSettings) -> Void) throws -> PostgresStore {
        var settings = try PostgresCluster.shared.get().settings(database.name)
        change(&settings)
        return PostgresStore(settings)
    }
}

func expectUnavailable(_ word: String, _ work: () async throws -> Void, _ place: SourceLocation = #_sourceLocation) async {
    do {
        try await work()
        Issue.record("nothing was thrown", sourceLocation: place)
    } catch StoreError.unavailable(let reason) {
        #expect(reason.contains(word), "\(reason)", sourceLocation: place)
    } catch {
        Issue.record("not unavailable but \(error)", sourceLocation: place)
    }
}

/// Whether a statement sleeps in this database.
func isSleeping(in database: String) async throws -> Bool {
    let sleeping = "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND wait_event = 'PgSleep' AND datname = $1"
    return try await !admin.get().read(SQL(sleeping, [.text(database)])).isEmpty
}

private let admin = Result { PostgresStore(try PostgresCluster.shared.get().settings("postgres", role: "postgres")) }
