import Connectors
import Domain
import Foundation
import Storage

/// Brings a backup back into a place that has nothing yet.
struct BackupRestoration {
    let file: BackupFile
    let settings: Settings

    /// What a person is to judge: it may have gone out since the backup.
    struct Open {
        var deliveries = 0
        var runs = 0
    }

    /// What was restored, where to, and what is left to a person there.
    func run() async throws -> (BackupManifest, place: String, Open) {
        let manifest = try file.read()
        let wanted = settings.postgres == nil ? "sqlite" : "postgres"
        guard manifest.database == wanted else {
            throw Refused(
                sentence: wanted == "sqlite"
                    ? "\(file.path) is of a PostgreSQL: name an empty database in DATABASE_URL." : "\(file.path) is of SQLite: unset DATABASE_URL.")
        }
        guard let known = Migration.all.map(\.number).max(), manifest.schema <= known else {
            throw Refused(
                sentence: "\(file.path) has schema version \(manifest.schema), newer than this binary knows: use crm-agent \(manifest.version).")
        }
        if let postgres = settings.postgres { return try await restore(manifest, into: postgres) }
        return try await restore(into: DataFolder(path: settings.dataFolder))
    }

    /// What was to be sent then may have been sent since, so nothing is sent again by itself.
    private func settle(_ manifest: BackupManifest, in store: any Store, now: Timestamp) async throws -> Open {
        let answers = try await store.commit(RestoredWork.settle(schema: manifest.schema, now: now))
        return answers.count < 2 ? Open() : Open(deliveries: answers[0].count, runs: answers[1].count)
    }

    private func restore(into folder: DataFolder) async throws -> (BackupManifest, String, Open) {
        try folder.check()
        try folder.lock()
        guard !folder.hasDatabase else {
            throw Refused(sentence: "\(folder.path) has a database already: choose an empty or new folder with --data, or move crm.sqlite away.")
        }
        // A log without its database would be taken for that of the restored one.
        SQLiteFiles(folder.databasePath).remove()
        let waiting = folder.databasePath + ".restoring"
        SQLiteFiles(waiting).remove()
        do {
            let manifest = try file.extractDatabase(to: waiting)
            // Before it has the name by which it is served: whatever ends this in the middle leaves no database that sends.
            let store = try SQLiteStore(path: waiting)
            let open = try await settle(manifest, in: store, now: WallClock.system.now())
            try store.closeWhole()
            try FileManager.default.moveItem(atPath: waiting, toPath: folder.databasePath)
            return (manifest, folder.databasePath, open)
        } catch {
            SQLiteFiles(waiting).remove()
            throw error
        }
    }

    /// All of it or nothing: pg_restore makes one transaction of it, and the file has been read whole before.
    private func restore(_ manifest: BackupManifest, into settings: PostgresSettings) async throws -> (BackupManifest, String, Open) {
        guard try PostgresMoment(settings).isEmpty() else {
            throw Refused(sentence: "The database at \(settings.place) is not empty: create a new one and name it in DATABASE_URL.")
        }
        let place = try PostgresMoment(settings).place
        try PostgresTool("pg_restore", folder: file.tools, password: place.password).run(
            ["--no-owner", "--no-privileges", "--no-password", "--exit-on-error", "--single-transaction", "--dbname=\(try place.connection())"],
            feed: { input in _ = try file.read { try input.write(contentsOf: $0) } })
        try file.check(try PostgresMoment(settings).contents(), manifest)
        let database = try Database.open(self.settings)
        defer { database.close() }
        let open = try await settle(manifest, in: database.store, now: database.clock.now())
        // A backup holds no statistics.
        await database.store.renewStatistics()
        return (manifest, settings.place, open)
    }
}
