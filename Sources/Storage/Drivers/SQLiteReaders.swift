import Domain
import Foundation
import GRDB
import Synchronization

/// A fixed set of read-only connections, lent to one reader at a time.
///
/// Why not `DatabasePool`: its lending costs several times what a read by key does (docs/decisions/0005-reading-sqlite.md).
final class SQLiteReaders: Sendable {
    private let connections: [SQLiteConnection]
    private let free: Mutex<[SQLiteConnection]>
    private let available: DispatchSemaphore

    /// More than there are threads that run tasks, besides those of long reads: then none of the former ever waits.
    private static let count = max(4, ProcessInfo.processInfo.activeProcessorCount + 2) + LongReads.atOnce

    /// Lower case in every script; SQLite's own `lower` knows the letters A to Z only.
    static let foldCase = DatabaseFunction("fold_case", argumentCount: 1, pure: true) { values in
        String.fromDatabaseValue(values[0])?.caseFolded
    }

    init(path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        // A read waits only for another program that holds the whole file.
        configuration.busyMode = .timeout(0.25)
        configuration.prepareDatabase {
            $0.add(function: Self.foldCase)
            $0.add(function: AddressHash.function)
        }
        connections = try (0..<Self.count).map { _ in SQLiteConnection(try DatabaseQueue(path: path, configuration: configuration)) }
        free = Mutex(connections)
        available = DispatchSemaphore(value: connections.count)
    }

    func withReader<Result>(_ work: (SQLiteSession) throws -> Result) throws -> Result {
        available.wait()
        let connection = free.withLock { $0.removeLast() }
        defer {
            free.withLock { $0.append(connection) }
            available.signal()
        }
        return try connection.queue.unsafeRead { try work(connection.session($0)) }
    }

    func close() {
        for connection in connections { try? connection.close() }
    }
}
