package import Domain

extension Table {
    /// The condition under which a user reaches a row: it is theirs, or of a contact that is shared; nil where all reach all rows.
    ///
    /// It follows from the columns, so that no table can be without it.
    func isReached(by user: String) -> String? {
        if name == Contacts.table.name { return "(user_id = \(user) OR shared = 1)" }
        let shared = "contact_id IN (SELECT id FROM contacts WHERE workspace_id = $1 AND shared = 1)"
        return switch (has("user_id"), has("contact_id")) {
        case (true, true): "(user_id = \(user) OR \(shared))"
        case (true, false): "user_id = \(user)"
        case (false, true): "contact_id IN (SELECT id FROM contacts WHERE workspace_id = $1 AND (user_id = \(user) OR shared = 1))"
        case (false, false): nil
        }
    }

    /// One row where a user reaches that of this id, and none where they do not; nil where all reach all rows.
    package func reached(_ workspace: WorkspaceID, id: Int64, by user: Int64) -> SQL? {
        isReached(by: "$3").map { condition in
            SQL(
                "SELECT id FROM \(name) WHERE workspace_id = $1 AND id = $2 AND \(condition)",
                [.workspace(workspace), .integer(id), .integer(user)])
        }
    }

    private func has(_ column: String) -> Bool { fields.contains { $0.name == column } }
}
