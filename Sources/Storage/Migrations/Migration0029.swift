extension Migration {
    /// An occurrence that goes takes its runs along: without an index over these each one went through all runs of all workspaces.
    ///
    /// Of two indexes that serve a statement alike SQLite takes the younger one: for what is left to do of an occurrence that has to
    /// be the one of unfinished runs.
    static let runsOfOccurrences = Migration(
        number: 29, name: "runs_of_occurrences",
        statements: [
            "CREATE INDEX agent_runs_occurrence ON agent_runs (occurrence_id) WHERE occurrence_id IS NOT NULL",
            "{{sqlite}}DROP INDEX agent_runs_unfinished",
            """
            {{sqlite}}CREATE INDEX agent_runs_unfinished ON agent_runs (occurrence_id)
            WHERE state = 'queued' OR state = 'running' OR state = 'failed'
            """,
        ]
    )
}
