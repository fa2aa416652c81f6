/// The triggers of the database that record events: part of migration 6, and as fixed as it is.
///
/// They stand in the database so that no path to a row can miss them: API, contract, import and chat alike. Nothing is kept
/// where no agent listens, and rows of the sample business are no events. On SQLite migration 33 has taken the place of the one for
/// messages.
enum EventTriggers {
    static let statements = sqlite.map { "{{sqlite}}" + $0 } + postgres.map { "{{postgres}}" + $0 }

    private static let columns =
        "events (workspace_id, kind, key, user_id, contact_id, subject_id, detail, occurred_at, created_at, updated_at, version)"
    private static let once = "ON CONFLICT (workspace_id, kind, key) DO NOTHING"

    /// Whether an agent waits for such an event of the row `NEW`.
    private static func isHeard(_ kind: String, detail: String? = nil) -> String {
        let detail = detail.map { " AND (a.trigger_detail IS NULL OR a.trigger_detail = \($0))" } ?? ""
        return "EXISTS (SELECT 1 FROM agents a WHERE a.workspace_id = NEW.workspace_id AND a.trigger_kind = '\(kind)' AND a.paused = 0\(detail))"
    }

    private static let contactStage =
        """
        INSERT INTO \(columns)
        SELECT NEW.workspace_id, 'contact_stage', NEW.id || ':' || NEW.version, NEW.user_id, NEW.id, NEW.id, COALESCE(NEW.stage, ''),
            NEW.updated_at, NEW.updated_at, NEW.updated_at, 1 WHERE \(isHeard("contact_stage", detail: "COALESCE(NEW.stage, '')")) \(once);
        """
    private static let dealStatus =
        """
        INSERT INTO \(columns)
        SELECT NEW.workspace_id, 'deal_status', NEW.id || ':' || NEW.version, NEW.user_id, NEW.contact_id, NEW.id, NEW.status,
            NEW.updated_at, NEW.updated_at, NEW.updated_at, 1 WHERE \(isHeard("deal_status", detail: "NEW.status")) \(once);
        """
    private static let inboundMessage =
        """
        INSERT INTO \(columns)
        SELECT NEW.workspace_id, 'inbound_message', '' || NEW.id, NEW.user_id, NEW.contact_id, NEW.id, NULL,
            NEW.created_at, NEW.created_at, NEW.created_at, 1 WHERE \(isHeard("inbound_message")) \(once);
        """

    private static let sqlite = [
        """
        CREATE TRIGGER contacts_created AFTER INSERT ON contacts WHEN NEW.sample = 0 AND \(isHeard("contact_created"))
        BEGIN
            INSERT INTO \(columns) VALUES (NEW.workspace_id, 'contact_created', '' || NEW.id, NEW.user_id, NEW.id, NEW.id, NULL,
                NEW.created_at, NEW.created_at, NEW.created_at, 1) \(once);
        END
        """,
        "CREATE TRIGGER contacts_stage_changed AFTER UPDATE OF stage ON contacts WHEN OLD.stage IS NOT NEW.stage BEGIN \(contactStage) END",
        "CREATE TRIGGER deals_status_changed AFTER UPDATE OF status ON deals WHEN OLD.status <> NEW.status BEGIN \(dealStatus) END",
        """
        CREATE TRIGGER communications_received AFTER INSERT ON communications WHEN NEW.direction = 'inbound' AND NEW.sample = 0
        BEGIN \(inboundMessage) END
        """,
    ]

    /// New contacts come many at a time, so there it is one look for each statement.
    private static let postgres =
        [
            function(
                "contacts_created",
                """
                INSERT INTO \(columns)
                SELECT c.workspace_id, 'contact_created', '' || c.id, c.user_id, c.id, c.id, NULL, c.created_at, c.created_at, c.created_at, 1
                FROM added c WHERE c.sample = 0 AND EXISTS (
                    SELECT 1 FROM agents a WHERE a.workspace_id = c.workspace_id AND a.trigger_kind = 'contact_created' AND a.paused = 0)
                \(once);
                """),
            """
            CREATE TRIGGER contacts_created AFTER INSERT ON contacts REFERENCING NEW TABLE AS added
            FOR EACH STATEMENT EXECUTE FUNCTION contacts_created()
            """,
        ]
        + [
            ("contacts_stage_changed", contactStage, "UPDATE OF stage ON contacts", "OLD.stage IS DISTINCT FROM NEW.stage"),
            ("deals_status_changed", dealStatus, "UPDATE OF status ON deals", "OLD.status <> NEW.status"),
            ("communications_received", inboundMessage, "INSERT ON communications", "NEW.direction = 'inbound' AND NEW.sample = 0"),
        ].flatMap { name, body, event, condition in
            [
                function(name, body),
                "CREATE TRIGGER \(name) AFTER \(event) FOR EACH ROW WHEN (\(condition)) EXECUTE FUNCTION \(name)()",
            ]
        }

    private static func function(_ name: String, _ body: String) -> String {
        "CREATE FUNCTION \(name)() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN \(body) RETURN NULL; END $body$"
    }
}
