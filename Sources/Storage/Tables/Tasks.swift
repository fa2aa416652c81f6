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

    /// A person's tasks in a status, of a kind and about a contact, due in a span of days, that have all of some words: rows of `table`'s columns, the earliest due
    /// first and those without a day last.
    package static func search(
        _ person: Person, status: String, kind: String? = nil, contact: Int64? = nil, from: LocalDate? = nil, through: LocalDate? = nil,
        words: String = "", limit: Int64
    ) -> SQL {
        var arguments: [SQLValue] = [.workspace(person.workspace), .integer(person.user), .text(status), .integer(limit)]
        func bind(_ value: SQLValue) -> String {
            arguments.append(value)
            return "$\(arguments.count)"
        }
        let days = [from.map { "due_date >= \(bind(.date($0)))" }, through.map { "due_date <= \(bind(.date($0)))" }].compactMap(\.self)
        let contacts = contact.map { ["contact_id = \(bind(.integer($0)))"] } ?? []
        let kinds = kind.map { ["kind = \(bind(.text($0)))"] } ?? []
        let found = words.split(separator: " ").prefix(8).map { word in
            "fold_case(title) LIKE \(bind(.text("%\(word.caseFolded.likeEscaped)%"))) ESCAPE '\\'"
        }
        let conditions = ["workspace_id = $1", "user_id = $2", "status = $3"] + contacts + kinds + days + found
        return SQL(
            """
            SELECT \(table.columnList) FROM tasks WHERE \(conditions.joined(separator: " AND "))
            ORDER BY COALESCE(due_date, '9999'), id LIMIT $4
            """, arguments
        ).oneOff()
    }
}
