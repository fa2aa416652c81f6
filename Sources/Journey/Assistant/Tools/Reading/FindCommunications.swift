import Domain
import Storage

struct FindCommunications: ReadingTool {
    let name = "find_communications"
    let permission = Permission.read
    let purpose = "Finds what contacts wrote, what was written to them, and notes, by contact or by words; the newest first."
    let arguments: [Field] = [
        .optional("contact_id", .integer(Field.identifiers), "Only with this contact."),
        .optional("direction", .choice(["inbound", "outbound"]), "Only from contacts (inbound) or to contacts (outbound)."),
        .optional("words", .text(1...200), "Words that must all occur."),
    ]

    func read(_ arguments: Table.Values, _ bench: ToolBench) async throws -> ToolFindings {
        let search = Communications.search(
            bench.person, contact: arguments.optionalInteger("contact_id"), direction: arguments.optionalText("direction"),
            words: arguments.text("words"), limit: Int64(ToolFindings.most + 1))
        let rows = try await bench.store.read(search)
        return ToolFindings("Messages", rows.map { RecordLines.message(Communications.table.values(of: $0)) })
    }
}
