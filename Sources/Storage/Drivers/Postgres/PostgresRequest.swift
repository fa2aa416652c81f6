/// What one caller wants done: a list of statements, as one read or one commit, and where the answer goes.
struct PostgresRequest: Sendable {
    typealias Answer = Result<[[Row]], any Error>

    let id: UInt64
    let statements: [SQL]
    let isRead: Bool
    /// Whose rows the statements see.
    var scope = WorkspaceScope.none
    /// Called once, on any thread.
    let answer: @Sendable (Answer) -> Void
    /// When the caller gives up waiting for a connection; `MonotonicClock` nanoseconds.
    var giveUpAt: Int64 = .max

    /// Whether the commit must wait for a look at the answers.
    var hasExpectations: Bool { !isRead && statements.contains { $0.expectation != nil } }
    var isUnhurried: Bool { statements.contains(where: \.isUnhurried) }
}
