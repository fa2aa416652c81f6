extension Migration {
    /// Contacts in sequences and what events have led to are found by their workspaces, in the order in which they are due: one that has
    /// very many of them holds up no other. Deliveries remember what is not known of them.
    static let dueOfWorkspaces = Migration(
        number: 38, name: "due_of_workspaces",
        statements: [
            "DROP INDEX sequence_positions_due",
            // The second condition keeps who looks for a contact's positions from going through the workspace's.
            """
            CREATE INDEX sequence_positions_due ON sequence_positions (workspace_id, wake_at, id) WHERE state = 'active' AND wake_at IS NOT NULL
            """,
            "DROP INDEX occurrences_of_events",
            "CREATE INDEX occurrences_of_events ON occurrences (workspace_id, due_at, id) WHERE state = 'planned' AND event_id IS NOT NULL",
            // Whether an attempt that failed may have reached its receiver, whatever became of later ones.
            "ALTER TABLE deliveries ADD COLUMN may_have_arrived BIGINT NOT NULL DEFAULT 0",
            """
            UPDATE deliveries SET may_have_arrived = 1 WHERE (state = 'queued' AND attempts > 0) OR (
                state IN ('failed', 'sending', 'dead') AND attempts > 1 AND webhook_id IN (SELECT w.id FROM webhooks w WHERE w.is_idempotent = 1))
            """,
            // What no receiver took counts as sent to nobody.
            """
            UPDATE communications SET status = 'rejected', sent_at = NULL, rejected_because = 'No receiver took it.', version = version + 1
            WHERE direction = 'outbound' AND status = 'sent' AND id IN (SELECT d.communication_id FROM deliveries d WHERE d.state = 'dead')
                AND NOT EXISTS (
                    SELECT 1 FROM deliveries x WHERE x.communication_id = communications.id
                    AND (x.state NOT IN ('dead', 'cancelled') OR x.may_have_arrived = 1))
            """,
        ]
    )
}
