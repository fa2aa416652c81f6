import Connectors
import Foundation
import Storage

/// A backup on the disk, read and judged.
struct BackupFile {
    let path: String
    let key: BackupKey?
    let tools: String?

    /// Reads all of it, gives the payload away piece by piece, and returns what it holds.
    ///
    /// - Throws: `Refused` where it is not whole, and what `onPayload` throws.
    func read(_ onPayload: (Data) throws -> Void = { _ in }) throws -> BackupManifest {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw Refused(sentence: "\(path) is a folder: name one of the backups in it.")
        }
        guard let file = FileHandle(forReadingAtPath: path) else { throw Refused(sentence: "\(path) is no file that can be read.") }
        do {
            var reader = try BackupReader(file, key: key)
            return try reader.readAll(onPayload)
        } catch let fault as BackupFault {
            throw Refused(sentence: "\(path) \(fault.sentence)")
        }
    }

    /// Opens everything in it and counts: an SQLite database in a folder that is removed again, an archive of pg_dump as the
    /// statements that it would be restored by.
    func verify() throws -> BackupManifest {
        let manifest = try read()
        return manifest.database == "postgres" ? try verifyArchive(manifest) : try verifyDatabase()
    }

    /// Writes the database to a new file and judges it.
    func extractDatabase(to path: String) throws -> BackupManifest {
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: path)
        else { throw Refused(sentence: "\(path) cannot be written.") }
        let manifest = try read { try file.write(contentsOf: $0) }
        try file.synchronize()
        try file.close()
        if let fault = try SQLiteCopy.fault(in: path) { throw Refused(sentence: "The database in \(self.path) is damaged: \(fault)") }
        try check(try SQLiteCopy.contents(of: path), manifest)
        return manifest
    }

    private func verifyDatabase() throws -> BackupManifest {
        let folder = FileManager.default.temporaryDirectory.appending(path: "crm-agent-verify-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        return try extractDatabase(to: folder.appending(path: "crm.sqlite").path())
    }

    private func verifyArchive(_ manifest: BackupManifest) throws -> BackupManifest {
        let counter = CopiedRows()
        try PostgresTool("pg_restore", folder: tools).run(
            ["--data-only", "--file=-"], feed: { input in _ = try read { try input.write(contentsOf: $0) } }, onOutput: counter.read)
        try check(DatabaseContents(schema: manifest.schema, tables: counter.tables), manifest)
        return manifest
    }

    func check(_ contents: DatabaseContents, _ manifest: BackupManifest) throws {
        if let table = contents.difference(from: manifest.tables) {
            throw Refused(
                sentence:
                    "\(path) says that \(table) has \(manifest.tables[table] ?? 0) rows, but it has \(contents.tables[table] ?? 0): use another backup."
            )
        }
    }
}
