extension Migration {
    /// What a message is to speak of first is found without going through all of a person's rows: the open deals by the day of their
    /// decision, the last ones that were won, and what was done today.
    static let factsInOrder = Migration(
        number: 31, name: "facts_in_order",
        statements: [
            "DROP INDEX deals_status",
            "CREATE INDEX deals_status ON deals (workspace_id, user_id, status, updated_at)",
            "CREATE INDEX deals_closing ON deals (workspace_id, user_id, expected_close_date) WHERE status = 'open'",
            "CREATE INDEX tasks_completed ON tasks (workspace_id, user_id, completed_at) WHERE completed_at IS NOT NULL",
        ]
    )
}
