import Domain
import Storage

/// To whom the message is to go the contact's id says, and nothing in its text. It is a draft, which a person sends.
struct DraftMessage: ChangingTool {
    let name = "draft_message"
    let permission = Permission.write
    let purpose = """
        Proposes a message to a contact as a draft, which the salesperson sends, changes or rejects under Drafts. \
        Write it whole, with salutation and signature; promise nothing that the records do not hold: what no fact bears out is marked there.
        """
    let arguments: [Field] = [
        .required("contact_id", .integer(Field.identifiers), "The contact's id, as find_contacts gives it."),
        .required("text", .text(1...10_000), "The whole message."),
        .optional("subject", .text(1...MessageWording.subjectLimit), "Its subject, on one line."),
    ]

    func plan(_ arguments: Table.Values, _ bench: ToolBench) async throws -> PlannedChange {
        let contact = try await bench.own(Contacts.table, arguments.integer("contact_id"))
        guard try await bench.store.read(AssistantDrafts.waiting(to: contact.integer("id"), for: bench.person)).isEmpty else {
            throw AssistantDrafts.isWaiting
        }
        return PlannedChange(
            sentence: "Put a message to \(ToolWords.contact(contact)) under Drafts\(told(wording(arguments))).")
    }

    /// The text is compared with the facts, as an agent's message is.
    func statements(_ arguments: Table.Values, version: Int64?, _ bench: ToolBench) async throws -> [SQL] {
        let (wording, contact) = (wording(arguments), arguments.integer("contact_id"))
        let review = ClaimReview(store: bench.store, clock: bench.clock)
        let found = try await review.findings(in: [wording.subject ?? "", wording.body], to: contact, of: bench.workspace)
        return AssistantDrafts.insert(
            wording, findings: (found[0], found[1]), to: contact, for: bench.person, writer: bench.writer, now: bench.clock.now())
    }

    private func told(_ wording: MessageWording) -> String {
        let subject = wording.subject.map { ", with the subject \(ToolWords.quoted($0, MessageWording.subjectLimit))" } ?? ""
        return "\(subject): \(ToolWords.quoted(wording.body, 600))"
    }

    private func wording(_ arguments: Table.Values) -> MessageWording {
        let subject = arguments.optionalText("subject").map { PlainText.line($0, limit: MessageWording.subjectLimit) }
        return MessageWording(subject: subject?.isEmpty == true ? nil : subject, body: arguments.text("text"))
    }
}
