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
        try await made(kind, try await MigratedTemplates.shared.template(kind)) { database in
            _ = try await database.store.commit(Workspaces.ensureFirst(timeZone: timeZone, now: now))
            return try await body(database)
        }
    }

    /// Gives `body` a fresh database without a schema.
    package static func empty<Result>(_ kind: DatabaseKind = .usual, _ body: (TemporaryDatabase) async throws -> Result) async throws -> Result {
        try await made(kind, nil, body)
    }

    private static func made<Result>(
        _ kind: DatabaseKind, _ template: MigratedTemplate?, _ body: (TemporaryDatabase) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "crm-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        if case .file(let bytes)? = template { try bytes.write(to: file(in: folder)) }
        guard kind == .postgres else { return try await body(TemporaryDatabase(kind: kind, folder: folder, name: "", store: open(kind, folder, ""))) }
        await Places.shared.take()
        let result: Swift.Result<Result, any Error>
        do {
            let name = try await PostgresCluster.shared.get().create(template: template?.name)
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
        case .postgres: WholeStore(PostgresStore(try PostgresCluster.shared.get().settings(name)))
        }
    }
}

/// A database with the schema, of which tests get copies: a copy takes a fraction of what migrating does.
private enum MigratedTemplate: Sendable {
    /// An SQLite database.
    case file(Data)
    /// A database on the test process's server.
    case named(String)

    var name: String? {
        guard case .named(let name) = self else { return nil }
        return name
    }

    static func made(_ kind: DatabaseKind) async throws -> MigratedTemplate {
        switch kind {
        case .sqlite: .file(try await file())
        case .postgres: .named(try await database())
        }
    }

    private static func file() async throws -> Data {
        let folder = FileManager.default.temporaryDirectory.appending(path: "crm-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let place = folder.appending(path: "crm.sqlite")
        let store = try SQLiteStore(path: place.path())
        try await migrate(store)
        // What its log holds goes into the file.
        try store.close()
        return try Data(contentsOf: place)
    }

    private static func database() async throws -> String {
        let cluster = try PostgresCluster.shared.get()
        let name = try await cluster.create()
        let store = PostgresStore(try cluster.settings(name))
        try await migrate(store)
        store.close()
        return name
    }

    private static func migrate(_ store: any Store) async throws {
        try await Migrator(store: store, clock: .fixed(at: TemporaryDatabase.birth)).migrate()
    }
}

/// The template of each kind, made once.
private actor MigratedTemplates {
    static let shared = MigratedTemplates()
    private var making: [DatabaseKind: Task<MigratedTemplate, any Error>] = [:]

    func template(_ kind: DatabaseKind) async throws -> MigratedTemplate {
        let making = self.making[kind] ?? Task { try await MigratedTemplate.made(kind) }
        self.making[kind] = making
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
