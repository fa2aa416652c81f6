import Domain
import Foundation
import Storage

/// Databases of their own for cases: each a copy of one that has the schema, gone when the work with it ends.
struct EvalDatabase: Sendable {
    private let folder: URL

    /// - Throws: `StoreError`, or what the file system says.
    static func with<Result>(_ body: (EvalDatabase) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "crm-agent-eval-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = EvalDatabase(folder: folder)
        try await database.prepare()
        return try await body(database)
    }

    private var template: URL { folder.appending(path: "template.sqlite") }

    private func prepare() async throws {
        let clock = WallClock.standing(at: LocalDate(year: 2020, month: 1, day: 1))
        let store = try SQLiteStore(path: template.path(percentEncoded: false))
        defer { try? store.close() }
        try await Migrator(store: store, clock: clock).migrate()
        _ = try await store.commit(Workspaces.ensureFirst(timeZone: "UTC", agents: AgentCatalog.rows, now: clock.now()))
    }

    /// A database with the first workspace, its owner and the built-in agents.
    func fresh<Result>(_ body: (any Store) async throws -> Result) async throws -> Result {
        let file = folder.appending(path: "\(UUID().uuidString).sqlite")
        try FileManager.default.copyItem(at: template, to: file)
        defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path(percentEncoded: false) + end) } }
        let store = try SQLiteStore(path: file.path(percentEncoded: false))
        defer { try? store.close() }
        return try await body(store)
    }
}

extension WallClock {
    /// Nine in the morning of a day, UTC.
    static func standing(at day: LocalDate) -> WallClock {
        let now = Timestamp(seconds: day.dayNumber * 86_400 + 9 * 3600)
        return WallClock(now: { now }, sleep: { try await Task.sleep(for: $0) })
    }
}
