extension Migration {
    /// PostgreSQL itself keeps the workspaces apart (docs/decisions/0011-row-level-security.md); SQLite has no such means.
    static let rowLevelSecurity = Migration(
        number: 25, name: "row_level_security",
        statements: keys + plainIndexes + WorkspacePolicy.statements(on: "workspaces", by: "id")
            + workspaceTables.flatMap { WorkspacePolicy.statements(on: $0) }
    )

    private static let workspaceTables = [
        "account_identities", "accounts", "agent_runs", "agent_versions", "agents", "answers_under_way", "api_keys", "audit_entries", "audit_heads",
        "business_profiles", "communications", "companies", "contact_holds", "contacts", "conversations", "daily_counts", "data_keys", "deals",
        "deliveries", "erased_addresses", "erasures", "events", "facts_versions", "idempotency_keys", "model_accounts", "model_calls",
        "model_spending",
        "occurrences", "products", "proposals", "recovery_codes", "retention_runs", "sequence_positions", "session_tokens", "sessions",
        "suppressions", "targets", "tasks", "tool_permissions", "users", "webhooks",
    ]

    // Behind policies PostgreSQL looks up in an index only what can't tell on the way what it saw: columns and CASE, but neither
    // functions nor COALESCE.

    /// What rows are looked up by whatever its case, as columns.
    private static let keys =
        ["accounts", "contacts", "suppressions", "users"].flatMap { table in
            key("email_key", of: "email", in: table) + [
                "DROP INDEX \(table)_email",
                "CREATE UNIQUE INDEX \(table)_email ON \(table) (\(table == "accounts" ? "" : "workspace_id, ")email_key)",
            ]
        }
        + key("name_key", of: "name", in: "products") + [
            "DROP INDEX products_folded_name",
            "CREATE INDEX products_folded_name ON products (workspace_id, name_key) WHERE status = 'active'",
        ]

    private static func key(_ name: String, of column: String, in table: String) -> [String] {
        let addition = "ALTER TABLE \(table) ADD COLUMN \(name) TEXT"
        return [
            "{{sqlite}}\(addition) GENERATED ALWAYS AS (lower(\(column))) VIRTUAL",
            "{{postgres}}\(addition) COLLATE \"C\" GENERATED ALWAYS AS (lower(\(column))) STORED",
        ]
    }

    private static let recipient = "(CASE WHEN contact_id IS NULL THEN 0 ELSE contact_id END)"

    private static let plainIndexes = [
        "DROP INDEX agent_runs_one_at_a_time",
        "CREATE UNIQUE INDEX agent_runs_one_at_a_time ON agent_runs (workspace_id, user_id, \(recipient)) WHERE state = 'running'",
        "DROP INDEX agent_runs_waiting",
        """
        CREATE INDEX agent_runs_waiting ON agent_runs (workspace_id, user_id, \(recipient), next_attempt_at, id)
        WHERE state IN ('queued', 'failed')
        """,
        "DROP INDEX communications_with_contacts_of_late",
        """
        CREATE INDEX communications_with_contacts_of_late
        ON communications (workspace_id, (CASE WHEN sent_at IS NULL THEN created_at ELSE sent_at END), contact_id)
        WHERE contact_id IS NOT NULL AND direction <> 'internal'
        """,
    ]
}
