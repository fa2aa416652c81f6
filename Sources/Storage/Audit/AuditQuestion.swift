package import Domain

/// Which entries are looked for, the newest first.
package struct AuditQuestion: Sendable, Equatable {
    package var action: String?
    /// A name of an actor, such as an e-mail address or an agent's key.
    package var actor: String?
    package var kind: String?
    package var subject: Int64?
    package var from: Timestamp?
    /// Not included.
    package var until: Timestamp?
    /// Words that must occur in what was before or is after.
    package var words: String?
    /// Only older ones than the entry of this id.
    package var before: Int64?
    package var limit: Int64

    package init(limit: Int64 = 50) { self.limit = limit }

    /// Rows as `AuditEntries.entry` reads them, one more than the limit to tell whether there are others.
    package func statement(_ workspace: WorkspaceID) -> SQL {
        var conditions = ["workspace_id = $1"]
        var arguments: [SQLValue] = [.workspace(workspace)]
        func require(_ condition: (String) -> String, _ value: SQLValue?) {
            guard let value else { return }
            arguments.append(value)
            conditions.append(condition("$\(arguments.count)"))
        }
        require({ "action = \($0)" }, action.map(SQLValue.text))
        require({ "actor_name = \($0)" }, actor.map(SQLValue.text))
        require({ "subject_kind = \($0)" }, kind.map(SQLValue.text))
        require({ "subject_id = \($0)" }, subject.map(SQLValue.integer))
        require({ "at >= \($0)" }, from.map(SQLValue.time))
        require({ "at < \($0)" }, until.map(SQLValue.time))
        require({ "id < \($0)" }, before.map(SQLValue.integer))
        for word in (words ?? "").split(separator: " ") {
            require(
                { "fold_case(COALESCE(body_before, '') || ' ' || COALESCE(body_after, '')) LIKE \($0) ESCAPE '\\'" },
                .text("%\(word.caseFolded.likeEscaped)%"))
        }
        return SQL(
            """
            SELECT \(AuditEntries.columns) FROM audit_entries WHERE \(conditions.joined(separator: " AND ")) ORDER BY id DESC LIMIT \(limit + 1)
            """, arguments
        ).oneOff().byStatistics()
    }
}
