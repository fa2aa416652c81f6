/// The triggers that count the changes of what messages to a person draw on: part of migration 23, and as fixed as it is.
///
/// One look for each statement and not for each row, since imports write thousands of rows of one person by one statement.
/// SQLite has a number of its own for this (`SQLiteFactsVersion`).
enum FactsTriggers {
    static let statements: [String] =
        (functions(named: "facts", person: "user_id") + functions(named: "user_facts", person: "id")
        + tables.flatMap { triggers(on: $0, function: "facts") } + triggers(on: "users", function: "user_facts"))
        .map { "{{postgres}}" + $0 }

    private static let tables = ["business_profiles", "contacts", "deals", "tasks", "targets"]

    /// In microseconds: where a standby takes over that lacks the last changes, no number comes a second time for another state.
    private static let now = "CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000000 AS BIGINT)"

    /// In the order of their keys, so that two transactions lock the same people's numbers in the same order.
    private static func functions(named name: String, person: String) -> [String] {
        func function(_ suffix: String, _ rows: String) -> String {
            """
            CREATE FUNCTION \(name)_\(suffix)() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN
                INSERT INTO facts_versions AS known (workspace_id, user_id, version)
                SELECT DISTINCT workspace_id, person, \(now) FROM (\(rows)) AS touched ORDER BY workspace_id, person
                ON CONFLICT (workspace_id, user_id) DO UPDATE SET version = GREATEST(known.version + 1, \(now));
                RETURN NULL;
            END $body$
            """
        }
        let before = "SELECT workspace_id, \(person) AS person FROM before"
        let after = "SELECT workspace_id, \(person) AS person FROM after"
        return [function("added", after), function("changed", "\(before) UNION \(after)"), function("removed", before)]
    }

    private static func triggers(on table: String, function: String) -> [String] {
        [
            ("added", "INSERT", "NEW TABLE AS after"), ("changed", "UPDATE", "OLD TABLE AS before NEW TABLE AS after"),
            ("removed", "DELETE", "OLD TABLE AS before"),
        ].map { suffix, event, rows in
            """
            CREATE TRIGGER facts_\(suffix) AFTER \(event) ON \(table) REFERENCING \(rows)
            FOR EACH STATEMENT EXECUTE FUNCTION \(function)_\(suffix)()
            """
        }
    }
}
