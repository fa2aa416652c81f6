import CPostgres
import Domain

/// One session with the server in libpq's pipeline mode: sends requests and reads what comes back, without waiting.
///
/// Not safe to share: `PostgresConnection` guards it with a lock.
struct PostgresSession {
    enum Progress {
        case pending
        case finished(PostgresRequest, Result<[[Row]], PostgresFault>)
        /// The connection is of no more use; with the request it broke in, if there was one.
        case broken(PostgresRequest?, PostgresFault)
    }

    private let handle: OpaquePointer
    private let limits: PostgresSettings
    /// Not zero once a commit was not confirmed by a synchronous standby; libpq writes to it while it reads.
    private let isUnconfirmed: UnsafeMutablePointer<Int32>
    private var statements: PreparedStatements
    private var parameters = PostgresParameters()
    private var exchange: PostgresExchange?
    private(set) var wantsToWrite = false
    /// Whether the current request's caller has gone.
    private(set) var isCancelled = false
    private var isPooled = false
    /// Whose rows the session shows; nil where that is not certain: a transaction that failed took its setting back.
    private var scope: WorkspaceScope? = WorkspaceScope.none

    init(_ handle: OpaquePointer, limits: PostgresSettings) {
        self.handle = handle
        self.limits = limits
        statements = PreparedStatements(capacity: limits.preparedStatements)
        isUnconfirmed = .allocate(capacity: 1)
        isUnconfirmed.initialize(to: 0)
        crm_watch_notices(handle, isUnconfirmed)
    }

    var request: PostgresRequest? { exchange?.request }
    var canceller: OpaquePointer? { PQgetCancel(handle) }

    func close() {
        PQfinish(handle)
        isUnconfirmed.deallocate()
    }

    mutating func run(_ body: @Sendable (inout PostgresSession) -> Progress) -> Progress { body(&self) }

    mutating func markCancelled() { isCancelled = true }

    /// Whether the server has been silent for longer than its own time limit allows.
    func isOverdue(at now: Int64) -> Bool {
        guard let exchange, !exchange.request.isUnhurried else { return false }
        return exchange.heardAt + limits.statementTimeout.nanoseconds + 5_000_000_000 < now
    }

    func broken(_ reason: String) -> Progress {
        let fault = PostgresFault.lost(mayHaveHappened: false, reason: reason)
        return .broken(exchange?.request, exchange?.lost(reason) ?? fault)
    }

    // MARK: Sending

    /// Sends all that can be sent; what comes back is seen by `advance`.
    mutating func start(_ request: PostgresRequest, isPooled: Bool) -> Progress {
        exchange = PostgresExchange(request)
        isUnconfirmed.pointee = 0
        isCancelled = false
        self.isPooled = isPooled
        guard sendStatements(of: request), flush() else { return broken(Self.lostReason) }
        return .pending
    }

    private mutating func sendStatements(of request: PostgresRequest) -> Bool {
        if statements.isFull { guard forgetStatements() else { return false } }
        let isPrepared = !isPooled
        if let begin = Self.beginning(of: request) { guard send(SQL(begin), .control, isPrepared) else { return false } }
        let planning = [planning(of: request), request.statements.contains(where: \.isPlannedAnew) ? PostgresPlanning.anew : nil]
        for setting in ([timeLimits(of: request)] + planning).compactMap(\.self) {
            guard send(setting, .control, isPrepared) else { return false }
        }
        if let setting = scoping(to: request.scope) { guard send(setting, .control, isPrepared) else { return false } }
        // By their places: a statement that is taken out is copied.
        for index in request.statements.indices {
            guard send(request.statements[index], .answer(to: index), isPrepared: isPrepared) else { return false }
        }
        if request.hasExpectations { return PQsendFlushRequest(handle) == 1 }
        if request.isSnapshot { guard send(SQL("COMMIT"), .control, isPrepared) else { return false } }
        return synchronise(.ending, committing: !request.isRead)
    }

    private mutating func send(_ statement: SQL, _ answer: PostgresExchange.Awaited, isPrepared: Bool) -> Bool {
        let isKept = isPrepared && !statement.isOneOff && !statement.isPlannedAnew
        guard statement.isInIndexOrder else { return send(statement, answer, isKept) }
        return send(PostgresPlanning.inIndexOrder, .control, isPrepared) && send(statement, answer, isKept)
            && send(PostgresPlanning.inAnyOrder, .control, isPrepared)
    }

    /// Without one, the statements up to the synchronisation are a transaction of their own accord.
    private static func beginning(of request: PostgresRequest) -> String? {
        if request.isSnapshot { return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" }
        return request.hasExpectations ? "BEGIN" : nil
    }

    /// A pooler lends another session for each transaction, so the limits go along with each. Commits that share a transaction
    /// wait for a lock only briefly, as one of them would wait with the others' locks in its hands; then each goes alone.
    private func timeLimits(of request: PostgresRequest) -> SQL? {
        let lockTimeout = request.isShared && !request.isRead ? min(limits.lockTimeout, Self.sharedLockTimeout) : limits.lockTimeout
        guard isPooled || request.isUnhurried else {
            guard lockTimeout != limits.lockTimeout else { return nil }
            return SQL("SELECT set_config('lock_timeout', $1, true)", [.text("\(lockTimeout.milliseconds)")])
        }
        let times = request.isUnhurried ? [0, 0] : [limits.statementTimeout.milliseconds, lockTimeout.milliseconds]
        return SQL(
            """
            SELECT set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, true), set_config('jit', 'off', true),
                set_config('client_min_messages', 'warning', true)
            """,
            times.map { SQLValue.text("\($0)") })
    }

    /// Sessions plan by `PostgresPlanning.settings`, and a pooler's have to be told each time.
    private func planning(of request: PostgresRequest) -> SQL? {
        if request.statements.contains(where: { $0.isByStatistics || $0.isUnhurried }) { return isPooled ? nil : PostgresPlanning.byStatistics }
        return isPooled ? PostgresPlanning.byIndexes : nil
    }

    /// Nil where the session shows these rows already. A pooler's is told each time, for the transaction alone.
    private func scoping(to scope: WorkspaceScope) -> SQL? {
        guard isPooled || scope != self.scope else { return nil }
        return SQL("SELECT set_config('crm.workspace', $1, \(isPooled))", [.text(scope.setting)])
    }

    private mutating func send(_ statement: SQL, _ awaited: PostgresExchange.Awaited, _ isPrepared: Bool) -> Bool {
        parameters.set(statement)
        let count = Int32(parameters.types.count)
        guard isPrepared else {
            exchange?.awaited.append(awaited)
            let types = parameters.types
            let text = DialectWords.sql(statement.postgresText ?? statement.text)
            return parameters.lend { PQsendQueryParams(handle, text, count, types, $0, $1, $2, 0) } == 1
        }
        guard let name = prepare(statement) else { return false }
        exchange?.awaited.append(awaited)
        return parameters.lend { PQsendQueryPrepared(handle, name, count, $0, $1, $2, 0) } == 1
    }

    private mutating func prepare(_ statement: SQL) -> String? {
        let key = PreparedStatements.Key(text: StatementText(statement.postgresText ?? statement.text), types: parameters.types)
        if let known = statements.name(of: key) { return known }
        let name = statements.add(key)
        exchange?.awaited.append(.preparation(key))
        return PQsendPrepare(handle, name, DialectWords.sql(key.text.text), Int32(key.types.count), key.types) == 1 ? name : nil
    }

    private mutating func forgetStatements() -> Bool {
        statements.removeAll()
        // A transaction of its own: BEGIN with an isolation level must come before anything else.
        return send(SQL("DEALLOCATE ALL"), .clearing, false) && synchronise(.asking)
    }

    private mutating func synchronise(_ stage: PostgresExchange.Stage, committing: Bool = false) -> Bool {
        exchange?.stage = stage
        exchange?.mayHaveCommitted = committing
        exchange?.awaited.append(.synchronisation)
        return PQpipelineSync(handle) == 1
    }

    private mutating func flush() -> Bool {
        let left = PQflush(handle)
        wantsToWrite = left == 1
        return left >= 0
    }

    // MARK: Receiving

    /// Takes in what has arrived and goes on from there.
    mutating func advance() -> Progress {
        let isAlive = PQconsumeInput(handle) == 1 && (!wantsToWrite || flush())
        exchange?.heardAt = MonotonicClock.now
        while exchange != nil, PQisBusy(handle) == 0 {
            guard let isContinuing = step() else { return broken(Self.lostReason) }
            guard isContinuing else { return finish() }
        }
        return isAlive && PQstatus(handle) == CONNECTION_OK ? .pending : broken(Self.lostReason)
    }

    /// Reads one result; false once the request is done, nil where the connection is.
    private mutating func step() -> Bool? {
        if let result = PQgetResult(handle) {
            if let unprepared = exchange?.receive(result, limits: limits) { statements.remove(unprepared) }
            PQclear(result)
        } else {
            guard exchange?.hasAll == false, PQstatus(handle) == CONNECTION_OK else { return nil }
            exchange?.endResults()
        }
        guard exchange?.hasAll == true else { return true }
        return goOn()
    }

    /// All answers to what was sent are there: sends the end of the transaction, or cleans up after it.
    private mutating func goOn() -> Bool? {
        switch exchange?.stage {
        case .asking:
            let isGood = exchange?.fault == nil
            // After an error the server skips everything up to the synchronisation.
            let end: String? = isGood ? "COMMIT" : isUnexpected ? "ROLLBACK" : nil
            if let end { guard send(SQL(end), .control, !isPooled) else { return nil } }
            return synchronise(.ending, committing: isGood) && flush() ? true : nil
        case .ending where PQtransactionStatus(handle) != PQTRANS_IDLE:
            return send(SQL("ROLLBACK"), .control, false) && synchronise(.cleaning) && flush() ? true : nil
        case .cleaning where PQtransactionStatus(handle) != PQTRANS_IDLE: return nil
        default: return false
        }
    }

    private var isUnexpected: Bool {
        if case .unexpected? = exchange?.fault { return true }
        return false
    }

    private mutating func finish() -> Progress {
        guard let done = exchange else { return .pending }
        exchange = nil
        scope = done.fault == nil && !isPooled ? done.request.scope : nil
        guard let fault = done.fault else {
            return .finished(done.request, isUnconfirmed.pointee == 0 ? .success(done.answers) : .failure(Self.unconfirmed))
        }
        switch fault {
        case .lost, .readOnly: return .broken(done.request, fault)
        case .unprepared, .outdatedPlan:
            // Names are never used twice, so those that the server still knows are in nobody's way.
            statements.removeAll()
            return .finished(done.request, .failure(fault))
        case .cancelled where !isCancelled:
            return .finished(done.request, .failure(.refused(done.stopped(limits))))
        default: return .finished(done.request, .failure(fault))
        }
    }

    private static let sharedLockTimeout = Duration.milliseconds(100)
    private static let unconfirmed = PostgresFault.lost(mayHaveHappened: true, reason: "The standby of the database did not confirm the change.")
    private static let lostReason = "The connection to the database was lost."
}
