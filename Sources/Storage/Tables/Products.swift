import Domain

/// The catalogue: what the business sells, and at which price.
package enum Products {
    package static let table = Table(
        "products", noun: "product",
        fields: [
            .optional("external_id", .text(1...200), "The product's id in another system; unique.").filterable(),
            .optional("sku", .text(1...100), "The article number; unique.").filterable().sortable().searchable(),
            .required("name", .text(1...200), "What it is called.").filterable().sortable().searchable(),
            .optional("description", .text(0...2000), "What it is and does.", initial: .text("")).searchable(),
            .optional("price_minor", .integer(0...1_000_000_000_000_000), "The price in minor units of the currency, such as cents.").sortable(),
            .optional("currency", .currency, "The price's currency, ISO 4217."),
            .optional("unit", .text(0...40), "For what the price is, such as month or seat; empty for the whole.", initial: .text("")),
            .optional("url", .url, "A page about it."),
            .optional(
                "status", .choice(["active", "retired"]), "Whether it is still sold; agents offer only what is active.", initial: .text("active")
            )
            .filterable().sortable(),
            .sample,
        ]
    )

    /// How many products may stand beside those that deals name.
    private static let others = 30
    /// How many products that deals name are read at once.
    private static let named = 200

    static let columns = "p.id, p.name, p.sku, p.description, p.price_minor, p.currency, p.unit, p.url"

    /// What messages to these contacts may name: active products that their deals are about, then others by name.
    static func forContacts(_ who: Selection) -> [SQL] {
        [
            who.statement(isDistinct: true, ending: "ORDER BY 2, 1 LIMIT \(named)") {
                """
                \(columns) FROM (SELECT DISTINCT lower(product) AS product FROM deals WHERE workspace_id = $1 AND contact_id \($0)) AS named
                JOIN products p ON p.workspace_id = $1 AND p.name_key = named.product AND p.status = 'active'
                """
            },
            SQL(
                "SELECT \(columns) FROM products p WHERE p.workspace_id = $1 AND p.status = 'active' ORDER BY p.name, p.id LIMIT \(others)",
                [who.arguments[0]]),
        ]
    }

    static func product(_ row: Row) -> ProductFact {
        ProductFact(
            id: row.integer(0), name: row.text(1), sku: row.text(2), description: row.text(3), priceMinor: row.optionalInteger(4),
            currency: row.text(5),
            unit: row.text(6), url: row.text(7))
    }
}
