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

    /// What of an agent's is on its way to the contact that it holds: until that has ended it can't be released.
    package enum Obstacle: String, CaseIterable, Sendable {
        case run, draft, sequence

        fileprivate var condition: String {
            switch self {
            case .run: ContactJudgement.hasRun
            case .draft: ContactJudgement.hasDraft
            case .sequence: ContactJudgement.isInSequence
            }
        }
    }

    /// The agent that still has a contact: `agent_type`, then whether each `Obstacle` is there, or no row.
    package static func holding(_ workspace: WorkspaceID, contact: Int64, now: Timestamp) -> SQL {
        SQL(
            "SELECT h.agent_type, \(obstacles) FROM \(held) AND \(ContactJudgement.isHeld(now: "$3"))",
            [.workspace(workspace), .integer(contact), .time(now)])
    }

    private static let obstacles = Obstacle.allCases.map { "CASE WHEN \($0.condition) THEN 1 ELSE 0 END" }.joined(separator: ", ")

    /// What stands in the way of a release, from a row of `holding`.
    package static func obstacles(_ row: Row) -> [Obstacle] {
        Obstacle.allCases.enumerated().filter { row.integer($0.offset + 1) == 1 }.map(\.element)
    }

    /// The contact `$2` with its row, as the conditions of `ContactJudgement` speak of them.
    private static let held = """
        contact_holds h JOIN contacts c ON c.workspace_id = h.workspace_id AND c.id = h.contact_id
        WHERE h.workspace_id = $1 AND h.contact_id = $2
        """

    /// Has a contact's agent let go of it; fails with `UnderWay` where something of the agent's is on its way to the contact.
    package static func release(_ workspace: WorkspaceID, contact: Int64) -> [SQL] {
        [
            lock(workspace),
            SQL(
                """
                DELETE FROM contact_holds WHERE workspace_id = $1 AND contact_id = $2
                AND NOT EXISTS (SELECT 1 FROM \(held) AND \(ContactJudgement.isUnderWay))
                RETURNING agent_type
                """, [.workspace(workspace), .integer(contact)]
            ).expectingOneRow(orThrow: UnderWay()),
        ]
    }

    /// Something of the agent's is on its way to the contact.
    package struct UnderWay: Error {}
}
