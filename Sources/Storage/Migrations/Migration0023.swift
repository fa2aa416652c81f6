extension Migration {
    /// PostgreSQL itself keeps the workspaces apart (docs/decisions/0011-row-level-security.md); SQLite has no such means.
    static let rowLevelSecurity = Migration(
        number: 23, name: "row_level_security",
        statements: WorkspacePolicy.statements(on: "workspaces", by: "id") + workspaceTables.flatMap { WorkspacePolicy.statements(on: $0) }
    )

    private static let workspaceTables = [
        "account_identities", "accounts", "agent_runs", "agent_versions", "agents", "answers_under_way", "api_keys", "audit_entries", "audit_heads",
        "business_profiles", "communications", "companies", "contact_holds", "contacts", "conversations", "daily_counts", "data_keys", "deals",
        "deliveries", "erased_addresses", "erasures", "events", "idempotency_keys", "model_accounts", "model_calls", "model_spending",
        "occurrences", "products", "proposals", "recovery_codes", "retention_runs", "sequence_positions", "session_tokens", "sessions",
        "suppressions", "targets", "tasks", "tool_permissions", "users", "webhooks",
    ]
}
