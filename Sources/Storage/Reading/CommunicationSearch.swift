package import Domain

extension Communications {
    /// What a person's contacts wrote and what was written or noted for them, without the chat, that has all of some words: rows of
    /// `table`'s columns, newest first.
    package static func search(_ person: Person, contact: Int64?, direction: String?, words: String, limit: Int64) -> SQL {
        var arguments: [SQLValue] = [.workspace(person.workspace), .integer(person.user), .optional(contact), .integer(limit)]
        let found = words.split(separator: " ").prefix(8).map { word in
            arguments.append(.text("%\(word.caseFolded.likeEscaped)%"))
            return " AND fold_case(body) LIKE $\(arguments.count) ESCAPE '\\'"
        }
        // The last of each direction stand together in an index: of all at once SQLite would sort everything.
        let directions = ["internal", "outbound", "inbound"]
        let latest = directions.filter { direction == nil || $0 == direction }.map { direction in
            """
            SELECT * FROM (
                SELECT \(table.columnList) FROM communications\(direction == "internal" ? "{{among_written}}" : "")
                WHERE workspace_id = $1 AND user_id = $2 AND direction = '\(direction)' AND agent_type NOT IN ('USER_MESSAGE', 'AGENT_RESPONSE')
                AND (CAST($3 AS BIGINT) IS NULL OR contact_id = $3)\(found.joined())
                ORDER BY id DESC LIMIT $4) AS \(direction)
            """
        }
        return SQL("\(latest.joined(separator: " UNION ALL ")) ORDER BY id DESC LIMIT $4", arguments).oneOff()
    }
}
