import CPostgres

/// What a connection has sent for one request, and what has come back so far.
struct PostgresExchange {
    /// Each thing sent is answered in its turn.
    enum Awaited {
        case preparation(PreparedStatements.Key)
        case answer(to: Int)
        /// BEGIN, COMMIT and the like.
        case control
        case synchronisation
        /// Makes room for prepared statements; nothing depends on it.
        case clearing
    }

    enum Stage {
        /// The statements are under way and the end of the transaction waits for their answers.
        case asking
        /// The transaction's end is under way.
        case ending
        /// The transaction has failed and is being rolled back.
        case cleaning
    }

    let request: PostgresRequest
    var awaited: [Awaited] = []
    var stage = Stage.asking
    var fault: PostgresFault?
    /// Whether a COMMIT is on its way whose answer has not come.
    var mayHaveCommitted = false
    /// `MonotonicClock` nanoseconds of the last sign of life.
    var heardAt = MonotonicClock.now
    private let startedAt = MonotonicClock.now
    private(set) var answers: [[Row]] = []
    private var position = 0

    init(_ request: PostgresRequest) {
        self.request = request
        answers.reserveCapacity(request.statements.count)
    }

    var hasAll: Bool { position == awaited.count }

    /// A result of the thing awaited next; returns the statement whose preparation failed.
    mutating func receive(_ result: OpaquePointer, limits: PostgresSettings) -> PreparedStatements.Key? {
        let status = PQresultStatus(result)
        guard position < awaited.count else { return nil }
        switch (status, awaited[position]) {
        case (PGRES_PIPELINE_SYNC, _): position += 1
        case (PGRES_TUPLES_OK, .answer(let index)), (PGRES_COMMAND_OK, .answer(let index)): keep(result, of: request.statements[index])
        case (PGRES_TUPLES_OK, _), (PGRES_COMMAND_OK, _): break
        case (_, .clearing): break
        case (PGRES_PIPELINE_ABORTED, .preparation(let key)): return key
        case (PGRES_PIPELINE_ABORTED, _): break
        case (_, let failed):
            if fault == nil { fault = self.fault(of: result, for: failed, limits) }
            if case .preparation(let key) = failed { return key }
        }
        return nil
    }

    /// Nil where the connection's end says nothing about the statement: then a commit may have happened.
    private func fault(of result: OpaquePointer, for failed: Awaited, _ limits: PostgresSettings) -> PostgresFault? {
        let fault = PostgresFault(result, limits: limits)
        guard case .lost = fault else { return fault }
        switch failed {
        case .answer, .preparation: return PQresultErrorField(result, CRM_DIAG_SQLSTATE) == nil ? nil : fault
        case .control, .synchronisation, .clearing: return nil
        }
    }

    /// The results of the thing awaited have ended.
    mutating func endResults() {
        if position < awaited.count { position += 1 }
    }

    private mutating func keep(_ result: OpaquePointer, of statement: SQL) {
        let rows = postgresRows(result)
        answers.append(rows)
        guard fault == nil, !request.isRead, let expectation = statement.expectation else { return }
        let touched = PQresultStatus(result) == PGRES_TUPLES_OK ? rows.count : Int(String(cString: PQcmdTuples(result))) ?? 0
        if !expectation.rows.contains(touched) { fault = .unexpected(expectation.failure) }
    }

    /// Why a statement was stopped whose caller waits.
    func stopped(_ limits: PostgresSettings) -> StoreError {
        let isLate = !request.isUnhurried && MonotonicClock.now - startedAt >= limits.statementTimeout.nanoseconds
        return .unavailable(
            reason: isLate
                ? "The database did not finish within \(limits.statementTimeout.components.seconds) s."
                : "The statement was cancelled by the database's administrator.")
    }

    /// The fault of a connection that broke in the middle of this.
    func lost(_ reason: String) -> PostgresFault {
        switch fault {
        case nil: .lost(mayHaveHappened: mayHaveCommitted, reason: reason)
        case .lost?: .lost(mayHaveHappened: false, reason: reason)
        case let fault?: fault
        }
    }
}
