extension Migration {
    /// A person's messages by one index instead of two, the history first: each took a page of its own in the log of every commit, and half
    /// of what a message in the chat changes are these pages.
    static let histories = Migration(
        number: 36, name: "histories",
        statements: [
            "DROP INDEX communications_user",
            "DROP INDEX communications_internal",
            "CREATE INDEX communications_history ON communications (workspace_id, user_id, direction, id)",
        ]
    )
}
