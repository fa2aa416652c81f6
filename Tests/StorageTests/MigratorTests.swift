import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `The migrator` {
    @Test(arguments: DatabaseKind.allCases) func `brings a fresh database up, once`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.empty(kind) { database in
            let migrator = Migrator(store: database.store, clock: clock)
            let before = try await migrator.status()
            #expect(before == .init(applied: [], pending: all, unknown: []))
            #expect(try await migrator.migrate() == all)
            #expect(try await migrator.migrate() == [])
            #expect(try await migrator.status() == .init(applied: all, pending: [], unknown: []))
            #expect(try await database.store.read(Workspaces.all) == [])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `refuses a database of a newer binary`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            try await database.store.commit(SQL("INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (999, 'later', 'x', 0)"))
            await #expect(throws: Migrator.Failure.newerDatabase(version: 999)) {
                try await Migrator(store: database.store, clock: clock).migrate()
            }
        }
    }

    @Test func `refuses a database whose encoding is not UTF8, before it changes anything`() async throws {
        let cluster = try PostgresCluster.shared.get()
        let name = try await cluster.create(encoding: "LATIN1")
        let store = PostgresStore(try cluster.settings(name))
        let migrator = Migrator(store: store, clock: clock)
        let failure = await #expect(throws: Migrator.Failure.self) { try await migrator.migrate() }
        #expect(failure == .foreignEncoding("LATIN1"))
        #expect(failure?.description.contains("is LATIN1, and it has to be UTF8") == true)
        await #expect(throws: Migrator.Failure.foreignEncoding("LATIN1")) { _ = try await migrator.status() }
        #expect(try await store.read(SQL("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'"))[0].integer(0) == 0)
        try await cluster.drop(name)
    }

    @Test(arguments: DatabaseKind.allCases) func `refuses a step that is not the one it knows`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            try await database.store.commit(SQL("UPDATE schema_migrations SET checksum = 'edited' WHERE version = 1"))
            await #expect(throws: Migrator.Failure.changedMigration(number: 1)) {
                try await Migrator(store: database.store, clock: clock).migrate()
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `applies each step once when many start together`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.empty(kind) { database in
            _ = try await concurrently(Array(0..<8)) { _ in
                try await Migrator(store: database.opened(), clock: clock).migrate()
            }
            let rows = try await database.store.read(SQL("SELECT version FROM schema_migrations"))
            #expect(rows.map { $0.integer(0) } == all)
            _ = try await database.store.commit(Workspaces.ensureFirst(timeZone: "UTC", now: clock.now()))
        }
    }

    @Test func `numbers its steps from one without a gap`() {
        #expect(all == (1...all.count).map(Int64.init))
        #expect(Set(Migration.all.map(\.checksum)).count == all.count)
    }

    private let all = Migration.all.map(\.number)
    private let clock = WallClock.fixed(at: TemporaryDatabase.birth)
}
