package import Domain

/// When there last was contact with somebody.
extension PersonContexts {
    /// When a contact last wrote, was written to or was noted, or else since when it is on record. A draft is nothing yet.
    ///
    /// By `communications_last_contact` alone, since it is asked for each contact of a context.
    static let lastContact = """
        COALESCE((SELECT \(contactTime) FROM communications m
            WHERE m.workspace_id = contacts.workspace_id AND m.contact_id = contacts.id AND m.status <> 'draft' AND m.status <> 'rejected'
            ORDER BY \(contactTime) DESC LIMIT 1), contacts.created_at) AS last_contact
        """
    private static let contactTime = "(CASE WHEN m.sent_at IS NULL THEN m.created_at ELSE m.sent_at END)"

    /// When each of some contacts was last written to, wrote or was noted: its id and the time.
    package static func lastContacts(_ workspace: WorkspaceID, of contacts: [ContactFact]) -> SQL {
        Selection(workspace, by: "id", contacts.map(\.id)).statement { "id, \(lastContact) FROM contacts WHERE workspace_id = $1 AND id \($0)" }
            .quick()
    }

    /// One row where anybody of the workspace was written to, wrote or was noted since some time, or is to be written to; else none.
    package static func contacts(since: Timestamp, for person: Person) -> SQL {
        SQL(contactsSince, [.workspace(person.workspace), .integer(person.user), .time(since)]).quick().joining(contactsSinceForEach)
    }

    /// The person is for telling the callers of the joint form apart.
    private static let contactsSince = "SELECT CAST($2 AS BIGINT) WHERE \(wasContact)"
    private static let contactsSinceForEach = JointForm(
        "SELECT \(JointForm.own("$2")) FROM \(JointForm.callers) WHERE \(JointForm.own(wasContact))", [.integer, .integer, .integer], by: 2,
        inColumn: 0)
    private static let wasContact = """
        (EXISTS (SELECT 1 FROM communications m WHERE m.workspace_id = $1 AND m.contact_id IS NOT NULL AND m.direction <> 'internal'
            AND \(contactTime) > $3)
        OR EXISTS (SELECT 1 FROM communications m WHERE m.workspace_id = $1 AND m.contact_id IS NOT NULL AND m.direction = 'internal'
            AND m.created_at > $3))
        """

    /// Puts the answer to `lastContacts` into a context.
    package static func add(lastContacts answer: [Row], to context: PersonContext) -> PersonContext {
        let times = Dictionary(answer.map { ($0.integer(0), $0.time(1)) }) { first, _ in first }
        let contacts = context.contacts.map { contact in
            var contact = contact
            contact.lastContactAt = times[contact.id] ?? contact.lastContactAt
            return contact
        }
        guard contacts != context.contacts else { return context }
        var context = context
        context.contacts = contacts
        return context
    }
}
