import Connectors
import Domain
import Foundation
import Storage

/// Brings a backup back into a place that has nothing yet.
struct BackupRestoration {
    let file: BackupFile
    let settings: Settings

    /// What was restored, where to, and how many deliveries a person is to judge.
    func run() async throws -> (BackupManifest, place: String, deliveries: Int) {
        let (manifest, place) = try restore()
        return (manifest, place, try await settle(manifest))
    }

    /// What was to be sent then may have been sent since, so nothing is sent again by itself.
    private func settle(_ manifest: BackupManifest) async throws -> Int {
        let database = try Database.open(settings)
        defer { database.close() }
        return try await database.store.commit(RestoredWork.settle(schema: manifest.schema, now: database.clock.now())).reduce(0) { $0 + $1.count }
    }

    private func restore() throws -> (BackupManifest, String) {
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
        if let postgres = settings.postgres { return try restore(manifest, into: postgres) }
        return try restore(into: DataFolder(path: settings.dataFolder))
    }

    private func restore(into folder: DataFolder) throws -> (BackupManifest, String) {
        umask(0o077)
        try folder.check()
        try? FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: false)
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
            try FileManager.default.moveItem(atPath: waiting, toPath: folder.databasePath)
            return (manifest, folder.databasePath)
        } catch {
            SQLiteFiles(waiting).remove()
            throw error
        }
    }

    /// All of it or nothing: pg_restore makes one transaction of it, and the file has been read whole before.
    private func restore(_ manifest: BackupManifest, into settings: PostgresSettings) throws -> (BackupManifest, String) {
        guard try PostgresMoment(settings).isEmpty() else {
            throw Refused(sentence: "The database at \(settings.place) is not empty: create a new one and name it in DATABASE_URL.")
        }
        let place = try PostgresMoment(settings).place
        try PostgresTool("pg_restore", folder: file.tools, password: place.password).run(
            ["--no-owner", "--no-privileges", "--no-password", "--exit-on-error", "--single-transaction", "--dbname=\(try place.connection())"],
            feed: { input in _ = try file.read { try input.write(contentsOf: $0) } })
        try file.check(try PostgresMoment(settings).contents(), manifest)
        return (manifest, settings.place)
    }
}
