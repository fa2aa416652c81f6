extension Migration {
    /// What a contact wrote before a person queued a run again stops it no more than what was written before it was made.
    static let runsQueuedAgain = Migration(
        number: 37, name: "runs_queued_again", statements: ["ALTER TABLE agent_runs ADD COLUMN queued_again_at BIGINT"])
}
