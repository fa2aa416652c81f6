extension Migration {
    /// Where contacts are in an agent's sequence of messages.
    static let sequences = Migration(
        number: 8, name: "sequences",
        statements: [
            "ALTER TABLE agents ADD COLUMN steps TEXT NOT NULL DEFAULT '[]'",
            "ALTER TABLE agent_runs ADD COLUMN step BIGINT",
            // Each step once for a contact, ever.
            "CREATE UNIQUE INDEX agent_runs_step ON agent_runs (workspace_id, agent_id, contact_id, step) WHERE step IS NOT NULL",

            // No foreign keys but to the workspace: who went through a sequence stays on record.
            """
            CREATE TABLE sequence_positions (
                id {{identity}}, workspace_id BIGINT NOT NULL REFERENCES workspaces (id), agent_id BIGINT NOT NULL, agent_type TEXT NOT NULL,
                contact_id BIGINT NOT NULL, user_id BIGINT NOT NULL, step BIGINT NOT NULL, step_at BIGINT NOT NULL, next_step BIGINT,
                branched_at BIGINT, state TEXT NOT NULL CHECK (state IN ('active', 'done', 'stopped')), wake_at BIGINT, replied_at BIGINT,
                why TEXT, sample BIGINT NOT NULL DEFAULT 0,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                UNIQUE (workspace_id, agent_id, contact_id))
            """,
            "CREATE INDEX sequence_positions_due ON sequence_positions (wake_at, id) WHERE state = 'active'",
            "CREATE INDEX sequence_positions_contact ON sequence_positions (workspace_id, contact_id) WHERE state = 'active'",
            "CREATE INDEX sequence_positions_step ON sequence_positions (workspace_id, agent_id, step, state)",
        ] + answers
    )

    /// A contact's answer reaches the sequences that it is in, by whatever path it comes; on SQLite by migration 33 since then.
    private static let answers = [
        """
        {{sqlite}}CREATE TRIGGER sequences_answered AFTER INSERT ON communications
        WHEN NEW.direction = 'inbound' AND NEW.contact_id IS NOT NULL BEGIN \(answered) END
        """,
        """
        {{postgres}}CREATE FUNCTION sequences_answered() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN \(answered) RETURN NULL; END $body$
        """,
        """
        {{postgres}}CREATE TRIGGER sequences_answered AFTER INSERT ON communications FOR EACH ROW
        WHEN (NEW.direction = 'inbound' AND NEW.contact_id IS NOT NULL) EXECUTE FUNCTION sequences_answered()
        """,
    ]

    /// The scheduler looks at it at its next tick.
    private static let answered =
        """
        UPDATE sequence_positions SET replied_at = NEW.created_at, wake_at = NEW.created_at, version = version + 1
        WHERE workspace_id = NEW.workspace_id AND contact_id = NEW.contact_id AND state = 'active'
            AND (replied_at IS NULL OR replied_at < NEW.created_at);
        """
}
