import Domain

/// What can be asked about those whom a filter chooses, always within the filter's workspace.
package struct AudienceQuery: Sendable {
    private let filter: AudienceFilter

    package init(_ filter: AudienceFilter) { self.filter = filter }

    /// One row: how many there are.
    package var count: SQL { chosen("SELECT COUNT(*)") { _ in "" } }

    /// Up to so many rows of the table's `columns`, from all over the audience, the same at every call.
    package func sample(_ limit: Int) -> SQL {
        // The ids are scattered without growing beyond 64 bits; both numbers are primes.
        let order = "c.id % 104729 * 7919 % 104729, c.id"
        // By id alone first: sorting whole rows of a large audience would take several times as long.
        let chosen = chosen("SELECT c.id") { " ORDER BY \(order) LIMIT \($0.bind(.integer(Int64(limit))))" }
        return SQL(
            "SELECT \(table.columnList) FROM \(table.name) c WHERE c.workspace_id = $1 AND c.id IN (\(chosen.text)) ORDER BY \(order)",
            chosen.arguments
        ).oneOff().byStatistics().long()
    }

    /// Up to so many ids in ascending order, those after `after`: to walk through the whole audience in parts.
    package func ids(after: Int64 = 0, limit: Int) -> SQL {
        chosen("SELECT c.id", after: after) { " ORDER BY c.id LIMIT \($0.bind(.integer(Int64(limit))))" }
    }

    /// Rows `reason, count`: how many are chosen (0), and how many each of the filter's conjuncts keeps out (its number
    /// from 1). Who fails several counts for the first.
    package var reasons: SQL {
        let judged = judged { _ in "" }
        return SQL("SELECT reason, COUNT(*) FROM (\(judged.text)) judged GROUP BY reason ORDER BY reason", judged.arguments).oneOff().byStatistics()
            .long()
    }

    /// The row `reason` of one of the table's rows, as in `reasons`; none where the workspace has no such row.
    package func reason(id: Int64) -> SQL {
        judged { " AND c.id = \($0.bind(.integer(id)))" }
    }

    // MARK: Parts

    private var table: Table { filter.subject.table }

    /// Rows of the workspace with ids above `$2`.
    ///
    /// Every query has that bound, most of them with 0: SQLite then goes through the rows in the order in which they,
    /// and the indexes of what belongs to them, are stored, and not in that of some other index.
    private var walk: String { "\(table.name) c WHERE c.workspace_id = $1 AND c.id > $2" }

    /// Those whom the filter chooses; `rest` is what follows the conditions.
    private func chosen(_ selection: String, after: Int64 = 0, _ rest: (inout SQLBindings) -> String) -> SQL {
        let condition = filter.compile(alias: "c", startingAt: 3)
        var bindings = condition.bindings
        let rest = rest(&bindings)
        return SQL("\(selection) FROM \(walk) AND (\(condition.text))\(rest)", [.workspace(filter.workspace), .integer(after)] + bindings.values)
            .oneOff().byStatistics().long()
    }

    /// Everyone in the workspace, with the reason.
    private func judged(_ rest: (inout SQLBindings) -> String) -> SQL {
        let reason = filter.compileReason(alias: "c", startingAt: 3)
        var bindings = reason.bindings
        let rest = rest(&bindings)
        return SQL("SELECT \(reason.text) AS reason FROM \(walk)\(rest)", [.workspace(filter.workspace), .integer(0)] + bindings.values).oneOff()
            .byStatistics().long()
    }
}
