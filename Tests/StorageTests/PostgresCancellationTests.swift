import TestSupport
import Testing

@testable import Storage

@Suite struct `A read from PostgreSQL` {
    @Test(arguments: [[sleep], [one, sleep], [sleep, one]])
    func `whose caller is cancelled ends as cancelled and leaves its connection to the next`(statements: [SQL]) async throws {
        try await withOneConnection { store, name in
            let read = Task { try await store.read(statements) }
            try await eventually { try await isSleeping(in: name) }
            read.cancel()
            await #expect(throws: CancellationError.self) { _ = try await read.value }
            try await eventually { try await !isSleeping(in: name) }
            #expect(try await store.read(one) == [Row([.integer(1)])])
        }
    }

    @Test func `whose caller was cancelled before is not sent`() async throws {
        try await withOneConnection { store, name in
            try await store.commit(SQL("CREATE SEQUENCE reads"))
            let read = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await store.read(SQL("SELECT nextval('reads')"))
            }
            await #expect(throws: CancellationError.self) { _ = try await read.value }
            #expect(try await store.read(SQL("SELECT nextval('reads')")) == [Row([.integer(1)])])
        }
    }

    @Test func `that is stopped by hand is unavailable, since its caller still waits`() async throws {
        try await withOneConnection { store, name in
            let read = Task { try await store.read(sleep) }
            try await eventually { try await isSleeping(in: name) }
            let stop = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
            let other = PostgresStore(try PostgresCluster.shared.get().settings(name))
            #expect(try await other.read(SQL(stop)).count == 1)
            await expectUnavailable("administrator") { _ = try await read.value }
            #expect(try await store.read(one).count == 1)
        }
    }

    private func withOneConnection(_ body: (PostgresStore, String) async throws -> Void) async throws {
        try await TemporaryDatabase.empty(.postgres) { database in
            var settings = try PostgresCluster.shared.get().settings(database.name)
            settings.poolSize = 1
            try await body(PostgresStore(settings), database.name)
        }
    }
}

private let one = SQL("SELECT 1"), sleep = SQL("SELECT pg_sleep(60)")
