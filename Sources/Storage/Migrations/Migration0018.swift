extension Migration {
    /// The audit trail (docs/decisions/0010-audit-trail.md), and the keys of workspaces. What protects its rows are triggers of the database, so that no path to them
    /// goes round.
    static let auditTrail = Migration(
        number: 18, name: "audit_trail",
        statements: [
            // Until an entry is sealed it has no sequence, salt, digest and hashes.
            """
            CREATE TABLE audit_entries (
                id {{identity}}, workspace_id BIGINT NOT NULL REFERENCES workspaces (id), at BIGINT NOT NULL,
                actor_account BIGINT, actor_name TEXT NOT NULL, actor_means TEXT NOT NULL, actor_address TEXT,
                action TEXT NOT NULL, subject_kind TEXT NOT NULL, subject_id BIGINT, body_before TEXT, body_after TEXT, key TEXT NOT NULL,
                sequence BIGINT, salt TEXT, digest TEXT, previous_hash TEXT, hash TEXT, erased_at BIGINT)
            """,
            "CREATE UNIQUE INDEX audit_entries_key ON audit_entries (workspace_id, key)",
            "CREATE UNIQUE INDEX audit_entries_sequence ON audit_entries (workspace_id, sequence)",
            "CREATE INDEX audit_entries_order ON audit_entries (workspace_id, id)",
            "CREATE INDEX audit_entries_subject ON audit_entries (workspace_id, subject_kind, subject_id, id)",
            "CREATE INDEX audit_entries_unsealed ON audit_entries (workspace_id, id) WHERE hash IS NULL",
            // The last sealed entry of each workspace.
            """
            CREATE TABLE audit_heads (
                workspace_id BIGINT PRIMARY KEY REFERENCES workspaces (id), sequence BIGINT NOT NULL, hash TEXT NOT NULL)
            """,
            // What secrets are encrypted under, encrypted under a master key itself.
            """
            CREATE TABLE data_keys (
                workspace_id BIGINT NOT NULL REFERENCES workspaces (id), number BIGINT NOT NULL, wrapped TEXT NOT NULL, created_at BIGINT NOT NULL,
                PRIMARY KEY (workspace_id, number))
            """,
        ] + guards
    )

    private static func unchanged(_ columns: [String]) -> String {
        columns.map { "NEW.\($0) IS NOT DISTINCT FROM OLD.\($0)" }.joined(separator: " AND ")
    }

    private static let facts = unchanged([
        "id", "workspace_id", "at", "actor_account", "actor_name", "actor_means", "actor_address", "action", "subject_kind", "subject_id", "key",
    ])
    private static let bodies = unchanged(["body_before", "body_after", "erased_at"])
    private static let seal = ["sequence", "digest", "previous_hash", "hash"]

    /// The three changes that there are: what a row became is added once, it is sealed once, its bodies are erased.
    private static let allowedUpdate =
        """
        \(facts) AND (
            (OLD.hash IS NULL AND OLD.body_after IS NULL AND NEW.body_after IS NOT NULL
                AND \(unchanged(seal + ["salt", "body_before", "erased_at"])))
            OR (OLD.hash IS NULL AND NEW.hash IS NOT NULL AND NEW.sequence IS NOT NULL AND NEW.salt IS NOT NULL AND NEW.digest IS NOT NULL
                AND NEW.previous_hash IS NOT NULL AND \(bodies))
            OR (OLD.hash IS NOT NULL AND \(unchanged(seal)) AND NEW.salt IS NULL AND NEW.body_before IS NULL AND NEW.body_after IS NULL
                AND NEW.erased_at IS NOT NULL))
        """
    private static let isSealed = "NEW.hash IS NOT NULL OR NEW.sequence IS NOT NULL OR NEW.erased_at IS NOT NULL"
    private static let refusals = [
        ("audit_entries_insert", "INSERT", "audit_entries", isSealed), ("audit_entries_update", "UPDATE", "audit_entries", "NOT (\(allowedUpdate))"),
        ("audit_entries_delete", "DELETE", "audit_entries", nil), ("audit_heads_update", "UPDATE", "audit_heads", "NEW.sequence <= OLD.sequence"),
        ("audit_heads_delete", "DELETE", "audit_heads", nil),
    ]
    private static let reason = "the audit trail is append-only"

    private static let guards =
        [
            """
            {{postgres}}CREATE FUNCTION audit_refused() RETURNS trigger LANGUAGE plpgsql AS $body$
            BEGIN RAISE EXCEPTION '\(reason)'; END $body$
            """,
            """
            {{postgres}}CREATE TRIGGER audit_entries_truncate BEFORE TRUNCATE ON audit_entries
            FOR EACH STATEMENT EXECUTE FUNCTION audit_refused()
            """,
        ]
        + refusals.flatMap { name, event, table, condition in
            let start = "CREATE TRIGGER \(name) BEFORE \(event) ON \(table)"
            let when = condition.map { "WHEN (\($0))" } ?? ""
            return [
                "{{sqlite}}\(start) \(when) BEGIN SELECT RAISE(ABORT, '\(reason)'); END",
                "{{postgres}}\(start) FOR EACH ROW \(when) EXECUTE FUNCTION audit_refused()",
            ]
        }
}
