import Domain

/// What tables that are queues have in common.
enum DueWork {
    /// The workspaces whose next row is due: `workspace_id`.
    ///
    /// A sub-select of one value, since a join would let the database read every row that waits.
    static func workspaces(in table: String, now: Timestamp) -> SQL {
        SQL(
            """
            SELECT w.id FROM workspaces w
            WHERE (
                SELECT q.next_attempt_at FROM \(table) q WHERE q.workspace_id = w.id AND q.state IN ('queued', 'failed')
                AND q.next_attempt_at IS NOT NULL ORDER BY q.next_attempt_at LIMIT 1) <= $1
            """, [.time(now)])
    }
}
