package import Domain

/// The people of a workspace for whom an agent would write: what `Occurrences.expand` chooses, to be looked at.
package struct PlanUsers: Sendable {
    private let workspace: WorkspaceID
    private let condition: String

    /// - Parameter condition: SQL over the user `u`, written in an agent's file.
    package init(_ workspace: WorkspaceID, condition: String) {
        self.workspace = workspace
        self.condition = condition
    }

    private var code: String { "CASE WHEN (\(condition)) THEN 0 ELSE \(Rule.notEligible.code) END" }

    /// Rows `code, count`, for `RuleVerdict`.
    package var counts: SQL {
        SQL(
            "SELECT code, COUNT(*) FROM (SELECT \(code) AS code FROM users u WHERE u.workspace_id = $1) judged GROUP BY code ORDER BY code",
            [.workspace(workspace)]
        ).byStatistics().long()
    }

    /// Up to so many by id: `id, name, code`.
    ///
    /// - Parameter isIncluded: only those who get a message, or only those who do not; nil for all.
    package func page(after: Int64, isIncluded: Bool?, limit: Int) -> SQL {
        let wanted = isIncluded.map { $0 ? " WHERE code = 0" : " WHERE code <> 0" } ?? ""
        return SQL(
            """
            SELECT id, name, code FROM (SELECT u.id, u.name, \(code) AS code FROM users u WHERE u.workspace_id = $1 AND u.id > $2) judged\(wanted)
            ORDER BY id LIMIT $3
            """, [.workspace(workspace), .integer(after), .integer(Int64(limit))]
        ).byStatistics().long()
    }
}
