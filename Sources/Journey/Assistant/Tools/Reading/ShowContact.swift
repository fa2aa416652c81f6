import Domain
import Storage

struct ShowContact: ReadingTool {
    let name = "show_contact"
    let permission = Permission.read
    let purpose = "Shows all that is known of one contact: its notes, deals, open tasks and last messages."
    let arguments: [Field] = [.required("contact_id", .integer(Field.identifiers), "The contact's id, as find_contacts gives it.")]

    func read(_ arguments: Table.Values, _ bench: ToolBench) async throws -> ToolFindings {
        let id = arguments.integer("contact_id")
        let contact = try await bench.own(Contacts.table, id)
        let which: [String: SQLValue?] = ["contact_id": .integer(id)]
        async let deals = bench.rows(Deals.table, which, sort: "updated_at", limit: 5)
        async let tasks = bench.rows(
            Tasks.table, which.merging(["status": .text("pending")]) { $1 }, sort: "due_date", descending: false, limit: 5)
        async let messages = bench.store.read(
            Communications.search(bench.person, contact: id, direction: nil, words: "", limit: 7))
        let lines =
            try await [RecordLines.contact(contact, notes: true)] + deals.prefix(5).map(RecordLines.deal)
            + tasks.prefix(5).map(RecordLines.task) + messages.map { RecordLines.message(Communications.table.values(of: $0)) }
        return ToolFindings("The contact and what belongs to it", lines)
    }
}
