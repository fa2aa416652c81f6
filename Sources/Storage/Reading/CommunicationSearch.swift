package import Domain

extension Communications {
    /// What a person's contacts wrote and what was written or noted for them, without the chat, that has all of some words: rows of
    /// `table`'s columns, newest first.
    package static func search(_ person: Person, contact: Int64?, direction: String?, words: String, limit: Int64) -> SQL {
        var arguments: [SQLValue] = [
            .workspace(person.workspace), .integer(person.user), .optional(contact), .optional(direction), .integer(limit),
        ]
        let found = words.split(separator: " ").prefix(8).map { word in
            arguments.append(.text("%\(word.caseFolded.likeEscaped)%"))
            return " AND fold_case(body) LIKE $\(arguments.count) ESCAPE '\\'"
        }
        return SQL(
            """
            SELECT \(table.columnList) FROM communications
            WHERE workspace_id = $1 AND user_id = $2 AND agent_type NOT IN ('USER_MESSAGE', 'AGENT_RESPONSE')
            AND (CAST($3 AS BIGINT) IS NULL OR contact_id = $3) AND (CAST($4 AS TEXT) IS NULL OR direction = $4)\(found.joined())
            ORDER BY id DESC LIMIT $5
            """, arguments
        ).oneOff()
    }
}
