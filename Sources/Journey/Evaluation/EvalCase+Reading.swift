package import Domain
package import Foundation
import Storage

extension EvalCase {
    /// The rows that a case may have: each as `POST /api/v1/…` takes it, those that others refer to first.
    private static let tables: [Table] = [Contacts.table, Deals.table, Tasks.table, Products.table, Targets.table]
    private static let members = [
        "about", "agent", "recipients", "prompt", "today", "salesperson", "profile", "messages", "expect", "judge", "optional", "good", "bad",
    ]

    /// Reads a file.
    ///
    /// - Throws: `ValidationError` naming what in it is wrong.
    package init(name: String, file: Data) throws(ValidationError) {
        guard let json = try? JSONDecoder().decode(JSONValue.self, from: file), case .object(let members) = json else {
            throw ValidationError(field: "file", "The file must hold one JSON object.")
        }
        let known = Self.members + Self.tables.map(\.name)
        if let stranger = members.keys.sorted().first(where: { !known.contains($0) }) {
            let hint = suggestion(for: stranger, among: known, otherwise: "there are \(known.joined(separator: ", ")).")
            throw ValidationError(field: stranger, "\(stranger) is no member of a case: \(hint)")
        }
        let values = try Self.head.filled(from: members.filter { Self.headNames.contains($0.key) }, of: nil)
        guard let agent = AgentType(rawValue: values.text("agent").uppercased()), agent.isBuiltIn else {
            throw ValidationError(
                field: "agent", "agent must be one of \(AgentType.builtIn.map(\.rawValue).joined(separator: ", ")); its words may be a prompt's.")
        }
        self.name = name
        self.agent = agent
        about = values.text("about")
        recipient = Recipients(rawValue: values.text("recipients")) ?? .contact
        prompt = values.optionalText("prompt")
        today = LocalDate(values.text("today")) ?? LocalDate(dayNumber: 0)
        salesperson = values.text("salesperson")
        profile = try Self.profile(members["profile"])
        rows = try Self.rows(members)
        messages = try EvalMessage.list(members["messages"])
        rules = try EvalRuleCatalog.rules(members["expect"], for: recipient)
        rubric = try members["judge"].map { json throws(ValidationError) in try EvalRubric(json) }
        optional = Set(JSONText.texts(values.text("optional")))
        fingerprint = Fingerprint.of(String(decoding: file, as: UTF8.self))
        try check()
    }

    private static let head: [Field] = [
        .required("about", .text(1...500), ""), .required("agent", .text(1...40), ""),
        .optional("recipients", .choice(["contact", "user"]), "", initial: .text("contact")), .optional("prompt", .text(1...20_000), ""),
        .optional("today", .date, "", initial: .text("2026-03-02")), .optional("salesperson", .text(0...200), "", initial: .text("Alex Vale")),
        .optional("optional", .textList(count: 20, length: 40), "", initial: .text("[]")),
    ]
    private static let headNames = Set(head.map(\.name))

    private func check() throws(ValidationError) {
        if recipient == .contact, !rows.contains(where: { $0.table.name == Contacts.table.name }) {
            throw ValidationError(field: "contacts", "contacts must hold at least one, the first of whom is written to.")
        }
        if rules.isEmpty, rubric == nil { throw ValidationError(field: "expect", "expect must name at least one property of the message.") }
        if let stranger = optional.sorted().first(where: { !properties.contains($0) }) {
            throw ValidationError(field: "optional", "optional names \(stranger), which the case does not expect.")
        }
    }

    private static func profile(_ json: JSONValue?) throws(ValidationError) -> Table.Values {
        guard let json else { return [:] }
        guard case .object(let members) = json else {
            throw ValidationError(field: "profile", "profile must be an object, not \(json.typeName).")
        }
        return try BusinessProfiles.table.fields.filter { !$0.isReadOnly && $0.name != "user_id" }.values(in: members, of: "profile")
    }

    private static func rows(_ members: [String: JSONValue]) throws(ValidationError) -> [EvalRow] {
        var rows: [EvalRow] = []
        for table in tables {
            guard let json = members[table.name] else { continue }
            guard case .array(let entries) = json else {
                throw ValidationError(field: table.name, "\(table.name) must be a list, not \(json.typeName).")
            }
            for (place, entry) in entries.enumerated() {
                let place = "\(table.name)[\(place)]"
                guard case .object(let members) = entry else {
                    throw ValidationError(field: place, "\(place) must be an object, not \(entry.typeName).")
                }
                rows.append(EvalRow(table: table, values: try table.fields.filter { !$0.isReadOnly }.values(in: members, of: place)))
            }
        }
        return rows
    }
}

extension EvalMessage {
    fileprivate static func list(_ json: JSONValue?) throws(ValidationError) -> [EvalMessage] {
        guard let json else { return [] }
        guard case .array(let entries) = json else { throw ValidationError(field: "messages", "messages must be a list, not \(json.typeName).") }
        var messages: [EvalMessage] = []
        for (place, entry) in entries.enumerated() {
            guard case .object(let members) = entry else {
                throw ValidationError(field: "messages", "messages[\(place)] must be an object, not \(entry.typeName).")
            }
            let values = try fields.filled(from: members, of: "messages[\(place)]")
            messages.append(
                EvalMessage(
                    day: LocalDate(values.text("day")) ?? LocalDate(dayNumber: 0), author: Author(rawValue: values.text("from")) ?? .contact,
                    contact: values.integer("contact_id"), text: values.text("text")))
        }
        return messages
    }

    private static let fields: [Field] = [
        .required("day", .date, ""), .required("from", .choice(Author.allCases.map(\.rawValue)), ""), .required("text", .text(1...20_000), ""),
        .optional("contact_id", .integer(1...1000), "", initial: .integer(1)),
    ]
}
