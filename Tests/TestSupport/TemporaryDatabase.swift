package import Domain
package import Foundation
package import Storage
import Synchronization

/// The databases that storage tests run over: the same bodies for each.
package enum DatabaseKind: String, CaseIterable, Sendable {
    case sqlite
    case postgres

    /// What tests that are not about the database run over: SQLite, unless CRM_TEST_DATABASE names another.
    package static let usual = ProcessInfo.processInfo.environment["CRM_TEST_DATABASE"].flatMap(DatabaseKind.init) ?? .sqlite
}

/// A database of a test's own, gone with it.
package struct TemporaryDatabase: Sendable {
    package let kind: DatabaseKind
    /// The test's own; SQLite keeps the database there.
    package let folder: URL
    /// The database's name on the test process's server.
    package let name: String
    package let store: any Store

    /// The moment at which `with` creates the first workspace, unless told otherwise: Thursday 1 January 2026.
    package static let birth = Timestamp(seconds: 1_767_225_600)

    /// Gives `body` a fresh database with its schema, the first workspace and its owner.
    package static func with<Result>(
        _ kind: DatabaseKind = .usual, timeZone: String = "UTC", now: Timestamp = birth, _ body: (TemporaryDatabase) async throws -> Result
    ) async throws -> Result {
        let template = kind == .postgres ? try await MigratedTemplate.shared.name() : nil
        return try await made(kind, template) { database in
            if template == nil { try await Migrator(store: database.store, clock: .fixed(at: now)).migrate() }
            _ = try await database.store.commit(Workspaces.ensureFirst(timeZone: timeZone, now: now))
            return try await body(database)
        }
    }

    /// Gives `body` a fresh database without a schema.
    package static func empty<Result>(_ kind: DatabaseKind = .usual, _ body: (TemporaryDatabase) async throws -> Result) async throws -> Result {
        try await made(kind, nil, body)
    }

    private static func made<Result>(
        _ kind: DatabaseKind, _ template: String?, _ body: (TemporaryDatabase) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "crm-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        guard kind == .postgres else { return try await body(TemporaryDatabase(kind: kind, folder: folder, name: "", store: open(kind, folder, ""))) }
        await Places.shared.take()
        let result: Swift.Result<Result, any Error>
        do {
            let name = try await PostgresCluster.shared.get().create(template: template)
            let database = TemporaryDatabase(kind: kind, folder: folder, name: name, store: try open(kind, folder, name))
            result = .success(try await body(database))
        } catch {
            result = .failure(error)
        }
        await Places.shared.giveBack()
        return try result.get()
    }

    /// Another connection to the same database, as a second process or a restart would have.
    package func opened() throws -> any Store { try Self.open(kind, folder, name) }

    /// Where SQLite keeps the database.
    package var file: URL { Self.file(in: folder) }

    private static func file(in folder: URL) -> URL { folder.appending(path: "crm.sqlite") }

    private static func open(_ kind: DatabaseKind, _ folder: URL, _ name: String) throws -> any Store {
        switch kind {
        case .sqlite: try SQLiteStore(path: file(in: folder).path(), busyTimeoutSeconds: 2)
        case .postgres: PostgresStore(try PostgresCluster.shared.get().settings(name))
        }
    }
}

/// A database with the schema that tests get copies of: a copy takes a fraction of what migrating does.
private actor MigratedTemplate {
    static let shared = MigratedTemplate()
    private var making: Task<String, any Error>?

    func name() async throws -> String {
        let making =
            self.making
            ?? Task {
                let cluster = try PostgresCluster.shared.get()
                let name = try await cluster.create()
                let store = PostgresStore(try cluster.settings(name))
                try await Migrator(store: store, clock: .fixed(at: TemporaryDatabase.birth)).migrate()
                store.close()
                return name
            }
        self.making = making
        return try await making.value
    }
}

extension WallClock {
    /// Always the same moment; waits for nothing.
    package static func fixed(at moment: Timestamp) -> WallClock {
        WallClock(now: { moment }) { _ in try Task.checkCancellation() }
    }
}

/// Lets so many tests use the server at a time: more only wait for each other on its processors.
private actor Places {
    static let shared = Places()
    private var free = 8
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
        guard free == 0 else { return free -= 1 }
        await withCheckedContinuation { waiting.append($0) }
    }

    func giveBack() {
        guard waiting.isEmpty else { return waiting.removeFirst().resume() }
        free += 1
    }
}
