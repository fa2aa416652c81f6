import Domain
import Storage

struct CompleteTask: ChangingTool {
    let name = "complete_task"
    let permission = Permission.write
    let purpose = "Proposes to mark a pending task as done."
    let arguments: [Field] = [.required("task_id", .integer(Field.identifiers), "The task's id, as find_tasks gives it.")]

    func plan(_ arguments: Table.Values, _ bench: ToolBench) async throws -> PlannedChange {
        let task = try await bench.own(Tasks.table, arguments.integer("task_id"))
        guard task.text("status") == "pending" else {
            throw ValidationError(field: "task_id", "Task \(task.integer("id")) is \(task.text("status")) already.")
        }
        return PlannedChange(
            sentence: "Mark the task \(ToolWords.quoted(task.text("title")))\(ToolWords.due(LocalDate(task.text("due_date")))) as done.",
            version: task.integer("version"))
    }

    func statements(_ arguments: Table.Values, version: Int64?, _ bench: ToolBench) -> [SQL] {
        let id = arguments.integer("task_id")
        return [OwnRows.expected(Tasks.table, id: id, of: bench.person)]
            + Tasks.table.update(
                bench.workspace, id: id, ["status": .text("done")], version: version.map { SeenVersions($0) }, now: bench.clock.now())
    }
}
