extension Migration {
    /// Events are looked for by their workspaces: one that has very many of them holds up no other.
    static let eventsOfWorkspaces = Migration(
        number: 31, name: "events_of_workspaces",
        statements: [
            "DROP INDEX events_open",
            "CREATE INDEX events_open ON events (workspace_id, id) WHERE handled_at IS NULL",
        ]
    )
}
