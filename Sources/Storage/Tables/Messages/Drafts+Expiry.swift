package import Domain

extension Drafts {
    private static let wording = "COALESCE(subject || '\n', '') || body"

    /// Drafts that have expired (`DraftLife`): `id`, subject and body, `created_at`, the oldest first.
    ///
    /// - Parameters:
    ///   - dayBegan: when the workspace's day began.
    ///   - oldest: what was written before it has waited too long.
    ///   - since: what was written before it waits for as long as it takes.
    package static func expired(_ workspace: WorkspaceID, dayBegan: Timestamp, oldest: Timestamp, since: Timestamp, limit: Int64) -> SQL {
        let words = DraftLife.wordsOfTheDay.map { "lower(\(wording)) LIKE '%\($0)%'" }.joined(separator: " OR ")
        return SQL(
            """
            SELECT id, \(wording), created_at FROM communications
            WHERE workspace_id = $1 AND status = 'draft' AND created_at >= $5 AND (created_at < $2 OR (created_at < $3 AND (\(words)))) ORDER BY created_at LIMIT $4
            """, [.workspace(workspace), .time(oldest), .time(dayBegan), .integer(limit), .time(since)]
        ).byStatistics()
    }
}
