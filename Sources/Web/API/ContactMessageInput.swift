import Domain
import Storage

/// A new communication that was written to a contact, or by it.
enum ContactMessageInput {
    /// Nil for a note of a person's own.
    ///
    /// - Throws: `ValidationError`.
    static func statements(_ workspace: WorkspaceID, _ values: Table.Values, _ now: Timestamp) throws(ValidationError) -> [SQL]? {
        guard let direction = values.optionalText("direction"), direction != "internal" else { return nil }
        guard values.optionalInteger("contact_id") != nil else {
            throw ValidationError(
                field: "contact_id",
                "contact_id is missing: an \(direction) message names the contact \(direction == "inbound" ? "from" : "to") whom it went.")
        }
        guard values.optionalInteger("conversation_id") == nil else {
            throw ValidationError(
                field: "conversation_id",
                "conversation_id must be left out: what passes between you and a contact is in no conversation with the product.")
        }
        return ContactMessages.record(workspace, values, now: now)
    }
}
