extension Migration {
    /// What a contact wrote before a person queued a run again does not keep it from being written.
    static let runsQueuedAgain = Migration(
        number: 37, name: "runs_queued_again", statements: ["ALTER TABLE agent_runs ADD COLUMN queued_at BIGINT"])
}
