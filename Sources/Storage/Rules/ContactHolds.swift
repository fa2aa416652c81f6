package import Domain

/// Which agent had a contact last: one objective for a contact at a time.
///
/// A hold is not ended but by a person. Whether its agent still has the contact is seen from the agent's runs and messages
/// (`ContactJudgement`).
package enum ContactHolds {
    /// Has whoever plans for a workspace's contacts wait for one another, until the commit ends: what one commit plans the next
    /// one sees, so that two agents never take one contact and a cap holds. It comes first.
    static func lock(_ workspace: WorkspaceID) -> SQL {
        Workspaces.lock(workspace)
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

    /// What of an agent's is on its way to the contact that it holds: until that has ended it can't be released.
    package enum Obstacle: String, CaseIterable, Sendable {
        case run, sequence, draft
        /// A message that was sent and still waits for a receiver, or is to be tried again.
        case delivery

        /// A selection of ids, of the contact `c` and the hold `h`.
        var rows: String {
            switch self {
            case .run:
                """
                SELECT hr.id FROM agent_runs hr WHERE hr.workspace_id = $1 AND hr.contact_id = c.id AND hr.agent_id = h.agent_id
                AND \(AgentRuns.areUnfinished("hr"))
                """
            case .sequence:
                """
                SELECT hs.id FROM sequence_positions hs WHERE hs.workspace_id = $1 AND hs.contact_id = c.id AND hs.agent_id = h.agent_id
                AND hs.state = 'active'
                """
            case .draft:
                """
                SELECT m.id FROM communications m WHERE \(Unindexed.messages("m", of: "c.id")) AND \(Unindexed.text("m.direction")) = 'outbound'
                AND m.agent_type = h.agent_type AND \(Unindexed.text("m.status")) = 'draft'
                """
            case .delivery:
                """
                SELECT hd.id FROM communications m CROSS JOIN deliveries hd
                WHERE \(Unindexed.messages("m", of: "c.id")) AND \(Unindexed.text("m.direction")) = 'outbound'
                AND m.agent_type = h.agent_type AND \(Unindexed.text("m.status")) = 'sent'
                AND +hd.workspace_id = $1 AND hd.communication_id = m.id AND \(Deliveries.areOnTheirWay("hd"))
                """
            }
        }
    }

    private static let firstOfEach = Obstacle.allCases.map { "(SELECT MIN(b.id) FROM (\($0.rows)) b)" }.joined(separator: ", ")

    /// The agent that still has a contact, `agent_type`, with what `obstacles(_:)` reads; or no row.
    package static func holding(_ workspace: WorkspaceID, contact: Int64, now: Timestamp) -> SQL {
        SQL(
            "SELECT \(firstOfEach), h.agent_type FROM \(held) AND \(ContactJudgement.isHeld(now: "$3"))",
            [.workspace(workspace), .integer(contact), .time(now)])
    }

    package static func holder(_ row: Row) -> String { row.text(Obstacle.allCases.count) }

    /// What is on its way to a contact: one row or none, for `obstacles(_:)`.
    package static func underWay(_ workspace: WorkspaceID, contact: Int64) -> SQL {
        SQL("SELECT \(firstOfEach) FROM \(held)", [.workspace(workspace), .integer(contact)])
    }

    /// What stands in the way of a release, of each the first row's id.
    ///
    /// - Parameter row: of `holding` or `underWay`.
    package static func obstacles(_ row: Row?) -> [(obstacle: Obstacle, id: Int64)] {
        Obstacle.allCases.enumerated().compactMap { index, obstacle in row?.optionalInteger(index).map { (obstacle, $0) } }
    }

    /// The contact `$2` with its row, as the conditions of `ContactJudgement` speak of them.
    private static let held = """
        contact_holds h JOIN contacts c ON c.workspace_id = h.workspace_id AND c.id = h.contact_id
        WHERE h.workspace_id = $1 AND h.contact_id = $2
        """

    /// Has a contact's agent let go of it; fails with `UnderWay` where something of the agent's is on its way to the contact, or another
    /// agent has it by now.
    package static func release(_ workspace: WorkspaceID, contact: Int64, from holder: String) -> [SQL] {
        [
            lock(workspace),
            SQL(
                """
                DELETE FROM contact_holds WHERE workspace_id = $1 AND contact_id = $2 AND agent_type = $3
                AND NOT EXISTS (SELECT 1 FROM \(held) AND \(ContactJudgement.isUnderWay()))
                RETURNING agent_type
                """, [.workspace(workspace), .integer(contact), .text(holder)]
            ).expectingOneRow(orThrow: UnderWay()),
        ]
    }

    /// Something of the agent's is on its way to the contact, or another agent has it by now.
    package struct UnderWay: Error {}
}
