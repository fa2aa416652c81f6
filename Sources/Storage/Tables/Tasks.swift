package import Domain

/// What a user has to do, by a day.
package enum Tasks {
    package static let kinds = ["todo", "call", "meeting", "email", "visit"]

    package static let table = Table(
        "tasks", noun: "task",
        fields: [
            .optional("user_id", .reference(table: "users"), "Who is to do it.", initial: .integer(Users.owner)).filterable().sortable(),
            .optional("contact_id", .reference(table: "contacts"), "The contact it is about.").filterable(),
            .optional("external_id", .text(1...200), "The task's id in another system; unique.").filterable(),
            .required("title", .text(1...500), "What is to be done.").filterable().sortable().searchable(),
            .optional("kind", .choice(kinds), "What kind of work it is; seen from the title where not said.", initial: .text("")).filterable(),
            .optional("status", .choice(["pending", "done", "cancelled"]), "How the task stands.", initial: .text("pending")).filterable().sortable(),
            .optional("due_date", .date, "The day it is due.").filterable().sortable(),
            .optional("notes", .text(0...10_000), "Anything else.").searchable(),
            .readOnly("completed_at", .time, "When it was done.", nullable: true),
            .sample,
        ],
        derive: { values, now in
            if values["kind"] == .text(""), case .text(let title)? = values["title"] { values["kind"] = .text(kind(ofTitle: title)) }
            if let status = values["status"] { values["completed_at"] = status == .text("done") ? .time(now) : .null }
        }
    )

    /// `meeting` for "Meeting with Harbour Hotel", `call` for "Call the bakery"; otherwise `todo`.
    static func kind(ofTitle title: String) -> String {
        let words = title.lowercased().split { !$0.isLetter }
        if words.contains(where: { $0.hasPrefix("meet") }) { return "meeting" }
        if words.contains(where: { ["call", "phone", "ring"].contains($0) }) { return "call" }
        if words.contains(where: { ["email", "mail"].contains($0) }) { return "email" }
        return words.contains { $0.hasPrefix("visit") } ? "visit" : "todo"
    }

    package static func today(_ person: Person, _ today: LocalDate) -> SQL {
        SQL(
            "SELECT id, title, status, due_date FROM tasks WHERE workspace_id = $1 AND user_id = $2 AND due_date = $3 ORDER BY id",
            [.workspace(person.workspace), .integer(person.user), .date(today)])
    }
}
