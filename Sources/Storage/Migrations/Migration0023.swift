extension Migration {
    /// What messages to a person draw on is remembered on PostgreSQL too, as long as its number stays the same.
    static let factsVersions = Migration(
        number: 23, name: "facts_versions",
        statements: [
            // Empty on SQLite, which keeps one number for all in the file's header.
            """
            CREATE TABLE facts_versions (
                workspace_id BIGINT NOT NULL, user_id BIGINT NOT NULL, version BIGINT NOT NULL, PRIMARY KEY (workspace_id, user_id))
            """,
            // Numbers go up in place: each page keeps room for the next states of its rows.
            "{{postgres}}ALTER TABLE facts_versions SET (fillfactor = 40)",
        ] + FactsTriggers.statements
    )
}
