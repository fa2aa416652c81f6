extension Migration {
    /// Accounts at providers of models, and who writes with which.
    static let modelAccounts = Migration(
        number: 12, name: "model_accounts",
        statements: [
            """
            CREATE TABLE model_accounts (
                id {{identity}}, workspace_id BIGINT NOT NULL REFERENCES workspaces (id), name TEXT NOT NULL, provider TEXT NOT NULL,
                sealed_key TEXT, base_url TEXT, api_version TEXT, timeout_seconds BIGINT, max_retries BIGINT,
                requests_per_minute BIGINT, tokens_per_minute BIGINT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL)
            """,
            "CREATE UNIQUE INDEX model_accounts_name ON model_accounts (workspace_id, name)",
            "ALTER TABLE workspaces ADD COLUMN models TEXT NOT NULL DEFAULT '[]'",
            "ALTER TABLE agents ADD COLUMN models TEXT NOT NULL DEFAULT '[]'",
        ]
    )
}
