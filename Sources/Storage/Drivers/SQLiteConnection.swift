import GRDB

/// A connection to the file with the statements it has prepared.
final class SQLiteConnection: Sendable {
    let queue: DatabaseQueue
    private let statements = SQLiteStatements()

    init(_ queue: DatabaseQueue) { self.queue = queue }

    func session(_ database: Database) -> SQLiteSession { SQLiteSession(database: database, statements: statements) }

    func close() throws {
        queue.inDatabase { _ in statements.forget() }
        try queue.close()
    }
}
