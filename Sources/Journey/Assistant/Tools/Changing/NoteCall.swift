import Domain
import Storage

struct NoteCall: ChangingTool {
    let name = "note_call"
    let permission = Permission.write
    let purpose = "Proposes a note about a call or meeting with a contact: what was said or agreed."
    let arguments: [Field] = [
        .required("contact_id", .integer(Field.identifiers), "The contact's id, as find_contacts gives it."),
        .required("text", .text(1...5000), "What was said or agreed, as the salesperson told it."),
    ]

    func plan(_ arguments: Table.Values, _ bench: ToolBench) async throws -> PlannedChange {
        let contact = try await bench.own(Contacts.table, arguments.integer("contact_id"))
        return PlannedChange(sentence: "Note with \(ToolWords.contact(contact)): \(ToolWords.quoted(arguments.text("text"), 300)).")
    }

    func statements(_ arguments: Table.Values, version: Int64?, _ bench: ToolBench) -> [SQL] {
        let contact = arguments.integer("contact_id")
        let values: Table.Values = [
            "user_id": .integer(bench.person.user), "contact_id": .integer(contact), "body": .text(arguments.text("text")),
        ]
        return [OwnRows.expected(Contacts.table, id: contact, of: bench.person)]
            + Communications.table.insert(bench.workspace, values, now: bench.clock.now()).map { $0.addingToHistory(of: [bench.person]) }
    }
}
