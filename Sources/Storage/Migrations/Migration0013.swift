extension Migration {
    /// Answers as they are being written, for readers at other instances.
    static let answersUnderWay = Migration(
        number: 13, name: "answers_under_way",
        statements: [
            """
            CREATE TABLE answers_under_way (
                key TEXT PRIMARY KEY, workspace_id BIGINT NOT NULL REFERENCES workspaces (id), user_id BIGINT NOT NULL, conversation_id BIGINT,
                question_id BIGINT NOT NULL, round BIGINT NOT NULL, body TEXT NOT NULL, tools TEXT NOT NULL, instance TEXT NOT NULL,
                updated_at BIGINT NOT NULL)
            """,
            "CREATE INDEX answers_under_way_person ON answers_under_way (workspace_id, user_id)",
        ]
    )
}
