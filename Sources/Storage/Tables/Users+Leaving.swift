import Domain

extension Users {
    /// Gives what a user who is going has with contacts that somebody else looks after by now to whoever does: what was written to
    /// them and by them, with its runs and deliveries, would go with the user, and nobody would know that they had it. Notes of the
    /// user's own stay theirs.
    ///
    /// The versions of runs and deliveries stay, so that who has one in hand can end it. The user's own contacts go, and with them what
    /// others' rows say of them.
    @Sendable static func handOver(_ workspace: WorkspaceID, _ user: Int64) -> [SQL] {
        let arguments: [SQLValue] = [.workspace(workspace), .integer(user)]
        return [communications, runs, deliveries].map { SQL($0, arguments) }
            + Contacts.release(
                "IN (SELECT k.id FROM contacts k WHERE k.workspace_id = $1 AND k.user_id = $2)", arguments, from: "user_id <> $2")
    }

    private static let communications =
        """
        UPDATE communications SET user_id = (\(keeper(of: "communications"))), version = version + 1
        WHERE workspace_id = $1 AND user_id = $2 AND direction <> 'internal' AND EXISTS (\(keeper(of: "communications")) AND c.user_id <> $2)
        """

    /// One run at a time for each person and contact: what would be a second one is left.
    private static let runs =
        """
        UPDATE agent_runs SET user_id = (\(keeper(of: "agent_runs")))
        WHERE workspace_id = $1 AND user_id = $2 AND EXISTS (\(keeper(of: "agent_runs")) AND c.user_id <> $2)
        AND (state <> 'running' OR NOT EXISTS (
            SELECT 1 FROM agent_runs o WHERE o.workspace_id = $1 AND o.contact_id = agent_runs.contact_id AND o.state = 'running' AND o.user_id <> $2))
        """

    private static let deliveries =
        """
        UPDATE deliveries SET user_id = (\(writer))
        WHERE workspace_id = $1 AND user_id = $2 AND EXISTS (\(writer) AND m.user_id <> $2)
        """

    private static let writer = "SELECT m.user_id FROM communications m WHERE m.workspace_id = $1 AND m.id = deliveries.communication_id"

    private static func keeper(of table: String) -> String {
        "SELECT c.user_id FROM contacts c WHERE c.workspace_id = $1 AND c.id = \(table).contact_id"
    }
}
