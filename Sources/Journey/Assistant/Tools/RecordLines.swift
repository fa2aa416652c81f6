import Domain
import Storage

/// Records as lines for a model: what it is, its id, and what is known of it. Everything that people typed is cleaned.
enum RecordLines {
    static func contact(_ values: Table.Values, notes: Bool = false) -> String {
        line(
            "contact", values,
            [
                field("name", values), field("company", values), field("stage", values), field("email", values), field("phone", values),
                notes ? field("notes", values, 1000) : nil,
            ])
    }

    static func deal(_ values: Table.Values) -> String {
        let amount = values.optionalInteger("amount_minor").map { MoneyText.amount($0, currency: text(values.text("currency"), 3)) }
        return line(
            "deal", values,
            [
                field("customer", values), field("product", values), field("status", values), amount.map { "value: \($0)" },
                field("expected_close_date", values), field("reason_failed", values), field("contact_name", values), reference("contact", values),
            ])
    }

    static func task(_ values: Table.Values) -> String {
        line(
            "task", values,
            [
                field("title", values), field("kind", values), field("status", values), field("due_date", values), field("contact_name", values),
                reference("contact", values),
            ])
    }

    static func message(_ values: Table.Values, length: Int = 500) -> String {
        let day = Timestamp(milliseconds: values.integer("created_at")).utcDay
        let way =
            switch (values.text("direction"), values.text("status")) {
            case ("inbound", _): "from the contact"
            case ("outbound", "draft"): "to the contact, a draft"
            case ("outbound", "rejected"): "a draft to the contact that was rejected and never sent"
            case ("outbound", _): "to the contact"
            default: "noted"
            }
        return line(
            "message", values,
            ["\(day)", way, field("contact_name", values), reference("contact", values), "text: \(text(values.text("body"), length))"])
    }

    static func text(_ value: String, _ limit: Int = 160) -> String { PromptText.line(value, limit: limit) }

    private static func line(_ noun: String, _ values: Table.Values, _ parts: [String?]) -> String {
        "\(noun) \(values.integer("id")): \(parts.compactMap(\.self).joined(separator: "; "))"
    }

    private static func field(_ name: String, _ values: Table.Values, _ limit: Int = 160) -> String? {
        let value = text(values.text(name), limit)
        return value.isEmpty ? nil : "\(name): \(value)"
    }

    private static func reference(_ noun: String, _ values: Table.Values) -> String? {
        values.optionalInteger("\(noun)_id").map { "\(noun)_id: \($0)" }
    }
}
