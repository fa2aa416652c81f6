/// A database: the port that tables and the journey speak to, whichever driver stands behind it.
package protocol Store: Sendable {
    /// Runs the statements against one state of the database and returns the rows of each, in order.
    ///
    /// - Throws: `StoreError`.
    func read(_ statements: [SQL]) async throws -> [[Row]]

    /// Runs the statements in one transaction: all of them happen, or none does.
    ///
    /// A statement returns the rows of its `RETURNING`, if it has one.
    /// - Throws: `StoreError`, or the failure of the first expectation that does not hold.
    func commit(_ statements: [SQL]) async throws -> [[Row]]

    var dialect: Dialect { get }

    /// Reads one integer that differs whenever something changed that `PersonContexts.facts` reads; nil where the database
    /// keeps none.
    var factsVersion: SQL? { get }
}

extension Store {
    package var factsVersion: SQL? { nil }

    package func read(_ statement: SQL) async throws -> [Row] {
        try await read([statement])[0]
    }

    @discardableResult
    package func commit(_ statement: SQL) async throws -> [Row] {
        try await commit([statement])[0]
    }
}

/// The few places where the databases differ; only the migrator and the drivers look at it.
package enum Dialect: String, Sendable {
    case sqlite
}

/// Why a statement did not happen. The cases are what a caller does next.
package enum StoreError: Error, Equatable, Sendable {
    /// Locked, full, read-only or unreachable: nothing was written, and it may work later.
    case unavailable(reason: String)
    /// A row with the same key exists.
    case duplicate(columns: String)
    /// A row that this one refers to does not exist, or others still refer to this one.
    case brokenReference
    /// A fault of ours: SQL that does not run, a constraint that validation should have caught.
    case failed(reason: String)
}
