import GRDB
import Synchronization

/// Commits what many callers want written in one transaction of the disk.
///
/// A commit costs a flush of the disk, and SQLite has one writer. What arrives while one flush is under way
/// shares the next: each caller's statements run in a savepoint of their own, so that one failing leaves the others.
final class GroupCommit: Sendable {
    private struct Request: Sendable {
        var statements: [SQL]
        var caller: CheckedContinuation<[[Row]], any Error>
    }

    private struct Queue {
        var waiting: [Request] = []
        var isDraining = false
    }

    private static let largestGroup = 256
    private let writer: DatabaseQueue
    private let queue = Mutex(Queue())

    init(writer: DatabaseQueue) { self.writer = writer }

    func commit(_ statements: [SQL]) async throws -> [[Row]] {
        try await withCheckedThrowingContinuation { caller in
            let startDraining = queue.withLock { queue in
                queue.waiting.append(Request(statements: statements, caller: caller))
                defer { queue.isDraining = true }
                return !queue.isDraining
            }
            if startDraining {
                writer.asyncWriteWithoutTransaction { database in self.drain(database) }
            }
        }
    }

    /// Runs on the writer's queue until nobody waits.
    private func drain(_ database: Database) {
        while let group = nextGroup() {
            for (request, result) in zip(group, outcome(of: group, in: database)) {
                request.caller.resume(with: result)
            }
        }
    }

    private func nextGroup() -> [Request]? {
        queue.withLock { queue in
            guard !queue.waiting.isEmpty else {
                queue.isDraining = false
                return nil
            }
            let group = Array(queue.waiting.prefix(Self.largestGroup))
            queue.waiting.removeFirst(group.count)
            return group
        }
    }

    private func outcome(of group: [Request], in database: Database) -> [Result<[[Row]], any Error>] {
        do {
            try database.beginTransaction(.immediate)
            // One caller alone needs no savepoint: its failure is the transaction's.
            let results =
                group.count == 1 ? [.success(try group[0].statements.map { try database.runExpecting($0) })] : try inSavepoints(group, database)
            try database.commit()
            return results
        } catch {
            if database.isInsideTransaction { try? database.rollback() }
            let failure = error is DatabaseError ? StoreError(error) : error
            return group.map { _ in .failure(failure) }
        }
    }

    private func inSavepoints(_ group: [Request], _ database: Database) throws -> [Result<[[Row]], any Error>] {
        try group.map { try inSavepoint($0.statements, database) }
    }

    /// Throws only when the transaction as a whole is lost, as after a full disk.
    private func inSavepoint(_ statements: [SQL], _ database: Database) throws -> Result<[[Row]], any Error> {
        try database.cachedStatement(sql: "SAVEPOINT request").execute()
        do {
            let rows = try statements.map { try database.runExpecting($0) }
            try database.cachedStatement(sql: "RELEASE request").execute()
            return .success(rows)
        } catch {
            guard database.isInsideTransaction else { throw error }
            try database.cachedStatement(sql: "ROLLBACK TO request").execute()
            try database.cachedStatement(sql: "RELEASE request").execute()
            return .failure(error is DatabaseError ? StoreError(error) : error)
        }
    }
}

extension Database {
    fileprivate func runExpecting(_ statement: SQL) throws -> [Row] {
        let rows = try run(statement)
        if let expectation = statement.expectation {
            let touched = rows.isEmpty ? changesOfLastWrite(statement) : rows.count
            guard expectation.rows.contains(touched) else { throw expectation.failure }
        }
        return rows
    }

    /// `changesCount` keeps the count of an earlier write after a statement that only reads.
    private func changesOfLastWrite(_ statement: SQL) -> Int {
        statement.text.hasPrefix("SELECT") || statement.text.contains("RETURNING") ? 0 : changesCount
    }
}
