package import Domain

/// The tenants. One exists from the first start.
package enum Workspaces {
    package static let columns =
        [
            Field.readOnly("id", .integer(Field.identifiers), "The workspace's id."),
            Field.optional("name", .text(1...200), "The workspace's name.", initial: .text("My business")),
            Field.optional("time_zone", .timeZone, "The IANA time zone in which the agents keep their hours.", initial: .text("UTC")),
        ] + rules + risk + budgets + Retention.settings + [
            Field.optional(
                "models", ModelAccounts.chain,
                "The models that write where an agent names none, as an agent's; none for what the environment sets up.", initial: .text("[]")),
            Field.optional(
                "requires_second_factor", .boolean, "Whether accounts without a second factor can only set one up (docs/sign-in.md).",
                initial: .integer(0)),
            Field.readOnly("created_at", .time, "When the workspace was created."),
            Field.readOnly("updated_at", .time, "When the workspace last changed."),
            Field.readOnly("version", .integer(1...Int64.max), "Counts the changes; the ETag."),
        ]

    /// Writes its row as it is: one at a time does so until the commit it is in has ended, and nobody where nothing can be written.
    package static func lock(_ workspace: WorkspaceID) -> SQL {
        SQL("UPDATE workspaces SET version = version WHERE id = $1", [.workspace(workspace)])
    }

    /// What holds for every message of an agent to a contact (docs/rules.md).
    private static let rules = [
        Field.optional("quiet_from", .timeOfDay, "From when on contacts get nothing, by their own clock.", initial: .text("20:00")),
        Field.optional("quiet_until", .timeOfDay, "Until when; the same as quiet_from for no quiet hours.", initial: .text("08:00")),
        Field.optional(
            "working_days", .textList(count: 7, length: 3), "The days on which contacts get something.",
            initial: .text(JSONText.list(Array(SendingHours.dayNames.prefix(5))))),
        Field.optional(
            "holidays", .textList(count: 1000, length: 10), "Days on which contacts get nothing, each as 2026-12-25.", initial: .text("[]")),
        Field.optional("requires_consent", .boolean, "Whether a contact has to have consented.", initial: .integer(1)),
        Field.optional(
            "contact_daily_cap", .integer(0...1000), "How many messages of all agents a contact gets in a day of its own; null for no limit."),
        Field.optional("contact_weekly_cap", .integer(0...7000), "How many it gets in its last seven days; null for no limit."),
        Field.optional(
            "conversation_hours", .integer(0...8760), "For how long after a message between a person and a contact no agent writes to it.",
            initial: .integer(72)),
        Field.optional(
            "draft_days", .integer(1...3650), "For how many days a draft waits for a decision before it is rejected.", initial: .integer(30)),
        Field.optional(
            "daily_cap", .integer(0...1_000_000_000), "How many messages to contacts all agents send in a day of the workspace's; null for no limit."),
    ]

    /// What keeps guarded agents from sending by themselves (docs/autonomy.md).
    private static let risk = [
        Field.optional(
            "large_deal_minor", .integer(1...1_000_000_000_000_000),
            "From which value on an open deal keeps guarded agents from sending by themselves, in minor units of whatever currency it is in; null for none."
        ),
        Risks.ignored,
    ]

    /// What models may cost (docs/costs.md).
    package static let budgets = [
        budget(.day, "What calls of models may cost in a day of the workspace's, in US cents; null for no limit."),
        budget(.month, "What they may cost in a month; null for no limit."),
        budget(.run, "What they may cost for one run of an agent; null for no limit."),
    ]

    private static func budget(_ budget: ModelSpending.Budget, _ summary: String) -> Field {
        .optional(budget.column, .integer(0...100_000_000), summary)
    }

    private static let columnList = columns.map(\.name).joined(separator: ", ")

    package static func get(_ workspace: WorkspaceID) -> SQL {
        SQL("SELECT \(columnList) FROM workspaces WHERE id = $1", [.workspace(workspace)])
    }

    /// `id, name, time_zone`.
    package static let names = SQL("SELECT id, name, time_zone FROM workspaces ORDER BY id")

    package static let all = SQL("SELECT id, time_zone, created_at FROM workspaces ORDER BY id")

    /// By which clocks drafts wait, and for how many days: `time_zone, draft_days`, each pair once.
    package static let draftDays = SQL("SELECT DISTINCT time_zone, draft_days FROM workspaces")

    /// For how many days drafts of one wait, and since when they do so at all: `draft_days, drafts_since`.
    package static func draftDays(_ workspace: WorkspaceID) -> SQL {
        SQL("SELECT draft_days, drafts_since FROM workspaces WHERE id = $1", [.workspace(workspace)])
    }

    /// The first workspace and its owner, and these agents in every workspace, unless they exist.
    package static func ensureFirst(timeZone: String, agents: [NewAgent] = [], now: Timestamp) -> [SQL] {
        [
            SQL(
                """
                INSERT INTO workspaces (id, name, time_zone, created_at, updated_at, version) VALUES (1, 'My business', $1, $2, $2, 1)
                ON CONFLICT (id) DO NOTHING
                """, [.text(timeZone), .time(now)])
        ] + Users.ensure(Person(workspace: .first, user: Users.owner), now: now) + agents.flatMap { Agents.ensure($0, now: now) }
    }

    /// Another tenant with its owner's user, and these agents; the first statement returns its `id`.
    package static func create(name: String, timeZone: String, agents: [NewAgent], now: Timestamp) -> [SQL] {
        let youngest = "(SELECT MAX(id) FROM workspaces)"
        return [
            SQL(
                """
                INSERT INTO workspaces (id, name, time_zone, created_at, updated_at, version)
                SELECT MAX(id) + 1, $1, $2, $3, $3, 1 FROM workspaces RETURNING id
                """, [.text(name), .text(timeZone), .time(now)]),
            SQL(
                "INSERT INTO users (workspace_id, id, name, created_at, updated_at, version) VALUES (\(youngest), 1, '', $1, $1, 1)", [.time(now)]),
            SQL(
                """
                INSERT INTO conversations (workspace_id, user_id, title, is_default, created_at, updated_at, version)
                VALUES (\(youngest), 1, '', 1, $1, $1, 1)
                """, [.time(now)]),
        ] + agents.flatMap { Agents.ensure($0, now: now) }
    }

    private static func audited(_ workspace: WorkspaceID) -> AuditedRows {
        let shown = columns.filter { !["created_at", "updated_at"].contains($0.name) }
        return AuditedRows("workspaces", noun: "workspace", columns: shown, where: "id = $1", [.workspace(workspace)], workspace: "id")
    }

    package static func update(_ workspace: WorkspaceID, _ values: Table.Values, version: SeenVersions?, now: Timestamp) -> SQL {
        let stored = values.sorted { $0.key < $1.key }
        let changes = stored.enumerated().map { "\($1.key) = $\($0 + 3)" } + ["updated_at = $2", "version = version + 1"]
        var arguments: [SQLValue] = [.workspace(workspace), .time(now)] + stored.map(\.value)
        var text = "UPDATE workspaces SET \(changes.joined(separator: ", ")) WHERE id = $1"
        if let version { text += " AND \(version.condition(adding: &arguments))" }
        return SQL(text + " RETURNING \(columnList)", arguments)
            .expectingOneRow(orThrow: StaleVersion(noun: "workspace", id: workspace.value))
            .audited(AuditMark(.changes, .changed("workspace"), audited(workspace), at: now))
    }
}
