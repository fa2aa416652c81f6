extension Migration {
    /// Agents that send by themselves where nothing speaks against it, and what does.
    static let guardedAutonomy = Migration(
        number: 14, name: "guarded_autonomy",
        statements: [
            // Neither database changes the CHECK of a column, so a new column takes the old one's name.
            "ALTER TABLE agents RENAME COLUMN autonomy TO former_autonomy",
            "ALTER TABLE agents ADD COLUMN autonomy TEXT NOT NULL DEFAULT 'ask' CHECK (autonomy IN ('ask', 'guarded', 'auto'))",
            "UPDATE agents SET autonomy = former_autonomy",
            "ALTER TABLE agents DROP COLUMN former_autonomy",

            "ALTER TABLE workspaces ADD COLUMN large_deal_minor BIGINT",
            "ALTER TABLE workspaces ADD COLUMN guarded_ignores TEXT NOT NULL DEFAULT '[]'",

            // As JSON: why a guarded agent left it to a person.
            "ALTER TABLE communications ADD COLUMN risks TEXT NOT NULL DEFAULT '[]'",
            // The template by which an agent wrote it to a contact, as a fingerprint; null for everything else.
            "ALTER TABLE communications ADD COLUMN template TEXT",
            """
            CREATE INDEX communications_by_proven_template ON communications (workspace_id, agent_type, template)
            WHERE template IS NOT NULL AND status = 'sent' AND written_body IS NULL
            """,
        ]
    )
}
