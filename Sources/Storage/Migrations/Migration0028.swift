extension Migration {
    /// SQLite makes a table of its own for the values of an `IN` of three and more, anew for each statement that has to look at it: for
    /// the checks of a message and of its run that was a tenth of what storing them costs. Alternatives need no table. PostgreSQL has no
    /// such cost.
    ///
    /// The texts are changed where SQLite keeps them, the way that its documentation of ALTER TABLE gives for changes that leave the
    /// content as it is (https://www.sqlite.org/lang_altertable.html#otheralter).
    static let alternatives = Migration(
        number: 28, name: "alternatives",
        statements: ["{{sqlite}}PRAGMA writable_schema = ON"] + checked.map(inChecks)
            + [
                "{{sqlite}}PRAGMA writable_schema = RESET",
                "{{sqlite}}DROP INDEX agent_runs_unfinished",
                "{{sqlite}}CREATE INDEX agent_runs_unfinished ON agent_runs (occurrence_id) WHERE \(unfinished)",
                "{{sqlite}}DROP INDEX agent_runs_on_their_way",
                """
                {{sqlite}}CREATE INDEX agent_runs_on_their_way ON agent_runs (workspace_id, agent_id, contact_id)
                WHERE contact_id IS NOT NULL AND (\(unfinished))
                """,
            ]
    )

    private static let checked: [(column: String, values: [String])] = [
        ("status", ["sent", "unanswered", "answered", "draft", "rejected"]),
        ("direction", ["internal", "outbound", "inbound"]),
        ("state", ["queued", "running", "succeeded", "failed", "dead", "cancelled"]),
        ("state", ["queued", "sending", "delivered", "failed", "dead", "unknown", "cancelled"]),
        ("state", ["planned", "running", "done", "missed"]),
        ("state", ["started", "applied", "answered"]),
        ("state", ["active", "done", "stopped"]),
        ("status", ["open", "won", "lost"]),
        ("status", ["pending", "done", "cancelled"]),
        ("consent", ["unknown", "given", "withdrawn"]),
    ]

    private static let unfinished = alternatives(of: "state", ["queued", "running", "failed"])

    private static func inChecks(of column: String, _ values: [String]) -> String {
        let list = "CHECK (\(column) IN (\(values.map { "'\($0)'" }.joined(separator: ", ")))"
        return
            "{{sqlite}}UPDATE sqlite_master SET sql = replace(sql, \(quoted(list)), \(quoted("CHECK (\(alternatives(of: column, values))"))) WHERE type = 'table'"
    }

    private static func alternatives(of column: String, _ values: [String]) -> String {
        values.map { "\(column) = '\($0)'" }.joined(separator: " OR ")
    }

    private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
}
