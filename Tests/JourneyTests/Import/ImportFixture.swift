import Domain
import Foundation
import Storage
import Synchronization
import TestSupport

@testable import Journey

/// A database and a folder for files, with imports into it.
struct ImportFixture {
    let database: TemporaryDatabase
    static let start = Timestamp(seconds: 1_769_850_000)
    let clock = TestClock(start)

    static func with(_ body: (ImportFixture) async throws -> Void) async throws {
        try await TemporaryDatabase.with { try await body(ImportFixture(database: $0)) }
    }

    var store: any Store { database.store }

    @discardableResult
    func load(_ kind: ImportKind, _ text: String, user: Int64 = 1, isDryRun: Bool = false, store: (any Store)? = nil) async throws -> ImportReport {
        try await load(kind, bytes: Array(text.utf8), user: user, isDryRun: isDryRun, store: store)
    }

    /// From memory, by somebody who reaches only the rows of the user.
    @discardableResult
    func load(_ kind: ImportKind, _ text: String, reaching user: Int64, isDryRun: Bool = false) async throws -> ImportReport {
        let bytes = Array(text.utf8)
        let file = CSVFile(size: bytes.count) { Array(bytes[$0]) }
        return try await Importer(store: store, clock: clock.wall).run(kind, file: file, user: user, reach: user, isDryRun: isDryRun)
    }

    @discardableResult
    func load(_ kind: ImportKind, bytes: [UInt8], user: Int64 = 1, isDryRun: Bool = false, store: (any Store)? = nil) async throws -> ImportReport {
        let path = database.folder.appending(path: "rows.csv").path()
        try Data(bytes).write(to: URL(filePath: path))
        let importer = Importer(store: store ?? self.store, clock: clock.wall)
        return try await importer.run(kind, file: CSVFile(path: path), user: user, isDryRun: isDryRun)
    }

    /// The named columns of all rows, in the order of their ids; null is empty.
    func rows(_ table: String, _ columns: String) async throws -> [[String]] {
        try await store.read(SQL("SELECT \(columns) FROM \(table) ORDER BY id")).map { row in
            row.values.map { value in
                switch value {
                case .null: ""
                case .integer(let number): String(number)
                case .real(let number): String(number)
                case .text(let text): text
                }
            }
        }
    }

    func addUser(_ id: Int64, email: String, name: String = "") async throws {
        try await store.commit(
            SQL(
                "INSERT INTO users (workspace_id, id, name, email, created_at, updated_at, version) VALUES (1, $1, $3, $2, 0, 0, 1)",
                [.integer(id), .text(email), .text(name)]))
    }
}

extension ImportReport {
    /// Created, updated, unchanged, bad.
    var counts: [Int] { [created, updated, unchanged, bad] }
    var lines: [Int] { problems.map(\.line) }
}
