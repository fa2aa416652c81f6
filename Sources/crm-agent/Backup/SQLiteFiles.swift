import Foundation

/// A database file with the files that SQLite keeps beside it.
struct SQLiteFiles {
    private let path: String

    init(_ path: String) { self.path = path }

    func remove() {
        for ending in ["", "-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: path + ending) }
    }
}
