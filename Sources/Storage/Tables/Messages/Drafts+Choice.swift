package import Domain

extension Drafts {
    /// Which drafts are meant; nil for any.
    package struct Choice: Equatable, Sendable {
        package var user: Int64?
        package var contact: Int64?
        package var agent: String?
        /// None that is younger than this one.
        package var newest: Int64?

        package init(user: Int64? = nil, contact: Int64? = nil, agent: String? = nil, newest: Int64? = nil) {
            self.user = user
            self.contact = contact
            self.agent = agent
            self.newest = newest
        }
    }

    /// How many there are, and the youngest: one row `count, id`, null for none.
    package static func count(_ workspace: WorkspaceID, _ choice: Choice) -> SQL { select("COUNT(*), MAX(id)", workspace, choice) }

    /// The oldest ones: `id`.
    package static func ids(_ workspace: WorkspaceID, _ choice: Choice, limit: Int64) -> SQL {
        select("id", workspace, choice, " ORDER BY created_at, id LIMIT \(limit)")
    }

    private static func select(_ columns: String, _ workspace: WorkspaceID, _ choice: Choice, _ end: String = "") -> SQL {
        SQL(
            """
            SELECT \(columns) FROM communications WHERE workspace_id = $1 AND status = 'draft'
            AND (CAST($2 AS BIGINT) IS NULL OR user_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR contact_id = $3)
            AND (CAST($4 AS TEXT) IS NULL OR agent_type = $4) AND (CAST($5 AS BIGINT) IS NULL OR id <= $5)\(end)
            """, [.workspace(workspace), .optional(choice.user), .optional(choice.contact), .optional(choice.agent), .optional(choice.newest)]
        ).byStatistics()
    }
}
