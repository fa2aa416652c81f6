extension Migration {
    /// Webhooks, deliveries, and queues that many instances share fairly between workspaces.
    static let deliveries = Migration(
        number: 2, name: "webhooks and deliveries",
        statements: [
            """
            CREATE TABLE webhooks (
                id {{identity}}, workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
                url TEXT NOT NULL, description TEXT NOT NULL DEFAULT '', secret TEXT NOT NULL,
                is_idempotent BIGINT NOT NULL DEFAULT 0, enabled BIGINT NOT NULL DEFAULT 1,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL)
            """,
            "CREATE INDEX webhooks_enabled ON webhooks (workspace_id, id) WHERE enabled = 1",
            // No foreign key to the webhook: what was sent stays on record when the webhook goes, and a run that ends
            // at the same moment must not fail for it.
            """
            CREATE TABLE deliveries (
                id {{identity}}, workspace_id BIGINT NOT NULL, user_id BIGINT NOT NULL,
                communication_id BIGINT NOT NULL REFERENCES communications (id) ON DELETE CASCADE,
                channel TEXT NOT NULL, webhook_id BIGINT, key TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'delivered', 'failed', 'dead', 'unknown', 'cancelled')),
                attempts BIGINT NOT NULL DEFAULT 0, next_attempt_at BIGINT, lease_owner TEXT, lease_expires_at BIGINT,
                response_status BIGINT, error TEXT, delivered_at BIGINT, finished_at BIGINT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                UNIQUE (workspace_id, communication_id, webhook_id), UNIQUE (workspace_id, key),
                FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id) ON DELETE CASCADE)
            """,
            "CREATE INDEX deliveries_communication ON deliveries (communication_id)",
            "CREATE INDEX deliveries_user ON deliveries (workspace_id, user_id, id)",
            "CREATE INDEX deliveries_due ON deliveries (workspace_id, next_attempt_at, id) WHERE state IN ('queued', 'failed')",
            "CREATE INDEX deliveries_sending ON deliveries (workspace_id, id) WHERE state = 'sending'",
            // What waits for a person is found at once among any number of others.
            "CREATE INDEX deliveries_dead ON deliveries (workspace_id, id) WHERE state = 'dead'",
            "CREATE INDEX deliveries_unknown ON deliveries (workspace_id, id) WHERE state = 'unknown'",
            "CREATE INDEX agent_runs_dead ON agent_runs (workspace_id, id) WHERE state = 'dead'",
            // Occurrences over many people get their runs in slices; this is the last user looked at.
            "ALTER TABLE occurrences ADD COLUMN expanded_through BIGINT NOT NULL DEFAULT 0",
            // Failed runs on request were at their end; now a failed run is one that is tried again.
            "UPDATE agent_runs SET state = 'dead', version = version + 1 WHERE state = 'failed' AND next_attempt_at IS NULL",
            "DROP INDEX agent_runs_due",
            "CREATE INDEX agent_runs_due ON agent_runs (workspace_id, next_attempt_at, id) WHERE state IN ('queued', 'failed')",
            "CREATE INDEX agent_runs_waiting ON agent_runs (workspace_id, user_id, next_attempt_at, id) WHERE state IN ('queued', 'failed')",
        ]
    )
}
