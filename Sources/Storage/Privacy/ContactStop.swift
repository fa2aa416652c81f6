import Domain

/// Ends whatever is on its way to a contact.
enum ContactStop {
    static func statements(_ workspace: WorkspaceID, contact: Int64, now: Timestamp) -> [SQL] {
        let which: [SQLValue] = [.workspace(workspace), .integer(contact)]
        let arguments = which + [.time(now)]
        let messages = "(SELECT m.id FROM communications m WHERE m.workspace_id = $1 AND m.contact_id = $2)"
        return [
            // Also what a worker has in hand: what it writes is not stored, as the claim is not its own any more.
            SQL(
                """
                UPDATE agent_runs SET state = 'cancelled', error = NULL, next_attempt_at = NULL, resumes_at = NULL, lease_owner = NULL,
                    lease_expires_at = NULL, finished_at = $3, updated_at = $3, version = version + 1
                WHERE workspace_id = $1 AND contact_id = $2 AND state IN ('queued', 'failed', 'running')
                """, arguments),
            SQL(
                """
                UPDATE communications SET status = 'rejected', updated_at = $3, version = version + 1
                WHERE workspace_id = $1 AND contact_id = $2 AND status = 'draft'
                """, arguments
            ).changingDrafts(of: [.everybody(of: workspace)]),
            SQL(
                """
                UPDATE deliveries SET state = 'cancelled', error = NULL, next_attempt_at = NULL, finished_at = $3, updated_at = $3,
                    version = version + 1
                WHERE workspace_id = $1 AND communication_id IN \(messages) AND state IN ('queued', 'failed')
                """, arguments),
            SQL(
                """
                UPDATE sequence_positions SET state = 'stopped', why = '\(SequenceMove.Reason.contactGone.rawValue)', next_step = NULL,
                    branched_at = NULL, wake_at = NULL, updated_at = $3, version = version + 1
                WHERE workspace_id = $1 AND contact_id = $2 AND state = 'active'
                """, arguments),
            SQL(
                """
                UPDATE events SET handled_at = $3, updated_at = $3, version = version + 1
                WHERE workspace_id = $1 AND contact_id = $2 AND handled_at IS NULL
                """, arguments),
            SQL("DELETE FROM contact_holds WHERE workspace_id = $1 AND contact_id = $2", which),
        ]
    }

    /// Whether something is going out in this moment: one row.
    static func isSending(_ workspace: WorkspaceID, contact: Int64) -> SQL {
        SQL(
            """
            SELECT 1 FROM deliveries d WHERE d.workspace_id = $1 AND d.state = 'sending'
            AND d.communication_id IN (SELECT m.id FROM communications m WHERE m.workspace_id = $1 AND m.contact_id = $2) LIMIT 1
            """, [.workspace(workspace), .integer(contact)])
    }
}
