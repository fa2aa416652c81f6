import Domain
import Foundation
import Storage
import TestSupport

@testable import Journey

/// The database of the targets that ask one: made once, with one person in it, and never written to by them.
enum FuzzDatabase {
    static let now = TemporaryDatabase.birth
    static let clock = WallClock.fixed(at: now)

    private static let made = Task { try await make() }
    private static let known = Task { try await ImportOwners(store: try await store(), workspace: .first, standard: Users.owner) }

    static func store() async throws -> any Store { try await made.value }
    static func owners() async throws -> ImportOwners { try await known.value }

    /// A new one of the caller's own.
    static func make() async throws -> SQLiteStore {
        let store = try SQLiteStore(path: try folder.get().appending(path: "\(UUID().uuidString).sqlite").path())
        try await Migrator(store: store, clock: clock).migrate()
        _ = try await store.commit(Workspaces.ensureFirst(timeZone: "Europe/Berlin", now: now))
        return store
    }

    private static let place = FileManager.default.temporaryDirectory.appending(path: "crm-fuzz-\(ProcessInfo.processInfo.processIdentifier)")

    /// Gone with the process.
    private static let folder = Result {
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(at: FuzzDatabase.place) }
        return place
    }
}
