extension Migration {
    /// Events, and agents that run by them.
    static let triggers = Migration(
        number: 6, name: "triggers",
        statements: [
            "ALTER TABLE agents ADD COLUMN trigger TEXT",
            // What the trigger says, as events are matched with it.
            "ALTER TABLE agents ADD COLUMN trigger_kind TEXT",
            "ALTER TABLE agents ADD COLUMN trigger_detail TEXT",
            // Nothing before this time counts for it.
            "ALTER TABLE agents ADD COLUMN listens_since BIGINT NOT NULL DEFAULT 0",
            // When somebody looks next for what time has made true; null where nothing has to be looked for.
            "ALTER TABLE agents ADD COLUMN search_due_at BIGINT",
            "CREATE INDEX agents_listening ON agents (workspace_id, trigger_kind) WHERE trigger_kind IS NOT NULL",
            "CREATE INDEX agents_searching ON agents (search_due_at) WHERE search_due_at IS NOT NULL",

            // No foreign keys but to the workspace: what happened stays on record when what it happened to is gone.
            """
            CREATE TABLE events (
                id {{identity}}, workspace_id BIGINT NOT NULL REFERENCES workspaces (id), kind TEXT NOT NULL, key TEXT NOT NULL,
                agent_id BIGINT, user_id BIGINT NOT NULL, contact_id BIGINT, subject_id BIGINT, detail TEXT,
                occurred_at BIGINT NOT NULL, handled_at BIGINT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                UNIQUE (workspace_id, kind, key))
            """,
            "CREATE INDEX events_open ON events (id) WHERE handled_at IS NULL",
            "CREATE INDEX events_age ON events (occurred_at)",

            "ALTER TABLE occurrences ADD COLUMN event_id BIGINT",
            "CREATE UNIQUE INDEX occurrences_event ON occurrences (workspace_id, agent_type, event_id) WHERE event_id IS NOT NULL",
            "CREATE INDEX occurrences_of_events ON occurrences (id) WHERE state = 'planned' AND event_id IS NOT NULL",

            // What is looked for.
            "CREATE INDEX tasks_pending ON tasks (workspace_id, due_date) WHERE status = 'pending'",
            "CREATE INDEX targets_due ON targets (workspace_id, due_date) WHERE due_date IS NOT NULL",
            """
            CREATE INDEX communications_sent ON communications (workspace_id, sent_at)
            WHERE direction = 'outbound' AND status = 'sent' AND contact_id IS NOT NULL
            """,
        ] + EventTriggers.statements
    )
}
