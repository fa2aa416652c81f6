extension Migration {
    /// What a message is to speak of first is found without going through all of a person's rows: the open deals by the day of their
    /// decision, the last ones that were won, what was done today, and when there last was contact with somebody.
    static let factsInOrder = Migration(
        number: 32, name: "facts_in_order",
        statements: [
            "DROP INDEX deals_status",
            "CREATE INDEX deals_status ON deals (workspace_id, user_id, status, updated_at)",
            "CREATE INDEX deals_closing ON deals (workspace_id, user_id, expected_close_date) WHERE status = 'open'",
            "CREATE INDEX tasks_completed ON tasks (workspace_id, user_id, completed_at) WHERE completed_at IS NOT NULL",
            // The last two columns are what the third is made of: without them PostgreSQL would read the row all the same.
            """
            CREATE INDEX communications_last_contact
            ON communications (workspace_id, contact_id, (CASE WHEN sent_at IS NULL THEN created_at ELSE sent_at END), created_at, sent_at)
            WHERE contact_id IS NOT NULL AND status <> 'draft' AND status <> 'rejected'
            """,
        ]
    )
}
