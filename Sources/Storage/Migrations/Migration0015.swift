extension Migration {
    /// How long drafts wait for a decision.
    static let draftLife = Migration(
        number: 15, name: "draft_life",
        statements: [
            "ALTER TABLE workspaces ADD COLUMN draft_days BIGINT NOT NULL DEFAULT 30",
            // What was drafted before waits for as long as it takes.
            "ALTER TABLE workspaces ADD COLUMN drafts_since BIGINT NOT NULL DEFAULT 0",
            "{{sqlite}}UPDATE workspaces SET drafts_since = CAST(strftime('%s', 'now') AS INTEGER) * 1000",
            "{{postgres}}UPDATE workspaces SET drafts_since = CAST(extract(epoch FROM now()) * 1000 AS BIGINT)",
            "CREATE INDEX communications_drafts_age ON communications (workspace_id, created_at) WHERE status = 'draft'",
        ]
    )
}
