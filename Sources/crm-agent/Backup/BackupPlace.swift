import Domain
import Foundation

/// The folder that backups lie in. One has its final name only once it is whole and on the disk.
struct BackupPlace {
    static let ending = ".backup"
    private static let start = "crm-agent-"
    private static let halfWritten = ".partial"

    let folder: URL
    private let lock: Int32

    /// Makes the folder where its last part is missing, and takes away what a killed backup left.
    ///
    /// - Throws: `Refused`.
    init(_ path: String) throws {
        umask(0o077)
        folder = URL(filePath: path, directoryHint: .isDirectory)
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        lock = open(folder.appending(path: ".crm-agent-backup.lock").path(), O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw Refused(sentence: "\(path) is no folder that can be written to: create it, or choose another with --to.") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw Refused(sentence: "Another backup to \(path) is under way: wait for its end, or choose another folder with --to.")
        }
        for name in try names() where name.hasSuffix(Self.halfWritten) {
            try? FileManager.default.removeItem(at: folder.appending(path: name))
        }
    }

    /// Writes a file of the moment's name; nothing has that name before `write` has returned and all of it is on the disk.
    func write<Result>(at moment: Timestamp, _ write: (FileHandle) throws -> Result) throws -> (URL, Result) {
        let name = Self.start + moment.rfc3339.replacing(":", with: "-") + Self.ending
        let final = folder.appending(path: name)
        guard !FileManager.default.fileExists(atPath: final.path()) else { throw Refused(sentence: "\(final.path()) exists already.") }
        let partial = folder.appending(path: name + Self.halfWritten)
        do {
            guard FileManager.default.createFile(atPath: partial.path(), contents: nil) else { throw CocoaError(.fileWriteUnknown) }
            let file = try FileHandle(forWritingTo: partial)
            let result = try write(file)
            try file.synchronize()
            try file.close()
            try FileManager.default.moveItem(at: partial, to: final)
            synchronizeFolder()
            return (final, result)
        } catch {
            try? FileManager.default.removeItem(at: partial)
            throw error
        }
    }

    /// Removes all but the newest ones; what is no backup by its name stays. The names of the removed.
    func keepNewest(_ count: Int) throws -> [String] {
        let old = try names().filter { $0.hasPrefix(Self.start) && $0.hasSuffix(Self.ending) }.sorted().dropLast(count)
        for name in old { try FileManager.default.removeItem(at: folder.appending(path: name)) }
        return Array(old)
    }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path()) }

    private func synchronizeFolder() {
        let descriptor = open(folder.path(), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        Foundation.close(descriptor)
    }
}
