extension Migration {
    /// Occurrences that a person can pause, slow down and cancel while they go on.
    static let batches = Migration(
        number: 7, name: "batches",
        statements: [
            "ALTER TABLE occurrences ADD COLUMN paused BIGINT NOT NULL DEFAULT 0",
            // Null for as fast as the workers are.
            "ALTER TABLE occurrences ADD COLUMN rate_per_minute BIGINT",
            // Up to when runs have been let go by the rate.
            "ALTER TABLE occurrences ADD COLUMN released_through BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE occurrences ADD COLUMN cancelled_at BIGINT",
            // When a run that is held back would be due.
            "ALTER TABLE agent_runs ADD COLUMN resumes_at BIGINT",
            """
            CREATE INDEX occurrences_rated ON occurrences (workspace_id, id)
            WHERE rate_per_minute IS NOT NULL AND state IN ('planned', 'running')
            """,
            // Cancelled ones of which something is still being written.
            "CREATE INDEX occurrences_ending ON occurrences (workspace_id, id) WHERE state = 'running' AND cancelled_at IS NOT NULL",
            // Runs that are held back, in the order in which they are let go.
            """
            CREATE INDEX agent_runs_held ON agent_runs (workspace_id, occurrence_id, resumes_at, id)
            WHERE state IN ('queued', 'failed') AND next_attempt_at IS NULL
            """,
        ]
    )
}
