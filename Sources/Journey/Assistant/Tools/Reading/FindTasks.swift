import Domain
import Storage

struct FindTasks: ReadingTool {
    let name = "find_tasks"
    let permission = Permission.read
    let purpose = "Finds tasks by status, by contact, by the days they are due, and by words of their title; the earliest first."
    let arguments: [Field] = [
        .optional("status", .choice(["pending", "done", "cancelled"]), "How they stand; pending unless said."),
        .optional("contact_id", .integer(Field.identifiers), "Only tasks about this contact."),
        .optional("due_from", .date, "The first day they may be due."),
        .optional("due_through", .date, "The last day they may be due; yesterday for what is overdue."),
        .optional("words", .text(1...200), "Words of the title that must all occur."),
    ]

    func read(_ arguments: Table.Values, _ bench: ToolBench) async throws -> ToolFindings {
        let rows = try await bench.store.read(
            Tasks.search(
                bench.person, status: arguments.optionalText("status") ?? "pending", contact: arguments.optionalInteger("contact_id"),
                from: LocalDate(arguments.text("due_from")), through: LocalDate(arguments.text("due_through")), words: arguments.text("words"),
                limit: Int64(ToolFindings.most + 1)))
        return ToolFindings("Tasks", rows.map { RecordLines.task(Tasks.table.values(of: $0)) })
    }
}
