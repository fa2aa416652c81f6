package import Domain

/// A PostgreSQL server, alone or behind a pooler, shared by any number of instances.
///
/// Opens its connections when they are first needed, so that it can be made while the server is away.
package final class PostgresStore: Store {
    let pool: PostgresPool
    private let listener: PostgresListener
    private let databaseClock = DatabaseClock()
    /// How often a transaction that others were in the way of is tried.
    private static let attempts = 5

    package init(_ settings: PostgresSettings) {
        pool = PostgresPool(settings, clock: databaseClock)
        listener = PostgresListener(PostgresConnector(settings: settings, clock: databaseClock))
    }

    deinit { close() }

    package var dialect: Dialect { .postgres }

    /// The server's own time.
    package var clock: DatabaseClock { databaseClock }

    /// Ends with `CancellationError` when the task is cancelled, and the statement with it, unless it is quick and under way with
    /// those of others.
    package func read(_ statements: [SQL]) async throws -> [[Row]] {
        try Task.checkCancellation()
        return try await repeating(statements, isRead: true)
    }

    /// Is not cut short when the task is cancelled: what it is to write down, such as a claim given back, matters all
    /// the more then, and the database's time limits bound it.
    package func commit(_ statements: [SQL]) async throws -> [[Row]] {
        let audited = AuditedStatements(statements, dialect)
        return audited.own(try await repeating(audited.statements, isRead: false))
    }

    private func repeating(_ statements: [SQL], isRead: Bool) async throws -> [[Row]] {
        try refuseZeroCharacters(statements)
        var attempt = 1
        while true {
            do {
                return try await once(statements, isRead, isRepeated: attempt > 1)
            } catch let fault as PostgresFault {
                guard attempt < attempts(after: fault) else { throw fault.error }
                if case .conflict = fault { try? await Task.sleep(for: .milliseconds(Int.random(in: 1...10) << attempt)) }
                attempt += 1
            }
        }
    }

    /// How often something is tried that ended like this; more than once only what has certainly not happened.
    private func attempts(after fault: PostgresFault) -> Int {
        switch fault {
        case .conflict, .unprepared, .outdatedPlan: Self.attempts
        // Where the server has ended its sessions, each connection that lies idle may prove to be gone.
        case .lost(mayHaveHappened: false, _): pool.settings.poolSize + 1
        default: 1
        }
    }

    private func once(_ statements: [SQL], _ isRead: Bool, isRepeated: Bool) async throws -> [[Row]] {
        let id = pool.nextID()
        guard isRead else { return try await submitted(id, statements, isRead, isRepeated) }
        return try await withTaskCancellationHandler {
            try await submitted(id, statements, isRead, isRepeated)
        } onCancel: {
            pool.cancel(id)
        }
    }

    private func submitted(_ id: UInt64, _ statements: [SQL], _ isRead: Bool, _ isRepeated: Bool) async throws -> [[Row]] {
        try await withCheckedThrowingContinuation { caller in
            var request = PostgresRequest(id: id, statements: statements, isRead: isRead, scope: .current) { caller.resume(with: $0) }
            // What has failed may fail again, and is not to take others along.
            if isRepeated { request.isQuick = false }
            pool.submit(request)
        }
    }

    private func refuseZeroCharacters(_ statements: [SQL]) throws {
        for index in statements.indices {
            for case .text(let text) in statements[index].arguments where text.hasZeroCharacter {
                throw StoreError.failed(reason: "a text contains the character U+0000, which PostgreSQL cannot keep")
            }
        }
    }

    package func factsVersion(of person: Person) -> SQL? { PostgresFactsVersion.statement(of: person) }
    package func historyVersion(of person: Person, limit: Int64) -> SQL? { PostgresHistoryVersion.statement(of: person, limit: limit) }

    // MARK: Signals

    package func notify(_ topic: String) async {
        _ = try? await commit([SQL("SELECT pg_notify($1, $2)", [.text(PostgresListener.channel), .text(topic)])])
    }

    package func listen(
        _ topics: [String], onSignal: @escaping @Sendable (_ topic: String) -> Void, onTrouble: @escaping @Sendable (_ reason: String) -> Void
    ) {
        listener.start(topics, onSignal: onSignal, onTrouble: onTrouble)
    }

    /// Refuses whatever waits and closes the connections as they become free.
    package func close() {
        listener.stop()
        pool.close()
    }

    /// Closes the connections at once: `StoreError.uncertain` for a commit in hand that may have happened,
    /// `StoreError.unavailable` for all else.
    package func abandon() {
        listener.stop()
        pool.abandon()
    }
}
