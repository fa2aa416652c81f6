extension Migration {
    /// Agents as rows, with every version of them, and runs that keep which version wrote them.
    ///
    /// The five built-in agents' rows come right after the schema, from their own files (`Agents.ensure`).
    static let agents = Migration(
        number: 4, name: "agents",
        statements: [
            """
            CREATE TABLE agents (
                id {{identity}}, workspace_id BIGINT NOT NULL REFERENCES workspaces (id), agent_type TEXT NOT NULL,
                title TEXT NOT NULL, purpose TEXT NOT NULL, schedule_rule TEXT NOT NULL, time_zone TEXT, start_date TEXT, end_date TEXT,
                holidays TEXT NOT NULL DEFAULT '[]', catch_up TEXT NOT NULL CHECK (catch_up IN ('skip', 'run_once', 'run_all')),
                paused BIGINT NOT NULL DEFAULT 0, recipients TEXT NOT NULL CHECK (recipients IN ('user', 'contact')), prompt TEXT,
                built_in BIGINT NOT NULL DEFAULT 0, planned_through BIGINT NOT NULL DEFAULT 0, skipped_through BIGINT, next_due_at BIGINT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                UNIQUE (workspace_id, agent_type))
            """,
            // What is due is found without looking at what is not, however many agents there are.
            "CREATE INDEX agents_due ON agents (next_due_at) WHERE next_due_at IS NOT NULL",
            // No foreign key to the agent: what a run was written by stays on record when the agent goes.
            """
            CREATE TABLE agent_versions (
                workspace_id BIGINT NOT NULL REFERENCES workspaces (id), agent_id BIGINT NOT NULL, agent_type TEXT NOT NULL,
                version BIGINT NOT NULL, content TEXT NOT NULL, created_at BIGINT NOT NULL,
                PRIMARY KEY (workspace_id, agent_id, version))
            """,
            "CREATE INDEX agent_versions_type ON agent_versions (workspace_id, agent_type)",
            "ALTER TABLE agent_runs ADD COLUMN agent_id BIGINT",
            "ALTER TABLE agent_runs ADD COLUMN agent_version BIGINT",
            "ALTER TABLE occurrences ADD COLUMN missed_because TEXT",
        ]
    )
}
