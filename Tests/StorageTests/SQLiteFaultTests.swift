import Domain
import Foundation
import Storage
import TestSupport
import Testing

import struct GRDB.Configuration
import class GRDB.DatabaseQueue

@Suite struct `A SQLite database` {
    @Test func `locked by another program is unavailable until it is let go`() async throws {
        try await TemporaryDatabase.with(.sqlite) { database in
            let store = try SQLiteStore(path: database.file.path(), busyTimeoutSeconds: 0.1)
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let program = try DatabaseQueue(path: database.file.path(), configuration: configuration)
            try await program.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
            await expectUnavailable { try await store.commit(touch) }
            #expect(try await store.read(Workspaces.all).count == 1)
            try await program.writeWithoutTransaction { try $0.commit() }
            try await store.commit(touch)
        }
    }

    @Test func `has what it has acknowledged on the disk, whatever happens to the power next`() async throws {
        try await TemporaryDatabase.with(.sqlite) { database in
            let full: Int64 = 2
            let rows = try await database.store.commit([SQL("PRAGMA synchronous")])
            #expect(rows[0][0].integer(0) == full)
        }
    }

    @Test func `is closed with all that was written in its one file, and says so where others keep it from that`() async throws {
        try await TemporaryDatabase.with(.sqlite) { database in
            let path = database.folder.appending(path: "whole.sqlite").path()
            let store = try SQLiteStore(path: path, busyTimeoutSeconds: 0.1)
            try await store.commit(SQL("CREATE TABLE notes (body TEXT)"))
            let program = try DatabaseQueue(path: path)
            try program.inDatabase { program in
                try program.beginTransaction(.deferred)
                try program.execute(sql: "SELECT * FROM notes")
                #expect(throws: StoreError.self) { try store.closeWhole() }
                try program.commit()
            }
            try program.close()
            let again = try SQLiteStore(path: path)
            try await again.commit(SQL("INSERT INTO notes VALUES ('kept')"))
            try again.closeWhole()
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
        }
    }

    @Test func `that is read-only is unavailable for writing, and still read`() async throws {
        try await TemporaryDatabase.with(.sqlite) { database in
            try await database.store.commit(SQL("PRAGMA query_only = 1"))
            await expectUnavailable { try await database.store.commit(touch) }
            #expect(try await database.store.read(Workspaces.all).count == 1)
        }
    }

    @Test func `that is full is unavailable for writing, half-writes nothing, and recovers`() async throws {
        try await withNotes(.sqlite) { store in
            let pages = try await store.read(SQL("PRAGMA page_count"))[0].integer(0)
            _ = try await store.commit([SQL("PRAGMA max_page_count = \(pages + 4)")])
            let large = SQL("INSERT INTO notes (body) VALUES ($1)", [.text(String(repeating: "x", count: 200_000))])
            await expectUnavailable { _ = try await store.commit([insert("small"), large]) }
            #expect(try await bodies(store) == [])
            try await store.commit(SQL("PRAGMA max_page_count = 1000000"))
            _ = try await store.commit([insert("small"), large])
            #expect(try await bodies(store).count == 2)
        }
    }

    @Test func `that fills up tells every caller of the lost group, and leaves none of them half written`() async throws {
        try await withNotes(.sqlite) { store in
            let pages = try await store.read(SQL("PRAGMA page_count"))[0].integer(0)
            try await store.commit(SQL("PRAGMA max_page_count = \(pages + 40)"))
            let padding = String(repeating: "x", count: 3000)
            let results = try await concurrently(Array(0..<100)) { number -> Bool in
                do {
                    _ = try await store.commit([insert("a\(number) \(padding)"), insert("b\(number) \(padding)")])
                    return true
                } catch StoreError.unavailable {
                    return false
                }
            }
            let written = Set(try await bodies(store).map { $0.prefix { $0 != " " } })
            for (number, isWritten) in results {
                #expect(written.contains("a\(number)") == isWritten)
                #expect(written.contains("b\(number)") == isWritten)
            }
            #expect(results.contains { !$0.output })
        }
    }

    @Test func `that is no database says so`() async throws {
        try await TemporaryDatabase.empty(.sqlite) { database in
            let file = database.folder.appending(path: "letter.txt")
            try Data(String(repeating: "Dear Harbour Hotel, ", count: 500).utf8).write(to: file)
            #expect(throws: NoDatabaseFile.self) { try SQLiteStore(path: file.path()) }
        }
    }

    @Test func `in a folder that is not there says so`() async throws {
        try await TemporaryDatabase.empty(.sqlite) { database in
            await expectUnavailable { _ = try SQLiteStore(path: database.folder.appending(path: "nowhere/crm.sqlite").path()) }
        }
    }

    private var touch: SQL { SQL("UPDATE workspaces SET version = version + 1") }

    private func expectUnavailable(_ work: () async throws -> Void, _ place: SourceLocation = #_sourceLocation) async {
        do {
            try await work()
            Issue.record("nothing was thrown", sourceLocation: place)
        } catch StoreError.unavailable {
        } catch {
            Issue.record("not unavailable but \(error)", sourceLocation: place)
        }
    }
}
