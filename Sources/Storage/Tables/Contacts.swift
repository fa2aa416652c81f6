package import Domain

/// People and companies a user sells to. One with a stage is a lead or a customer.
package enum Contacts {
    package static let usualStages = ["lead", "contacted", "qualified", "proposal", "negotiation", "customer", "lost"]

    package static let table = Table(
        "contacts", noun: "contact",
        fields: [
            .optional("user_id", .reference(table: "users"), "Who looks after the contact.", initial: .integer(Users.owner)).filterable().sortable(),
            .optional("external_id", .text(1...200), "The contact's id in another system; unique.").filterable(),
            .required("name", .text(1...200), "The contact's name.").filterable().sortable().searchable(),
            .optional("email", .email, "The contact's e-mail address; unique, whatever its case.").filterable().sortable().searchable(),
            .optional("phone", .text(0...50), "The contact's phone number.").searchable(),
            .optional("company", .text(0...200), "Where the contact works.").filterable().sortable().searchable(),
            .optional("stage", .text(1...50), "Where in the pipeline: \(usualStages.joined(separator: ", ")), or a word of your own; null for none.")
                .filterable().sortable().lowercase(),
            .optional("notes", .text(0...10_000), "What is known of the contact.").searchable(),
            .optional("time_zone", .timeZone, "The IANA time zone of the contact's clock; null for its company's, or the workspace's.").filterable(),
            .optional("consent", .choice(["unknown", "given", "withdrawn"]), "Whether it agreed to get messages.", initial: .text("unknown"))
                .filterable(),
            .optional(
                "shared", .boolean, "Whether every member of the workspace may work with it, not only who looks after it.", initial: .integer(0)
            )
            .filterable(),
            .sample,
        ],
        derive: { values, _ in
            if case .text(let stage)? = values["stage"] { values["stage"] = .text(stage.lowercased()) }
        },
        beforeDelete: { workspace, id in
            let which: [SQLValue] = [.workspace(workspace), .integer(id)]
            return release("= $2", which) + [SQL("DELETE FROM contact_holds WHERE workspace_id = $1 AND contact_id = $2", which)]
        }
    )

    /// Takes contacts that are about to go out of the rows about them: who has read such a row is to see that it has changed. It counts
    /// as no work on a deal, whose `updated_at` stays.
    ///
    /// - Parameters:
    ///   - contacts: what a `contact_id` is compared with: `= $2`.
    ///   - arguments: the conditions'; `$1` is the workspace.
    ///   - staying: which rows do not go themselves; nil for all.
    static func release(_ contacts: String, _ arguments: [SQLValue], from staying: String? = nil) -> [SQL] {
        let condition = "\(Unindexed.workspace) AND contact_id \(contacts)\(staying.map { " AND \($0)" } ?? "")"
        return ["deals", "tasks", "communications"].map {
            SQL("UPDATE \($0) SET contact_id = NULL, version = version + 1 WHERE \(condition)", arguments)
        }
    }

    package static func mustBeOwn(_ workspace: WorkspaceID, id: Int64, of user: Int64, orThrow failure: any Error) -> SQL {
        SQL("SELECT id FROM contacts WHERE workspace_id = $1 AND id = $2 AND user_id = $3", [.workspace(workspace), .integer(id), .integer(user)])
            .expectingOneRow(orThrow: failure)
    }
}
