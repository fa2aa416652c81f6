extension Migration {
    /// A person's rights: erasure in slices, what is left of an erased address, and for how long each kind of data is kept.
    static let rights = Migration(
        number: 20, name: "rights",
        statements: [
            // No foreign key to the contact: the row outlives it. `identity` is there while it is open only.
            """
            CREATE TABLE erasures (
                id {{identity}}, workspace_id BIGINT NOT NULL REFERENCES workspaces (id), contact_id BIGINT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('open', 'done')), stage TEXT NOT NULL, reached BIGINT NOT NULL DEFAULT 0, identity TEXT,
                finished_at BIGINT, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                UNIQUE (workspace_id, contact_id))
            """,
            "CREATE INDEX erasures_open ON erasures (id) WHERE state = 'open'",
            // Addresses that are not to be written to although nobody may know them any more: SHA-256 of the workspace's salt and
            // the address in lower case.
            """
            CREATE TABLE erased_addresses (
                workspace_id BIGINT NOT NULL REFERENCES workspaces (id), hash TEXT NOT NULL, created_at BIGINT NOT NULL,
                PRIMARY KEY (workspace_id, hash))
            """,
            "ALTER TABLE workspaces ADD COLUMN erasure_salt TEXT NOT NULL DEFAULT ''",
            // On SQLite every connection brings the same function.
            """
            {{postgres}}CREATE FUNCTION address_hash(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                AS $body$ SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex') COLLATE "C" $body$
            """,
            "CREATE INDEX events_contact ON events (workspace_id, contact_id) WHERE contact_id IS NOT NULL",

            // How many days; null for as long as there is room.
            "ALTER TABLE workspaces ADD COLUMN keep_conversations_days BIGINT",
            "ALTER TABLE workspaces ADD COLUMN keep_messages_days BIGINT",
            "ALTER TABLE workspaces ADD COLUMN keep_runs_days BIGINT DEFAULT 730",
            "ALTER TABLE workspaces ADD COLUMN keep_deliveries_days BIGINT DEFAULT 365",
            "ALTER TABLE workspaces ADD COLUMN keep_model_calls_days BIGINT DEFAULT 730",
            """
            CREATE TABLE retention_runs (
                workspace_id BIGINT PRIMARY KEY REFERENCES workspaces (id), due_at BIGINT NOT NULL, finished_at BIGINT, deleted TEXT)
            """,
            "CREATE INDEX communications_internal_age ON communications (workspace_id, created_at) WHERE direction = 'internal'",
            "CREATE INDEX deliveries_age ON deliveries (workspace_id, finished_at) WHERE finished_at IS NOT NULL",
            "CREATE INDEX occurrences_age ON occurrences (workspace_id, finished_at) WHERE finished_at IS NOT NULL",
            """
            CREATE INDEX agent_runs_on_request_age ON agent_runs (workspace_id, finished_at)
            WHERE occurrence_id IS NULL AND step IS NULL AND finished_at IS NOT NULL
            """,
            "CREATE INDEX proposals_age ON proposals (workspace_id, expires_at)",
        ]
    )
}
