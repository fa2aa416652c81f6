import TestSupport
import Testing

@testable import Storage

/// Nothing may be recognised by the words of a message, which are the server's own.
@Suite(.enabled("needs PostgreSQL's translations") { try await speaksGerman() }) struct `A PostgreSQL server that speaks another language` {
    @Test func `has its rules told as any other`() async throws {
        try await inGerman { store, _ in
            let refer = SQL("INSERT INTO remarks VALUES ($1)", [.integer(1)])
            try await store.commit(SQL("CREATE TABLE remarks (note BIGINT REFERENCES notes (id))"))
            await #expect(throws: StoreError.brokenReference) { try await store.commit(refer) }
            try await store.commit(insert("one"))
            await #expect(throws: StoreError.duplicate(columns: "notes.body")) { try await store.commit(insert("one")) }
            try await store.commit(refer)
            await #expect(throws: StoreError.brokenReference) { try await store.commit(SQL("DELETE FROM notes")) }
        }
    }

    @Test func `has its statements kept going whose tables have changed`() async throws {
        try await inGerman { store, _ in
            let all = SQL("SELECT * FROM notes")
            try await store.commit(insert("one"))
            #expect(try await store.read(all)[0].values.count == 2)
            try await store.commit(SQL("ALTER TABLE notes ADD COLUMN extra BIGINT"))
            #expect(try await store.read(all)[0].values.count == 3)
        }
    }

    @Test func `has its transactions repeated that it undid because of others`() async throws {
        try await inGerman { store, _ in
            try await commitCrosswise(store)
            #expect(try await bodies(store) == ["one!!", "two!!"])
        }
    }

    @Test func `has a read whose caller is cancelled ended as cancelled`() async throws {
        try await inGerman { store, name in
            let read = Task { try await store.read(SQL("SELECT pg_sleep(60)")) }
            try await eventually { try await isSleeping(in: name) }
            read.cancel()
            await #expect(throws: CancellationError.self) { _ = try await read.value }
        }
    }

    @Test func `has its limits told as any other`() async throws {
        try await inGerman {
            $0.statementTimeout = .seconds(1); $0.lockTimeout = .milliseconds(200)
        } _: { store, name in
            await expectUnavailable("within 1 s") { _ = try await store.read(SQL("SELECT pg_sleep(20)")) }
            let other = PostgresStore(try germanSettings(name))
            let holder = Task { try await other.commit([insert("one"), SQL("SELECT pg_sleep(60)")]) }
            try await eventually { try await isSleeping(in: name) }
            await expectUnavailable("locked") { try await store.commit(insert("one")) }
            other.abandon()
            _ = try? await holder.value
        }
    }

    @Test func `has it told that a session was ended`() async throws {
        try await inGerman { store, _ in
            await expectUnavailable("lost") {
                _ = try await store.commit([insert("half"), SQL("SELECT pg_terminate_backend(pg_backend_pid())")])
            }
            let left = try await bodies(store)
            #expect(left == [])
        }
    }

    private func inGerman(
        _ change: (inout PostgresSettings) -> Void = { _ in }, _ body: (PostgresStore, String) async throws -> Void
    ) async throws {
        try await TemporaryDatabase.empty(.postgres) { database in
            var settings = try germanSettings(database.name)
            change(&settings)
            let store = PostgresStore(settings)
            try await createNotes(store)
            try await body(store, database.name)
        }
    }
}

private func speaksGerman() async throws -> Bool {
    do {
        _ = try await PostgresStore(try germanSettings("postgres")).read(SQL("SELEC 1"))
        return false
    } catch StoreError.failed(let reason) {
        return reason.contains("Syntaxfehler")
    }
}

/// A role that may choose the language.
private func germanSettings(_ database: String) throws -> PostgresSettings {
    try PostgresCluster.shared.get().settings(database, role: "postgres", options: "&options=-c%20lc_messages%3DC.UTF-8")
}
