import Domain

/// Addresses that get no message of an agent, whoever has them and whenever they are imported again.
package enum Suppressions {
    package static let reasons = ["opt_out", "bounce", "complaint", "manual"]

    package static let table = Table(
        "suppressions", noun: "suppression",
        fields: [
            .required("email", .email, "The address; unique, whatever its case.").fixed().filterable().sortable().searchable(),
            .optional("reason", .choice(reasons), "Why: it opted out, bounced or complained, or somebody entered it.", initial: .text("manual"))
                .filterable(),
            .optional("notes", .text(0...2000), "Anything else."),
        ]
    )

    /// SQL that holds for a contact `c` to whose address nothing is sent; `$1` is the workspace.
    static let condition =
        "(EXISTS (SELECT 1 FROM suppressions x WHERE x.workspace_id = $1 AND x.email_key = c.email_key) OR \(ErasedAddresses.condition))"
}
