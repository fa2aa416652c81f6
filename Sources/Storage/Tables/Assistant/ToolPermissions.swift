package import Domain

/// Which kinds of change a person lets happen unasked in a conversation, until the person takes it back.
package enum ToolPermissions {
    package static let columns: [Field] = [
        .readOnly("id", .integer(Field.identifiers), "The permission's id."),
        .readOnly("user_id", .reference(table: "users"), "Who gave it."),
        .readOnly("conversation_id", .reference(table: "conversations"), "The conversation it holds in."),
        .readOnly("tool", .text(1...64), "The kind of change that is made unasked."),
        .readOnly("created_at", .time, "When it was given."),
    ]
    /// For its name and whose its rows are; the statements stand here.
    package static let table = Table("tool_permissions", noun: "tool permission", fields: Array(columns.dropFirst()))
    private static let columnList = columns.map(\.name).joined(separator: ", ")

    package static func of(_ person: Person) -> SQL {
        SQL(
            "SELECT \(columnList) FROM tool_permissions WHERE workspace_id = $1 AND user_id = $2 ORDER BY id LIMIT 1000",
            [.workspace(person.workspace), .integer(person.user)])
    }

    /// The tools allowed in a conversation: `tool`.
    package static func tools(_ person: Person, in conversation: Int64) -> SQL {
        SQL(
            "SELECT tool FROM tool_permissions WHERE workspace_id = $1 AND user_id = $2 AND conversation_id = $3",
            [.workspace(person.workspace), .integer(person.user), .integer(conversation)])
    }

    /// Where the conversation is the person's.
    package static func give(_ person: Person, in conversation: Int64, tool: String, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO tool_permissions (workspace_id, user_id, conversation_id, tool, created_at, updated_at, version)
            SELECT c.workspace_id, c.user_id, c.id, CAST($4 AS TEXT), CAST($5 AS BIGINT), CAST($5 AS BIGINT), 1 FROM conversations c
            WHERE c.workspace_id = $1 AND c.user_id = $2 AND c.id = $3
            ON CONFLICT (workspace_id, user_id, conversation_id, tool) DO NOTHING
            """, [.workspace(person.workspace), .integer(person.user), .integer(conversation), .text(tool), .time(now)]
        ).audited(
            AuditMark(
                .creates, .created(noun),
                audited(
                    "workspace_id = $1 AND user_id = $2 AND conversation_id = $3 AND tool = $4 AND created_at = $5",
                    [.workspace(person.workspace), .integer(person.user), .integer(conversation), .text(tool), .time(now)]),
                key: "given:", at: now))
    }

    /// Takes one back: its `id`, or no row where there is none.
    package static func take(_ workspace: WorkspaceID, id: Int64, now: Timestamp) -> SQL {
        let which: [SQLValue] = [.workspace(workspace), .integer(id)]
        return SQL("DELETE FROM tool_permissions WHERE workspace_id = $1 AND id = $2 RETURNING id", which)
            .audited(AuditMark(.deletes, .deleted(noun), audited("workspace_id = $1 AND id = $2", which), at: now))
    }

    private static let noun = "tool permission"

    private static func audited(_ condition: String, _ arguments: [SQLValue]) -> AuditedRows {
        AuditedRows("tool_permissions", noun: noun, columns: columns, where: condition, arguments)
    }
}
