package import Domain

/// Sales under way, won or lost (the brief's sales).
package enum Deals {
    package static let table = Table(
        "deals", noun: "deal",
        fields: [
            .optional("user_id", .reference(table: "users"), "Who works on the deal.", initial: .integer(Users.owner)).filterable().sortable(),
            .optional(
                "contact_id", .reference(table: "contacts"),
                "The contact the deal is with. Where a new deal leaves it out: the only one of the user's who is called as the customer; null for none."
            ).filterable(),
            .optional("external_id", .text(1...200), "The deal's id in another system; unique.").filterable(),
            .required("customer", .text(1...200), "The customer's name.").filterable().sortable().searchable(),
            .optional("product", .text(0...200), "What is to be sold.", initial: .text("")).filterable().sortable().searchable(),
            .optional("status", .choice(["open", "won", "lost"]), "How the deal stands.", initial: .text("open")).filterable().sortable(),
            .optional("reason_failed", .text(0...2000), "Why a lost deal was lost.").searchable(),
            .optional("amount_minor", .integer(0...1_000_000_000_000_000), "The value in minor units of the currency, such as cents.").sortable(),
            .optional("currency", .currency, "The amount's currency, ISO 4217."),
            .optional("expected_close_date", .date, "The day the customer is expected to decide.").filterable().sortable(),
            .readOnly("closed_at", .time, "When the deal was won or lost.", nullable: true),
            .sample,
            .readOnly("contact_name", .text(1...200), "The contact's name; null for one that somebody else looks after alone.", nullable: true)
                .computed(
                    """
                    (SELECT k.name FROM contacts k WHERE k.workspace_id = deals.workspace_id AND k.id = deals.contact_id
                    AND (k.user_id = deals.user_id OR k.shared = 1))
                    """),
        ],
        derive: { values, now in
            guard let status = values["status"] else { return }
            // An import may tell when; whoever changes a deal can't.
            values["closed_at"] = status == .text("open") ? .null : values.known("closed_at") ?? .time(now)
        }
    )

    /// A person's deals that have all of some words, those of the customer with just these words first, then those with all of them as whole
    /// words, and the latest of these: rows of `table`'s columns.
    package static func search(_ person: Person, status: String?, words: String, limit: Int64) -> SQL {
        var arguments: [SQLValue] = [.workspace(person.workspace), .integer(person.user), .integer(limit)]
        func bind(_ value: SQLValue) -> String {
            arguments.append(value)
            return "$\(arguments.count)"
        }
        let parts = words.split(separator: " ").prefix(8).map(\.caseFolded)
        func all(_ column: String, _ pattern: (String) -> String) -> String {
            parts.map { "\(column) LIKE \(bind(.text(pattern($0.likeEscaped)))) ESCAPE '\\'" }.joined(separator: " AND ")
        }
        let searched = "fold_case(customer || ' ' || product)"
        var conditions = ["workspace_id = $1", "user_id = $2"]
        if let status { conditions.append("status = \(bind(.text(status)))") }
        var order = "updated_at DESC, id DESC"
        if !parts.isEmpty {
            conditions.append(all(searched) { "%\($0)%" })
            let whole = all("' ' || \(searched) || ' '") { "% \($0) %" }
            order = "CASE WHEN fold_case(customer) = \(bind(.text(parts.joined(separator: " ")))) THEN 0 WHEN \(whole) THEN 1 ELSE 2 END, \(order)"
        }
        return SQL(
            "SELECT \(table.columnList) FROM deals WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(order) LIMIT $3", arguments
        ).oneOff().long()
    }

    /// Creates a deal. One of which nobody has said whose it is belongs to the only contact of its user who is called as its customer, as
    /// with an import.
    package static func insert(_ workspace: WorkspaceID, _ given: Table.Values, now: Timestamp) -> [SQL] {
        guard given["contact_id"] == nil else { return table.insert(workspace, given, now: now) }
        return table.insert(
            workspace, given, now: now,
            finding: (
                "contact_id",
                {
                    """
                    (SELECT CASE WHEN MIN(k.id) = MAX(k.id) THEN MIN(k.id) END FROM contacts k
                    WHERE k.workspace_id = \($0("workspace_id")) AND k.user_id = \($0("user_id")) AND k.name = \($0("customer")))
                    """
                }
            ))
    }
}
