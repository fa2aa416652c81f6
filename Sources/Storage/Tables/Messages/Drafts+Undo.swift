package import Domain

extension Drafts {
    /// Makes an approved message that has not begun to go out a draft again: its row as of `Communications.table`. It does not count for
    /// its day any more.
    ///
    /// Deleting its deliveries waits for whoever is claiming one in this moment: then it is left, and the commit fails with
    /// `UndoneTooLate`.
    /// - Parameters:
    ///   - agent: 0 for one that is gone.
    ///   - day: the workspace's on which it was to go out.
    package static func undo(_ workspace: WorkspaceID, id: Int64, agent: Int64, day: LocalDate, now: Timestamp) -> [SQL] {
        [
            SQL(
                """
                DELETE FROM deliveries
                WHERE \(Unindexed.workspace) AND communication_id = $2 AND \(Unindexed.text("state")) = 'queued' AND attempts = 0
                """,
                [.workspace(workspace), .integer(id)]),
            SQL(
                """
                UPDATE communications SET status = 'draft', sent_at = NULL, despite_findings = 0, updated_at = $3, version = version + 1
                WHERE \(Unindexed.workspace) AND id = $2 AND \(Unindexed.text("status")) = 'sent' AND sent_at > $3 AND run_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM deliveries d WHERE d.workspace_id = $1 AND d.communication_id = $2)
                RETURNING \(Communications.table.columnList)
                """, [.workspace(workspace), .integer(id), .time(now)]
            ).expectingOneRow(orThrow: UndoneTooLate(id: id)).audited(mark(.draftRestored, workspace, id, now))
                .changingDrafts(of: [.everybody(of: workspace)]),
        ] + DailyCounts.uncount(workspace, agent: agent, day: day)
    }
}

/// The message is on its way already, or was never approved.
package struct UndoneTooLate: Error, Equatable, Sendable {
    package var id: Int64

    package init(id: Int64) { self.id = id }
}
