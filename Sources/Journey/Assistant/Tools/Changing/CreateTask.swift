import Domain
import Storage

struct CreateTask: ChangingTool {
    let name = "create_task"
    let permission = Permission.write
    let purpose = "Proposes a new task for the salesperson, such as a reminder."
    let dayArgument: String? = "due_date"
    let arguments: [Field] = [
        .required("title", .text(1...500), "What is to be done."),
        .optional("due_date", .date, "The day it is due."),
        .optional("contact_id", .integer(Field.identifiers), "The contact it is about."),
        .optional("kind", .choice(Tasks.kinds), "What kind of work it is; seen from the title unless said."),
        .optional("notes", .text(1...2000), "Anything else."),
    ]

    func plan(_ arguments: Table.Values, _ bench: ToolBench) async throws -> PlannedChange {
        let contact: Table.Values? = if let id = arguments.optionalInteger("contact_id") { try await bench.own(Contacts.table, id) } else { nil }
        let about = contact.map { " about \(ToolWords.contact($0))" } ?? ""
        let due = LocalDate(arguments.text("due_date"))
        // So that a day which was said and not understood is missed.
        let day = due == nil ? ", without a day" : ToolWords.due(due)
        return PlannedChange(sentence: "Create the task \(ToolWords.quoted(arguments.text("title")))\(about)\(day).")
    }

    func statements(_ arguments: Table.Values, version: Int64?, _ bench: ToolBench) -> [SQL] {
        let owned = arguments.optionalInteger("contact_id").map { [OwnRows.expected(Contacts.table, id: $0, of: bench.person)] } ?? []
        let values = arguments.filter { $0.value != .null }.merging(["user_id": .integer(bench.person.user)]) { $1 }
        return owned + Tasks.table.insert(bench.workspace, values, now: bench.clock.now())
    }
}
