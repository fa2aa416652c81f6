extension Migration {
    /// Calls of models, one row each, and what a workspace may spend on them.
    static let modelCalls = Migration(
        number: 9, name: "model_calls",
        statements: [
            // No foreign keys but to the workspace: what was spent stays on record when what it was spent on is gone.
            """
            CREATE TABLE model_calls (
                id {{identity}}, workspace_id BIGINT NOT NULL REFERENCES workspaces (id), key TEXT NOT NULL, mark TEXT,
                purpose TEXT NOT NULL, user_id BIGINT NOT NULL, agent_type TEXT, agent_version BIGINT, run_id BIGINT, conversation_id BIGINT,
                provider TEXT NOT NULL, model TEXT NOT NULL, outcome TEXT NOT NULL, error TEXT,
                tokens_in BIGINT, tokens_out BIGINT, cost_nanodollars BIGINT, is_estimated BIGINT NOT NULL DEFAULT 0, latency_ms BIGINT,
                day TEXT NOT NULL, reserved BIGINT NOT NULL DEFAULT 0, expires_at BIGINT, is_counted BIGINT NOT NULL DEFAULT 0,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL)
            """,
            "CREATE UNIQUE INDEX model_calls_key ON model_calls (key)",
            "CREATE INDEX model_calls_day ON model_calls (workspace_id, day)",
            "CREATE INDEX model_calls_run ON model_calls (run_id) WHERE run_id IS NOT NULL",
            "CREATE INDEX model_calls_mark ON model_calls (mark) WHERE mark IS NOT NULL",
            "CREATE INDEX model_calls_open ON model_calls (expires_at) WHERE outcome = 'open'",

            // What the calls of a day (2026-01-31) or month (2026-01) have cost, and what those under way may cost.
            """
            CREATE TABLE model_spending (
                workspace_id BIGINT NOT NULL REFERENCES workspaces (id), period TEXT NOT NULL, spent BIGINT NOT NULL, reserved BIGINT NOT NULL,
                told_at BIGINT, PRIMARY KEY (workspace_id, period))
            """,
            "ALTER TABLE workspaces ADD COLUMN model_budget_day_cents BIGINT",
            "ALTER TABLE workspaces ADD COLUMN model_budget_month_cents BIGINT",
            "ALTER TABLE workspaces ADD COLUMN model_budget_run_cents BIGINT",
            "CREATE INDEX agent_runs_waiting_for_budget ON agent_runs (workspace_id) WHERE rule = 'model_budget'",
        ]
    )
}
