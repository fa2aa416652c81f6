package import Domain

/// The audit trail: who did what, from where, to what, with what it was before and after.
package enum AuditEntries {
    /// An entry as it stands in the table.
    package struct Entry: Sendable, Equatable {
        package var id: Int64
        package var workspace: WorkspaceID
        package var at: Timestamp
        package var actor: Actor
        package var action: String
        package var subject: AuditSubject
        /// JSON as it was entered; nil for none, and once it is erased.
        package var before: String?
        package var after: String?
        package var erasedAt: Timestamp?
        /// Nil until it is sealed.
        package var seal: AuditSeal?
    }

    static let columns =
        """
        id, workspace_id, at, actor_account, actor_name, actor_means, actor_address, action, subject_kind, subject_id, body_before, body_after,
        erased_at, sequence, salt, digest, previous_hash, hash
        """

    /// An entry about something that is not one statement's rows, to be put into the commit that does it.
    ///
    /// - Parameters:
    ///   - before: what was; never a secret.
    ///   - after: what is.
    package static func entry(
        _ workspace: WorkspaceID, by actor: Actor = .current, _ action: AuditAction, _ subject: AuditSubject, before: JSONValue? = nil,
        after: JSONValue? = nil, now: Timestamp
    ) -> SQL {
        SQL(
            """
            INSERT INTO audit_entries (workspace_id, at, actor_account, actor_name, actor_means, actor_address, action, subject_kind, subject_id,
                body_before, body_after, key)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                .workspace(workspace), .time(now), .optional(actor.account), .text(actor.name), .text(actor.means.rawValue),
                .optional(actor.address), .text(action.rawValue), .text(subject.kind), .optional(subject.id), .optional(before?.text),
                .optional(after?.text), .text(Token.random()),
            ])
    }

    /// - Parameter row: of `columns`.
    package static func entry(_ row: Row) -> Entry {
        Entry(
            id: row.integer(0), workspace: WorkspaceID(row.integer(1)), at: row.time(2),
            actor: Actor(
                account: row.optionalInteger(3), name: row.text(4), means: Actor.Means(rawValue: row.text(5)) ?? .system,
                address: row.optionalText(6)),
            action: row.text(7), subject: AuditSubject(row.text(8), id: row.optionalInteger(9)), before: row.optionalText(10),
            after: row.optionalText(11), erasedAt: row.optionalInteger(12).map(Timestamp.init(milliseconds:)), seal: AuditSeal(row))
    }
}

extension JSONValue {
    fileprivate var text: String {
        var json = JSONWriter()
        json.value(self)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
