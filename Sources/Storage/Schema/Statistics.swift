import Domain

/// What PostgreSQL knows of its tables, by which it plans the statements that go through many rows (`SQL.byStatistics`).
///
/// It looks by itself about a minute after very many rows have come in; until then it takes a table for as small as it was.
package enum Statistics {
    /// After fewer new rows it plans as before.
    package static let many = 1000

    /// Passes over a table that somebody else looks through.
    static func renew(_ table: Table) -> SQL { SQL("ANALYZE (SKIP_LOCKED) \(table.name)").oneOff() }

    /// Of every table.
    static let renewAll = SQL("ANALYZE (SKIP_LOCKED)").oneOff().unhurried()
}

extension Store {
    /// Has PostgreSQL look through a table into which very many rows have come. Where that fails it does so by itself later.
    package func renewStatistics(of table: Table) async { await renewStatistics(Statistics.renew(table)) }

    /// The same of every table.
    package func renewStatistics() async { await renewStatistics(Statistics.renewAll) }

    private func renewStatistics(_ statement: SQL) async {
        // SQLite plans without statistics.
        guard dialect == .postgres else { return }
        _ = try? await commit(statement)
    }
}
