import Domain
import Storage

/// To whom the message is to go the contact's id says, and nothing in its text. It is a draft, which a person sends; what no fact
/// bears out in it is marked, as in an agent's.
struct DraftMessage: ChangingTool {
    let name = "draft_message"
    let purpose = """
        Proposes a message to a contact as a draft, which the salesperson sends, changes or rejects under Drafts. \
        Write it whole, with salutation and signature; promise nothing that the records do not hold.
        """
    let arguments: [Field] = [
        .required("contact_id", .integer(Field.identifiers), "The contact's id, as find_contacts gives it."),
        .required("text", .text(1...10_000), "The whole message."),
    ]

    func plan(_ arguments: Table.Values, _ bench: ToolBench) async throws -> PlannedChange {
        let contact = try await bench.own(Contacts.table, arguments.integer("contact_id"))
        guard try await bench.store.read(AssistantDrafts.waiting(to: contact.integer("id"), for: bench.person)).isEmpty else {
            throw AssistantDrafts.isWaiting
        }
        return PlannedChange(
            sentence: "Put a message to \(ToolWords.contact(contact)) under Drafts: \(ToolWords.quoted(arguments.text("text"), 600)).")
    }

    func statements(_ arguments: Table.Values, version: Int64?, _ bench: ToolBench) async throws -> [SQL] {
        let contact = arguments.integer("contact_id")
        let message = WrittenMessage(text: arguments.text("text"), writer: bench.writer)
        let contexts = try await bench.contexts.contacts(bench.workspace, [contact])
        let reviewed = contexts[contact].map { ClaimReview.reviewed(message, to: $0) } ?? message
        return AssistantDrafts.insert(reviewed, to: contact, for: bench.person, now: bench.clock.now())
    }
}
