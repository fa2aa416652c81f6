package import Domain

/// What agents have sent to contacts, as caps ask for it.
package enum SentMessages {
    /// For how long a message counts for its contact: the contact's day and the six before it, on whatever clock.
    private static let days: Int64 = 8

    /// Fails where a message is one that an agent sent to a contact and that a cap may still have to count: without its row the contact
    /// would get another in its place.
    package static func countsNoMore(_ workspace: WorkspaceID, id: Int64, now: Timestamp, orThrow failure: any Error) -> SQL {
        SQL(
            """
            SELECT m.id FROM communications m
            WHERE m.workspace_id = $1 AND m.id = $2 AND m.contact_id IS NOT NULL AND \(ContactJudgement.wentOut) AND \(ContactJudgement.time) > $3
            """, [.workspace(workspace), .integer(id), .time(now.adding(.seconds(-86_400 * days)))]
        ).expecting(rows: 0...0, orThrow: failure)
    }
}
