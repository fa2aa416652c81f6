import Domain
import Storage

struct ScheduleFollowUp: ChangingTool {
    let name = "schedule_follow_up"
    let permission = Permission.write
    let purpose = "Proposes a task to get back to a contact on a day."
    let dayArgument: String? = "date"
    let arguments: [Field] = [
        .required("contact_id", .integer(Field.identifiers), "The contact's id, as find_contacts gives it."),
        .required("date", .date, "The day; not one that is over."),
        .optional("kind", .choice(["call", "email", "meeting", "visit"]), "How; a call unless said."),
        .optional("about", .text(1...250), "What it is about."),
    ]

    func plan(_ arguments: Table.Values, _ bench: ToolBench) async throws -> PlannedChange {
        let contact = try await bench.own(Contacts.table, arguments.integer("contact_id"))
        let day = LocalDate(arguments.text("date"))
        guard let day, day >= bench.today else { throw ValidationError(field: "date", "date must not be over: today is \(bench.today).") }
        let about = arguments.optionalText("about").map { " about \(ToolWords.quoted($0))" } ?? ""
        return PlannedChange(sentence: "Follow up with \(ToolWords.contact(contact)) by \(way(arguments))\(about)\(ToolWords.due(day)).")
    }

    func statements(_ arguments: Table.Values, version: Int64?, _ bench: ToolBench) -> [SQL] {
        let contact = arguments.integer("contact_id")
        return [OwnRows.expected(Contacts.table, id: contact, of: bench.person), insert(arguments, contact, bench)]
    }

    /// Named after the contact, as it is called then.
    private func insert(_ arguments: Table.Values, _ contact: Int64, _ bench: ToolBench) -> SQL {
        let about = arguments.optionalText("about").map { ": \($0)" } ?? ""
        return Tasks.followUp(
            bench.person, contact: contact, kind: way(arguments), before: Self.verbs[way(arguments), default: "Call"] + " ", after: about,
            due: LocalDate(arguments.text("date")) ?? bench.today, now: bench.clock.now())
    }

    private func way(_ arguments: Table.Values) -> String { arguments.optionalText("kind") ?? "call" }

    private static let verbs = ["call": "Call", "email": "Write to", "meeting": "Meet", "visit": "Visit"]
}
