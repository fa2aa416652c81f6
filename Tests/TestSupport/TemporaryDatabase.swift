package import Domain
package import Foundation
package import Storage

/// The databases that storage tests run over: the same bodies for each.
package enum DatabaseKind: String, CaseIterable, Sendable {
    case sqlite
}

/// A database of a test's own, gone with it.
package struct TemporaryDatabase: Sendable {
    package let kind: DatabaseKind
    /// Holds nothing but the database.
    package let folder: URL
    package let store: any Store

    /// The moment at which `with` creates the first workspace, unless told otherwise: Thursday 1 January 2026.
    package static let birth = Timestamp(seconds: 1_767_225_600)

    /// Gives `body` a fresh database with its schema, the first workspace and its owner.
    package static func with<Result>(
        _ kind: DatabaseKind = .sqlite, timeZone: String = "UTC", now: Timestamp = birth, _ body: (TemporaryDatabase) async throws -> Result
    ) async throws -> Result {
        try await empty(kind) { database in
            try await Migrator(store: database.store, clock: .fixed(at: now)).migrate()
            _ = try await database.store.commit(Workspaces.ensureFirst(timeZone: timeZone, now: now))
            return try await body(database)
        }
    }

    /// Gives `body` a fresh database without a schema.
    package static func empty<Result>(_ kind: DatabaseKind = .sqlite, _ body: (TemporaryDatabase) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "crm-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(TemporaryDatabase(kind: kind, folder: folder, store: open(kind, in: folder)))
    }

    /// Another connection to the same database, as a second process or a restart would have.
    package func opened() throws -> any Store { try Self.open(kind, in: folder) }

    /// Where SQLite keeps the database.
    package var file: URL { Self.file(in: folder) }

    private static func file(in folder: URL) -> URL { folder.appending(path: "crm.sqlite") }

    private static func open(_ kind: DatabaseKind, in folder: URL) throws -> any Store {
        switch kind {
        case .sqlite: try SQLiteStore(path: file(in: folder).path(), busyTimeoutSeconds: 2)
        }
    }
}

extension WallClock {
    /// Always the same moment; waits for nothing.
    package static func fixed(at moment: Timestamp) -> WallClock {
        WallClock(now: { moment }) { _ in try Task.checkCancellation() }
    }
}
