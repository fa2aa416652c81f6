import Domain

/// What tables that are queues have in common.
enum DueWork {
    /// The workspaces whose next row is due: `workspace_id`.
    ///
    /// A sub-select of one value, since a join would let the database read every row that waits.
    static func workspaces(in table: String, now: Timestamp) -> SQL {
        workspaces(in: "\(table) q", where: "q.state IN ('queued', 'failed') AND q.next_attempt_at IS NOT NULL", at: "q.next_attempt_at", now: now)
    }

    /// - Parameters:
    ///   - rows: the table, as `q`.
    ///   - condition: of what waits.
    ///   - time: when it is due.
    static func workspaces(in rows: String, where condition: String, at time: String, now: Timestamp) -> SQL {
        SQL(
            """
            SELECT w.id FROM workspaces w
            WHERE (SELECT \(time) FROM \(rows) WHERE q.workspace_id = w.id AND \(condition) ORDER BY \(time) LIMIT 1) <= $1
            """, [.time(now)])
    }
}
