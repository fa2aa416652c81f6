extension Migration {
    /// PostgreSQL reads a table's checks anew from their text for each statement that inserts or updates, and a list of texts is long
    /// there: of storing a question and its answer that was a seventh. What a domain checks a session reads once.
    ///
    /// The columns stay texts, so that no row and no index is written anew.
    static let checksOfDomains = Migration(
        number: 30, name: "checks_of_domains",
        statements: [
            domain("message_status", ["sent", "unanswered", "answered", "draft", "rejected"]),
            domain("message_direction", ["internal", "outbound", "inbound"]),
            domain("run_state", ["queued", "running", "succeeded", "failed", "dead", "cancelled"]),
            domain("delivery_state", ["queued", "sending", "delivered", "failed", "dead", "unknown", "cancelled"]),
            """
            {{postgres}}ALTER TABLE communications DROP CONSTRAINT communications_status_check1, DROP CONSTRAINT communications_direction_check,
                ADD CONSTRAINT communications_check
                CHECK (CAST(status AS message_status) IS NOT NULL AND CAST(direction AS message_direction) IS NOT NULL)
            """,
            """
            {{postgres}}ALTER TABLE agent_runs DROP CONSTRAINT agent_runs_state_check,
                ADD CONSTRAINT agent_runs_state_check CHECK (CAST(state AS run_state) IS NOT NULL)
            """,
            """
            {{postgres}}ALTER TABLE deliveries DROP CONSTRAINT deliveries_state_check,
                ADD CONSTRAINT deliveries_state_check CHECK (CAST(state AS delivery_state) IS NOT NULL)
            """,
            // A call is counted right after it is entered: its next state finds room on its page, and no index is touched.
            "{{postgres}}ALTER TABLE model_calls SET (fillfactor = 50)",
        ]
    )

    private static func domain(_ name: String, _ values: [String]) -> String {
        "{{postgres}}CREATE DOMAIN \(name) AS TEXT CHECK (VALUE IN (\(values.map { "'\($0)'" }.joined(separator: ", "))))"
    }
}
