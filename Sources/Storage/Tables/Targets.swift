import Domain

/// How much of a product a user means to sell, and how much is done.
package enum Targets {
    package static let table = Table(
        "targets", noun: "target",
        fields: [
            .optional("user_id", .reference(table: "users"), "Whose target it is.", initial: .integer(Users.owner)).filterable().sortable(),
            .optional("external_id", .text(1...200), "The target's id in another system; unique.").filterable(),
            .required("product", .text(1...200), "The product it counts.").filterable().sortable().searchable(),
            .required("target", .integer(0...1_000_000_000_000), "How many to sell.").sortable(),
            .optional("achieved", .integer(0...1_000_000_000_000), "How many are sold.", initial: .integer(0)).sortable(),
            .optional("due_date", .date, "The day by which.").filterable().sortable(),
            .sample,
        ]
    )
}
