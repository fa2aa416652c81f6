package import Domain

/// What was said in a conversation: the latest messages, and what stood before them in short.
package enum ConversationMemories {
    /// `summary, summary_through`: the short form, and the last message that it covers.
    package static func summary(_ person: Person, _ conversation: Int64) -> SQL {
        SQL(
            "SELECT summary, summary_through FROM conversations WHERE workspace_id = $1 AND user_id = $2 AND id = $3",
            [.workspace(person.workspace), .integer(person.user), .integer(conversation)])
    }

    /// Messages that the short form does not cover: `id, agent_type, body, created_at`.
    package static func messages(_ person: Person, _ conversation: Int64, newestFirst: Bool, limit: Int64) -> SQL {
        SQL(
            """
            SELECT m.id, m.agent_type, m.body, m.created_at FROM communications m
            WHERE m.workspace_id = $1 AND m.user_id = $2 AND m.conversation_id = $3 AND m.direction = 'internal' AND m.id > (
                SELECT COALESCE(MAX(c.summary_through), 0) FROM conversations c WHERE c.workspace_id = $1 AND c.user_id = $2 AND c.id = $3)
            ORDER BY m.id \(newestFirst ? "DESC" : "ASC") LIMIT $4
            """, [.workspace(person.workspace), .integer(person.user), .integer(conversation), .integer(limit)])
    }

    package static func message(_ row: Row) -> MessageFact? {
        MessageFact(id: row.integer(0), kind: row.text(1), body: row.text(2), createdAt: row.time(3))
    }

    /// Keeps a new short form, unless another has been kept since the one that it goes on from: its conversation's `id`.
    package static func keep(
        _ person: Person, _ conversation: Int64, summary: String, through: Int64, after former: (summary: String, through: Int64)
    ) -> SQL {
        SQL(
            """
            UPDATE conversations SET summary = $4, summary_through = $5
            WHERE workspace_id = $1 AND user_id = $2 AND id = $3 AND summary_through = $6 AND COALESCE(summary, '') = $7 RETURNING id
            """,
            [
                .workspace(person.workspace), .integer(person.user), .integer(conversation), .text(summary), .integer(through),
                .integer(former.through),
                .text(former.summary),
            ])
    }
}
