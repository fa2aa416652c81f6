import Domain

/// Which agent had a contact last: one objective for a contact at a time.
///
/// A hold is not ended. Whether its agent still has the contact is seen from the agent's runs and messages (`ContactJudgement`).
enum ContactHolds {
    /// Has whoever plans for a workspace's contacts wait for one another, until the commit ends: what one commit plans the next
    /// one sees, so that two agents never take one contact and a cap holds. It comes first.
    static func lock(_ workspace: WorkspaceID) -> SQL {
        SQL("UPDATE workspaces SET version = version WHERE id = $1", [.workspace(workspace)])
    }

    /// Gives the contacts of runs to the agents of these.
    ///
    /// - Parameters:
    ///   - runs: a condition over the run `r`.
    ///   - arguments: the statement's; `$1` is the workspace.
    static func take(_ runs: String, _ arguments: [SQLValue]) -> SQL {
        SQL(
            """
            INSERT INTO contact_holds (workspace_id, contact_id, agent_id, agent_type, held_since)
            SELECT r.workspace_id, r.contact_id, r.agent_id, r.agent_type, r.created_at FROM agent_runs r
            WHERE r.workspace_id = $1 AND \(runs) ORDER BY r.contact_id
            ON CONFLICT (workspace_id, contact_id) DO UPDATE SET agent_id = excluded.agent_id, agent_type = excluded.agent_type,
                held_since = excluded.held_since
            """, arguments)
    }
}
