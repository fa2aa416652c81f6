import GRDB
import Synchronization

/// Commits what many callers want written in one transaction of the disk.
///
/// A commit costs a flush of the disk, and SQLite has one writer. What arrives while one flush is under way
/// shares the next. Where one of a group fails, the group is run again with a savepoint for each caller, so that the others'
/// statements stay; with none failing, which is nearly always, no savepoint is paid for.
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
    private let writer: SQLiteConnection
    private let queue = Mutex(Queue())
    private let facts: SQLiteFactsVersion

    init(writer: SQLiteConnection) {
        self.writer = writer
        facts = writer.queue.inDatabase(SQLiteFactsVersion.init)
    }

    func commit(_ statements: [SQL]) async throws -> [[Row]] {
        try await withCheckedThrowingContinuation { caller in
            let startDraining = queue.withLock { queue in
                queue.waiting.append(Request(statements: statements, caller: caller))
                defer { queue.isDraining = true }
                return !queue.isDraining
            }
            if startDraining {
                writer.queue.asyncWriteWithoutTransaction { database in self.drain(self.writer.session(database)) }
            }
        }
    }

    /// Runs on the writer's queue until nobody waits.
    private func drain(_ session: SQLiteSession) {
        while let group = nextGroup() {
            for (request, result) in zip(group, outcome(of: group, in: session)) {
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

    private func outcome(of group: [Request], in session: SQLiteSession) -> [Result<[[Row]], any Error>] {
        do {
            return try inTransaction(session) {
                try group.map { .success(try $0.statements.map { try run($0, session) }) }
            }
        } catch {
            let failure = thrown(error)
            // A database that cannot be written is not asked, and waited for, twice.
            if case StoreError.unavailable = failure { return group.map { _ in .failure(failure) } }
            return group.count == 1 ? [.failure(failure)] : outcomeInSavepoints(of: group, in: session)
        }
    }

    private func outcomeInSavepoints(of group: [Request], in session: SQLiteSession) -> [Result<[[Row]], any Error>] {
        do {
            return try inTransaction(session) {
                try group.map { try inSavepoint($0.statements, session) }
            }
        } catch {
            return group.map { _ in .failure(thrown(error)) }
        }
    }

    private func inTransaction<Results>(_ session: SQLiteSession, _ work: () throws -> Results) throws -> Results {
        let database = session.database
        do {
            try database.beginTransaction(.immediate)
            let results = try work()
            try facts.raise(in: session)
            try database.commit()
            return results
        } catch {
            if database.isInsideTransaction { try? database.rollback() }
            throw error
        }
    }

    private func thrown(_ error: any Error) -> any Error { error is DatabaseError ? StoreError(error) : error }

    /// Throws only when the transaction as a whole is lost, as after a full disk.
    private func inSavepoint(_ statements: [SQL], _ session: SQLiteSession) throws -> Result<[[Row]], any Error> {
        try session.run(SQL("SAVEPOINT request"))
        do {
            let rows = try statements.map { try run($0, session) }
            try session.run(SQL("RELEASE request"))
            return .success(rows)
        } catch {
            guard session.database.isInsideTransaction else { throw error }
            try session.run(SQL("ROLLBACK TO request"))
            try session.run(SQL("RELEASE request"))
            return .failure(thrown(error))
        }
    }

    private func run(_ statement: SQL, _ session: SQLiteSession) throws -> [Row] {
        facts.isSpared = statement.sparesFacts
        let (rows, touched) = try session.outcome(of: statement)
        if let expectation = statement.expectation, !expectation.rows.contains(touched) { throw expectation.failure }
        return rows
    }
}
