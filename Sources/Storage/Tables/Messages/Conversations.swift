package import Domain

/// Threads of messages between a user and the agents. Each user has a default one, which the root contract speaks in.
package enum Conversations {
    package static let table = Table(
        "conversations", noun: "conversation",
        fields: [
            .optional("user_id", .reference(table: "users"), "Whose conversation it is.", initial: .integer(Users.owner)).fixed().filterable()
                .sortable(),
            .optional("title", .text(0...200), "What it is about.", initial: .text("")).filterable().sortable().searchable(),
            .readOnly("is_default", .boolean, "Whether the agents write here.").filterable(),
        ],
        beforeDelete: { workspace, id in
            let release =
                "UPDATE communications SET conversation_id = NULL, version = version + 1 WHERE \(Unindexed.workspace) AND conversation_id = $2"
            return [SQL(release, [.workspace(workspace), .integer(id)])]
        }
    )

    static func ensureDefault(_ person: Person, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO conversations (workspace_id, user_id, title, is_default, created_at, updated_at, version)
            VALUES ($1, $2, '', 1, $3, $3, 1) ON CONFLICT (workspace_id, user_id) WHERE is_default = 1 DO NOTHING
            """, [.workspace(person.workspace), .integer(person.user), .time(now)])
    }

    /// Fails with `failure` for a user's default conversation.
    package static func isNotDefault(_ workspace: WorkspaceID, id: Int64, orThrow failure: any Error) -> SQL {
        SQL("SELECT id FROM conversations WHERE workspace_id = $1 AND id = $2 AND is_default = 1", [.workspace(workspace), .integer(id)])
            .expecting(rows: 0...0, orThrow: failure)
    }

    /// Fails with `failure` for a conversation of nobody or of somebody else.
    package static func belongs(to person: Person, _ conversation: SQLValue, orThrow failure: any Error) -> SQL {
        SQL(
            "SELECT id FROM conversations WHERE workspace_id = $1 AND user_id = $2 AND id = $3",
            [.workspace(person.workspace), .integer(person.user), conversation]
        ).expectingOneRow(orThrow: failure)
    }

    /// The owner of a conversation: one row `user_id`.
    package static func owner(_ workspace: WorkspaceID, id: Int64) -> SQL {
        SQL("SELECT user_id FROM conversations WHERE workspace_id = $1 AND id = $2", [.workspace(workspace), .integer(id)])
    }
}
