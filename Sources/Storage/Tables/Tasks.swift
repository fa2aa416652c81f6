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
            .readOnly("contact_name", .text(1...200), "The contact's name; null for one that somebody else looks after alone.", nullable: true)
                .computed(
                    """
                    (SELECT k.name FROM contacts k WHERE k.workspace_id = tasks.workspace_id AND k.id = tasks.contact_id
                    AND (k.user_id = tasks.user_id OR k.shared = 1))
                    """),
        ],
        derive: { values, now in
            if values["kind"] == .text(""), case .text(let title)? = values["title"] { values["kind"] = .text(kind(ofTitle: title)) }
            // An import may tell when; whoever changes a task can't.
            if let status = values["status"] { values["completed_at"] = status == .text("done") ? values.known("completed_at") ?? .time(now) : .null }
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
            [.workspace(person.workspace), .integer(person.user), .date(today)]
        ).quick()
    }

    /// A task about a contact of the person's, with the contact's name in its title: its `id`.
    package static func followUp(
        _ person: Person, contact: Int64, kind: String, before: String, after: String, due: LocalDate, now: Timestamp
    ) -> SQL {
        SQL(
            """
            INSERT INTO tasks (workspace_id, user_id, contact_id, title, kind, status, due_date, sample, created_at, updated_at, version)
            SELECT c.workspace_id, c.user_id, c.id, CAST($4 AS TEXT) || c.name || CAST($5 AS TEXT), $6, 'pending', $7, 0, CAST($8 AS BIGINT),
                CAST($8 AS BIGINT), 1
            FROM contacts c WHERE c.workspace_id = $1 AND c.user_id = $2 AND c.id = $3 RETURNING id
            """,
            [
                .workspace(person.workspace), .integer(person.user), .integer(contact), .text(before), .text(after), .text(kind), .date(due),
                .time(now),
            ])
    }

    /// A person's tasks in a status, of a kind and about a contact, due in a span of days, that have all of some words: rows of `table`'s
    /// columns, the earliest due first and those without a day last.
    ///
    /// - Parameter status: nil for those that are pending or done.
    package static func search(
        _ person: Person, status: String?, kind: String? = nil, contact: Int64? = nil, from: LocalDate? = nil, through: LocalDate? = nil,
        words: String = "", limit: Int64
    ) -> SQL {
        let chosen = conditions(person, status: status, kind: kind, contact: contact, from: from, through: through, words: words)
        var bindings = chosen.bindings
        return SQL(
            """
            SELECT \(table.columnList) FROM tasks WHERE \(chosen.text)
            ORDER BY COALESCE(due_date, '9999'), id LIMIT \(bindings.bind(.integer(limit)))
            """, bindings.values
        ).oneOff()
    }

    /// How many of these there are.
    package static func count(_ person: Person, status: String?, kind: String? = nil, from: LocalDate? = nil, through: LocalDate? = nil) -> SQL {
        let chosen = conditions(person, status: status, kind: kind, contact: nil, from: from, through: through, words: "")
        return SQL("SELECT COUNT(*) FROM tasks WHERE \(chosen.text)", chosen.bindings.values).oneOff()
    }

    private static func conditions(
        _ person: Person, status: String?, kind: String?, contact: Int64?, from: LocalDate?, through: LocalDate?, words: String
    ) -> (text: String, bindings: SQLBindings) {
        var bindings = SQLBindings()
        bindings.append([.workspace(person.workspace), .integer(person.user)])
        var conditions = ["workspace_id = $1", "user_id = $2", status.map { "status = \(bindings.bind(.text($0)))" } ?? "status <> 'cancelled'"]
        if let contact { conditions.append("contact_id = \(bindings.bind(.integer(contact)))") }
        if let kind { conditions.append("kind = \(bindings.bind(.text(kind)))") }
        if let from { conditions.append("due_date >= \(bindings.bind(.date(from)))") }
        if let through { conditions.append("due_date <= \(bindings.bind(.date(through)))") }
        for word in words.split(separator: " ").prefix(8) {
            conditions.append("fold_case(title) LIKE \(bindings.bind(.text("%\(word.caseFolded.likeEscaped)%"))) ESCAPE '\\'")
        }
        return (conditions.joined(separator: " AND "), bindings)
    }
}
