package import Domain

/// Which agent had a contact last: one objective for a contact at a time.
///
/// A hold is not ended but by a person. Whether its agent still has the contact is seen from the agent's runs and messages
/// (`ContactJudgement`).
package enum ContactHolds {
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

    /// Who had a contact last: `agent_type`, or no row.
    package static func holder(_ workspace: WorkspaceID, contact: Int64) -> SQL {
        SQL("SELECT agent_type FROM contact_holds WHERE workspace_id = $1 AND contact_id = $2", [.workspace(workspace), .integer(contact)])
    }

    /// Has a contact's agent let go of it; fails with `UnderWay` where something of the agent's is on its way to the contact.
    package static func release(_ workspace: WorkspaceID, contact: Int64) -> [SQL] {
        [
            lock(workspace),
            SQL(
                """
                DELETE FROM contact_holds WHERE workspace_id = $1 AND contact_id = $2 AND NOT EXISTS (
                    SELECT 1 FROM agent_runs r WHERE r.workspace_id = $1 AND r.contact_id = $2 AND r.agent_id = contact_holds.agent_id
                    AND \(AgentRuns.areUnfinished("r")))
                AND NOT EXISTS (
                    SELECT 1 FROM sequence_positions s WHERE s.workspace_id = $1 AND s.contact_id = $2 AND s.agent_id = contact_holds.agent_id
                    AND s.state = 'active')
                AND NOT EXISTS (
                    SELECT 1 FROM communications m WHERE m.workspace_id = $1 AND m.contact_id = $2 AND m.status = 'draft'
                    AND m.agent_type = contact_holds.agent_type)
                RETURNING agent_type
                """, [.workspace(workspace), .integer(contact)]
            ).expectingOneRow(orThrow: UnderWay()),
        ]
    }

    /// Something of the agent's is on its way to the contact.
    package struct UnderWay: Error {}
}
