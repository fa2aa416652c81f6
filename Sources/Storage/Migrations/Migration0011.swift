extension Migration {
    /// What the assistant wishes to change, what a person has allowed it, and what it remembers of a conversation.
    static let assistant = Migration(
        number: 11, name: "assistant",
        statements: [
            // What was proposed stays on record when its conversation goes, or the message that led to it.
            """
            CREATE TABLE proposals (
                id {{identity}}, workspace_id BIGINT NOT NULL, user_id BIGINT NOT NULL,
                conversation_id BIGINT REFERENCES conversations (id) ON DELETE SET NULL, message_id BIGINT, tool TEXT NOT NULL, arguments TEXT NOT NULL, fingerprint TEXT NOT NULL, sentence TEXT NOT NULL, subject_version BIGINT,
                state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'declined', 'failed')), result TEXT,
                expires_at BIGINT NOT NULL, decided_at BIGINT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id) ON DELETE CASCADE)
            """,
            "CREATE INDEX proposals_user ON proposals (workspace_id, user_id, id)",
            "CREATE INDEX proposals_conversation ON proposals (conversation_id)",
            // One message leads to one change of a kind, however often it is answered.
            "CREATE UNIQUE INDEX proposals_once ON proposals (workspace_id, message_id, fingerprint) WHERE message_id IS NOT NULL",
            """
            CREATE TABLE tool_permissions (
                id {{identity}}, workspace_id BIGINT NOT NULL, user_id BIGINT NOT NULL,
                conversation_id BIGINT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE, tool TEXT NOT NULL,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                UNIQUE (workspace_id, user_id, conversation_id, tool),
                FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id) ON DELETE CASCADE)
            """,
            // What was said in it up to a message, in short; null while all of it is short.
            "ALTER TABLE conversations ADD COLUMN summary TEXT",
            "ALTER TABLE conversations ADD COLUMN summary_through BIGINT NOT NULL DEFAULT 0",
        ]
    )
}
