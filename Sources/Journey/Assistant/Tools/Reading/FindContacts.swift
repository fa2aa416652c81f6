import Domain
import Storage

struct FindContacts: ReadingTool {
    let name = "find_contacts"
    let permission = Permission.read
    let purpose =
        "Finds contacts (leads and customers) by words of their name, company, e-mail address or notes, and by stage; the last changed first."
    let arguments: [Field] = [
        .optional("words", .text(1...200), "Words that must all occur."),
        .optional("stage", .text(1...50), "Only this stage, such as lead, negotiation or customer."),
    ]

    func read(_ arguments: Table.Values, _ bench: ToolBench) async throws -> ToolFindings {
        let stage = arguments.optionalText("stage").map { SQLValue.text($0.lowercased()) }
        let rows = try await bench.rows(
            Contacts.table, ["stage": stage], search: arguments.optionalText("words"), sort: "updated_at", limit: ToolFindings.most)
        return ToolFindings("Contacts", rows.map { RecordLines.contact($0) })
    }
}
