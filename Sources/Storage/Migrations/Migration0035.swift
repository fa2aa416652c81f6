extension Migration {
    /// SQLite walks through its table of last numbers for each row that it numbers, from the beginning: the tables that grow with each
    /// message stand first there. An insert of a message takes a tenth less for it, as it also asks for the number of the event that a
    /// trigger may make of it.
    static let numbersInOrder = Migration(
        number: 35, name: "numbers_in_order",
        statements: tables.enumerated().flatMap { place, table in
            [
                "INSERT INTO sqlite_sequence (name, seq) SELECT '\(table)', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '\(table)')",
                "UPDATE sqlite_sequence SET rowid = \(place - tables.count) WHERE name = '\(table)'",
            ].map { "{{sqlite}}" + $0 }
        }
    )

    private static let tables = ["communications", "events", "model_calls", "agent_runs", "audit_entries", "deliveries"]
}
