import Domain
import Storage

struct FindDeals: ReadingTool {
    let name = "find_deals"
    let permission = Permission.read
    let purpose = "Finds deals by words of the customer or product, by status, or by contact; the last changed first."
    let arguments: [Field] = [
        .optional("words", .text(1...200), "Words that must all occur."),
        .optional("status", .choice(["open", "won", "lost"]), "Only deals that stand so."),
        .optional("contact_id", .integer(Field.identifiers), "Only deals with this contact."),
    ]

    func read(_ arguments: Table.Values, _ bench: ToolBench) async throws -> ToolFindings {
        let filters: [String: SQLValue?] = [
            "status": arguments.optionalText("status").map(SQLValue.text),
            "contact_id": arguments.optionalInteger("contact_id").map(SQLValue.integer),
        ]
        let rows = try await bench.rows(
            Deals.table, filters, search: arguments.optionalText("words"), sort: "updated_at", limit: ToolFindings.most)
        return ToolFindings("Deals", rows.map(RecordLines.deal))
    }
}
