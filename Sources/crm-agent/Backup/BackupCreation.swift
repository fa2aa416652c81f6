import Connectors
import Domain
import Foundation
import Storage

/// Makes one backup of the database that the settings name, while others use it.
struct BackupCreation {
    let settings: Settings
    let key: BackupKey?
    let tools: String?

    /// The file and what it holds.
    func run(in place: BackupPlace, now: Timestamp) throws -> (URL, BackupManifest) {
        if let postgres = settings.postgres { return try archive(postgres, in: place, now) }
        return try database(DataFolder(path: settings.dataFolder), in: place, now)
    }

    /// The copy that the backup is made from lies beside the database, as open as that is.
    private func database(_ folder: DataFolder, in place: BackupPlace, _ now: Timestamp) throws -> (URL, BackupManifest) {
        guard folder.hasDatabase else { throw Refused(sentence: "\(folder.path) has no database: name the folder with --data or DATA_DIR.") }
        try folder.lockBackup()
        let copy = folder.backupCopy
        defer { SQLiteFiles(copy).remove() }
        SQLiteFiles(copy).remove()
        try SQLiteCopy.make(of: folder.databasePath, at: copy)
        let contents = try SQLiteCopy.contents(of: copy)
        return try place.write(at: now) { file in
            var writer = try BackupWriter(file, key: key)
            let copied = try FileHandle(forReadingFrom: URL(filePath: copy))
            while let data = try copied.read(upToCount: 1 << 20), !data.isEmpty { try writer.write(data) }
            return try writer.finish(manifest(contents, "sqlite", now))
        }
    }

    private func archive(_ settings: PostgresSettings, in place: BackupPlace, _ now: Timestamp) throws -> (URL, BackupManifest) {
        let moment = try PostgresMoment(settings)
        let contents = try moment.contents()
        guard contents.schema > 0 else { throw Refused(sentence: "The database at \(settings.place) has none of CRM Agent's tables.") }
        let tool = try PostgresTool("pg_dump", folder: tools, password: moment.place.password)
        let connection = try moment.place.connection()
        return try place.write(at: now) { file in
            let writing = SharedWriter(try BackupWriter(file, key: key))
            try tool.run(
                [
                    "--format=custom", "--no-password", "--no-owner", "--no-privileges", "--enable-row-security",
                    "--snapshot=\(moment.snapshot)", "--dbname=\(connection)",
                ],
                onOutput: writing.write)
            return try writing.finish(manifest(contents, "postgres", now))
        }
    }

    private func manifest(_ contents: DatabaseContents, _ database: String, _ now: Timestamp) -> BackupManifest {
        BackupManifest(
            version: CRMAgent.version, schema: contents.schema, database: database, created_at: now.rfc3339, tables: contents.tables)
    }
}
