extension Migration {
    /// How long drafts wait for a decision.
    static let draftLife = Migration(
        number: 15, name: "draft_life",
        statements: [
            "ALTER TABLE workspaces ADD COLUMN draft_days BIGINT NOT NULL DEFAULT 30",
            "CREATE INDEX communications_drafts_age ON communications (workspace_id, created_at) WHERE status = 'draft'",
        ]
    )
}
