package import Domain
package import Foundation

/// Which part of what happened is asked for.
package struct HappeningChoice: Equatable, Sendable {
    /// Nil for all days.
    package var days: ClosedRange<LocalDate>?
    /// The same as instants, in the workspace's time zone.
    package var within: Range<Timestamp>?
    /// The only kinds of tasks; empty for all.
    package var kinds: [String] = []
    /// The only contacts, and what tasks call them; empty for all.
    package var contacts: [Int64] = []
    package var names: [String] = []

    package init() {}
}

/// What happened within some days: tasks that were done, and messages.
package enum HappeningRows {
    /// How many of each are told.
    package static let most = 9

    /// A person's tasks that were due then, or marked as done then, in a status: `id, title, status, due_date, completed_at` and how many there are.
    package static func tasks(_ person: Person, _ choice: HappeningChoice, status: String) -> SQL {
        var bindings = SQLBindings()
        bindings.append([.workspace(person.workspace), .integer(person.user), .text(status)])
        var conditions = ["workspace_id = $1", "user_id = $2", "status = $3"]
        if let days = choice.days {
            let due = "due_date >= \(bindings.bind(.date(days.lowerBound))) AND due_date <= \(bindings.bind(.date(days.upperBound)))"
            let done = choice.within.map {
                " OR completed_at >= \(bindings.bind(.time($0.lowerBound))) AND completed_at < \(bindings.bind(.time($0.upperBound)))"
            }
            conditions.append("(\(due)\(status == "done" ? done ?? "" : ""))")
        }
        if !choice.kinds.isEmpty { conditions.append("kind IN (\(list(choice.kinds.map(SQLValue.text), &bindings)))") }
        if let whom = whom(choice, &bindings) { conditions.append(whom) }
        // Without days the last ones are asked for.
        let direction = choice.days == nil ? "DESC" : "ASC"
        return SQL(
            """
            SELECT id, title, status, due_date, completed_at, COUNT(*) OVER () FROM tasks WHERE \(conditions.joined(separator: " AND "))
            ORDER BY COALESCE(due_date, '') \(direction), id \(direction) LIMIT \(most)
            """, bindings.values
        ).oneOff()
    }

    private static func whom(_ choice: HappeningChoice, _ bindings: inout SQLBindings) -> String? {
        let byContact = choice.contacts.isEmpty ? [] : ["contact_id IN (\(list(choice.contacts.map(SQLValue.integer), &bindings)))"]
        var byName: [String] = []
        for name in choice.names {
            byName.append("fold_case(title) LIKE \(bindings.bind(.text("%\(name.caseFolded.likeEscaped)%"))) ESCAPE '\\'")
        }
        let all = byContact + byName
        return all.isEmpty ? nil : "(\(all.joined(separator: " OR ")))"
    }

    private static func list(_ values: [SQLValue], _ bindings: inout SQLBindings) -> String {
        var places: [String] = []
        for value in values { places.append(bindings.bind(value)) }
        return places.joined(separator: ", ")
    }

    package static func tasks(_ rows: [Row], zone: TimeZone) -> Happenings.Some<Happenings.DoneTask> {
        Happenings.Some(
            rows.map { row in
                let task = TaskFact(id: row.integer(0), title: row.text(1), status: row.text(2), dueDate: row.date(3))
                return Happenings.DoneTask(task, doneOn: row.optionalInteger(4).map { Timestamp(milliseconds: $0).localDate(in: zone) })
            }, count: rows.first?.integer(5) ?? 0)
    }

    /// What went out to the person's contacts, or came from them: as of `ChatRows.correspondence`, and how many there are.
    package static func messages(_ person: Person, _ choice: HappeningChoice, direction: String, now: Timestamp) -> SQL {
        var bindings = SQLBindings()
        bindings.append([.workspace(person.workspace), .integer(person.user)])
        let at = "(CASE WHEN m.sent_at IS NULL THEN m.created_at ELSE m.sent_at END)"
        var conditions = ["m.workspace_id = $1", "c.user_id = $2", "m.contact_id IS NOT NULL", "m.direction <> 'internal'"]
        conditions.append("m.direction = \(bindings.bind(.text(direction)))")
        if direction == "outbound" { conditions.append("m.status = 'sent'") }
        conditions += within(choice, at, &bindings)
        if !choice.contacts.isEmpty { conditions.append("m.contact_id IN (\(list(choice.contacts.map(SQLValue.integer), &bindings)))") }
        let isUndelivered = ChatRows.isUndelivered(now: bindings.bind(.time(now)))
        return SQL(
            """
            SELECT c.name, m.agent_type, COALESCE(m.subject, ''), m.body, \(at) AS moment, \(isUndelivered), COUNT(*) OVER (),
                CAST(SUM(\(isUndelivered)) OVER () AS BIGINT)
            FROM communications m JOIN contacts c ON c.workspace_id = m.workspace_id AND c.id = m.contact_id
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY moment DESC, m.id DESC LIMIT \(most)
            """, bindings.values
        ).oneOff()
    }

    /// What the person noted, the contact's name empty where it is about none.
    ///
    /// - Parameter limit: more than are told, where only some of them are meant.
    package static func notes(_ person: Person, _ choice: HappeningChoice, limit: Int = most) -> SQL {
        var bindings = SQLBindings()
        bindings.append([.workspace(person.workspace), .integer(person.user)])
        var conditions = ["m.workspace_id = $1", "m.user_id = $2", "m.direction = 'internal'", "m.agent_type = 'NOTE'"]
        conditions += within(choice, "m.created_at", &bindings)
        if !choice.contacts.isEmpty { conditions.append("m.contact_id IN (\(list(choice.contacts.map(SQLValue.integer), &bindings)))") }
        return SQL(
            """
            SELECT COALESCE(c.name, ''), m.agent_type, '', m.body, m.created_at, 0, COUNT(*) OVER ()
            FROM communications m LEFT JOIN contacts c ON c.workspace_id = m.workspace_id AND c.id = m.contact_id AND c.user_id = m.user_id
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY m.id DESC LIMIT \(limit)
            """, bindings.values
        ).oneOff()
    }

    private static func within(_ choice: HappeningChoice, _ moment: String, _ bindings: inout SQLBindings) -> [String] {
        choice.within.map {
            ["\(moment) >= \(bindings.bind(.time($0.lowerBound)))", "\(moment) < \(bindings.bind(.time($0.upperBound)))"]
        } ?? []
    }

    package static func letters(_ rows: [Row], zone: TimeZone) -> Happenings.Some<Correspondence.Letter> {
        Happenings.Some(rows.map { ChatRows.letter($0, zone: zone) }, count: rows.first?.integer(6) ?? 0)
    }

    /// How many of the messages nothing has delivered.
    package static func undelivered(_ rows: [Row]) -> Int64 { rows.first?.integer(7) ?? 0 }
}
