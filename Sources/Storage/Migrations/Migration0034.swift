extension Migration {
    /// Remembered facts tell when there last was contact with somebody. Messages that come are asked for before each answer, of those
    /// noted by an index of their own; of those that are changed or deleted PostgreSQL's numbers of facts tell, as `SQLiteFactsVersion`
    /// does on SQLite.
    static let contactTimes = Migration(
        number: 34, name: "contact_times",
        statements: [
            """
            CREATE INDEX communications_noted ON communications (workspace_id, created_at)
            WHERE contact_id IS NOT NULL AND direction = 'internal'
            """
        ] + countingTriggers.map { "{{postgres}}" + $0 }
    )

    /// A row for itself where it is changed: triggers that name columns have no table of all rows, and without the columns each answer
    /// in a chat would meet this one. Deleted are many at once.
    private static let countingTriggers = [
        function("changed", "contacts c WHERE c.workspace_id = NEW.workspace_id AND c.id IN (OLD.contact_id, NEW.contact_id)"),
        """
        CREATE TRIGGER contact_times_changed AFTER UPDATE OF contact_id, status, sent_at ON communications FOR EACH ROW
        WHEN (OLD.contact_id IS NOT NULL OR NEW.contact_id IS NOT NULL) EXECUTE FUNCTION contact_times_changed()
        """,
        function("removed", "before b JOIN contacts c ON c.workspace_id = b.workspace_id AND c.id = b.contact_id"),
        """
        CREATE TRIGGER contact_times_removed AFTER DELETE ON communications REFERENCING OLD TABLE AS before
        FOR EACH STATEMENT EXECUTE FUNCTION contact_times_removed()
        """,
    ]

    /// The numbers go up as by `FactsTriggers`, of those who look after the contacts.
    private static func function(_ suffix: String, _ contacts: String) -> String {
        let now = "CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000000 AS BIGINT)"
        return """
            CREATE FUNCTION contact_times_\(suffix)() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN
                INSERT INTO facts_versions AS known (workspace_id, user_id, version)
                SELECT DISTINCT c.workspace_id, c.user_id, \(now) FROM \(contacts) ORDER BY 1, 2
                ON CONFLICT (workspace_id, user_id) DO UPDATE SET version = GREATEST(known.version + 1, \(now));
                RETURN NULL;
            END $body$
            """
    }
}
