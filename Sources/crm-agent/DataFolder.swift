import Domain
import Foundation
import Storage

/// The folder that holds everything: the database, and the lock that lets one server use it.
struct DataFolder: Sendable {
    let path: String

    var databasePath: String { path + "/crm.sqlite" }
    var hasDatabase: Bool { FileManager.default.fileExists(atPath: databasePath) }

    /// Tells whether the folder can be used, or made where it is missing: its last part may be new, no more, so that a
    /// mistyped path does not leave a tree of folders.
    ///
    /// - Throws: `ValidationError` naming DATA_DIR.
    func check() throws {
        let files = FileManager.default
        let parent = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
        let place = files.fileExists(atPath: path) ? path : parent
        var isFolder: ObjCBool = false
        guard files.fileExists(atPath: place, isDirectory: &isFolder) else {
            throw ValidationError(field: "DATA_DIR", "\(path) lies in a folder that does not exist: create \(parent), or write for example data")
        }
        guard isFolder.boolValue, files.isWritableFile(atPath: place) else { throw unusable }
    }

    /// A mistyped folder looks like an empty business otherwise.
    ///
    /// - Throws: `ValidationError` naming DATA_DIR.
    func checkHasDatabase() throws {
        guard !hasDatabase else { return }
        throw ValidationError(
            field: "DATA_DIR",
            "\(path) holds no database: name the folder of yours with --data, or make one there with `crm-agent serve` or `crm-agent migrate`.")
    }

    /// A file that something else was written into is no reason to choose another folder.
    private var noDatabase: ValidationError {
        ValidationError(
            field: "DATA_DIR",
            """
            holds a file that is not a database: \(databasePath) belongs to another program, or was damaged. Move it away and bring a backup back \
            with `crm-agent backup restore FILE`, or name another folder with --data.
            """)
    }

    private var unusable: ValidationError {
        ValidationError(field: "DATA_DIR", "\(path) cannot be created: choose a folder that you can write to, for example data")
    }

    /// Opens the database, creating folder and file where they are missing.
    ///
    /// - Throws: `ValidationError` naming DATA_DIR where the folder cannot be used, or its file is no database.
    func openStore() throws -> SQLiteStore {
        do {
            try make()
            return try SQLiteStore(path: databasePath)
        } catch is NoDatabaseFile {
            throw noDatabase
        } catch let error as StoreError {
            throw ValidationError(
                field: "DATA_DIR", "\(path) cannot be used: \(error.sentence) Choose a folder that you can write to, for example data")
        } catch let error as ValidationError {
            throw error
        } catch {
            throw unusable
        }
    }

    /// Makes the folder where it is missing.
    private func make() throws {
        // Customers' data is for this account alone.
        umask(0o077)
        var isFolder: ObjCBool = false
        guard !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            guard isFolder.boolValue else {
                throw ValidationError(field: "DATA_DIR", "\(path) is a file and no folder; choose a folder, for example data")
            }
            return
        }
        try check()
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false) } catch { throw unusable }
    }

    /// Keeps any other server from using the folder until this process ends, however it ends. To be had before the database is opened:
    /// bringing that to this version would change it under a server of an older one.
    ///
    /// - Throws: `ValidationError` naming DATA_DIR where another server has it, or it cannot be used.
    func lock() throws {
        try make()
        guard locked("crm.lock") != nil else {
            guard FileManager.default.isWritableFile(atPath: path) else { throw unusable }
            throw ValidationError(
                field: "DATA_DIR", "\(path) is in use by another crm-agent serve; stop that one or choose another folder, for example data2")
        }
        // What a backup that was killed has left is a copy of everything, as it was then.
        if let lock = locked() {
            SQLiteFiles(backupCopy).remove()
            close(lock)
        }
    }

    /// The copy that a backup is made from.
    var backupCopy: String { path + "/backup-copy.sqlite" }

    /// Keeps other backups of the folder from using the same copy until this process ends.
    func lockBackup() throws {
        // A server that starts has it for a moment.
        for _ in 0..<20 {
            if locked() != nil { return }
            usleep(50_000)
        }
        throw Refused(sentence: "Another backup of \(path) is being made: wait for its end.")
    }

    /// A lock on the folder itself, or on a file in it, which this process holds until it closes it; nil where another has it.
    private func locked(_ name: String? = nil) -> Int32? {
        let descriptor = name.map { open(path + "/" + $0, O_CREAT | O_RDWR | O_CLOEXEC, 0o600) } ?? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
        close(descriptor)
        return nil
    }
}
