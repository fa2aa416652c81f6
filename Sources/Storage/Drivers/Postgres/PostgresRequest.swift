/// What one caller wants done, or several at once: a list of statements, as one read or one commit, and where the answer goes.
struct PostgresRequest: Sendable {
    typealias Answer = Result<[[Row]], any Error>

    let id: UInt64
    let statements: [SQL]
    let isRead: Bool
    /// Whose rows the statements see.
    var scope = WorkspaceScope.none
    /// Called once, on any thread.
    let answer: @Sendable (Answer) -> Void
    /// Whether all statements of a read are to see one state of the database.
    var isSnapshot: Bool
    /// Whether it may share its way with others (`SharedTrips`).
    var isQuick: Bool
    /// When it, or the trip it became, left the line; `MonotonicClock` nanoseconds.
    var begunAt: Int64 = 0
    /// How many share it.
    var callers = 1
    /// When the caller gives up waiting for a connection; `MonotonicClock` nanoseconds.
    var giveUpAt: Int64 = .max

    init(id: UInt64, statements: [SQL], isRead: Bool, scope: WorkspaceScope = .none, answer: @escaping @Sendable (Answer) -> Void) {
        self.id = id
        self.statements = statements
        self.isRead = isRead
        self.scope = scope
        self.answer = answer
        isSnapshot = isRead && statements.count > 1
        isQuick = statements.allSatisfy(\.isQuick)
    }

    var isShared: Bool { callers > 1 }
    var lockedRow: Int64 { statements.reduce(0) { max($0, $1.lockedRow) } }

    /// Whether the commit must wait for a look at the answers.
    var hasExpectations: Bool { !isRead && statements.contains { $0.expectation != nil } }
    var isUnhurried: Bool { statements.contains(where: \.isUnhurried) }
}
