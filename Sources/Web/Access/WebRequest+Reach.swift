import Domain
import Storage

extension WebRequest {
    /// Gives a new row to its maker where the request names nobody, and keeps rows within what the caller reaches: the
    /// statements that must hold for it.
    ///
    /// - Throws: `ValidationError` where it is to be another person's.
    func within(reach values: inout Table.Values, of table: Table, isNew: Bool) throws -> [SQL] {
        let hasUser = table.fields.contains { $0.name == "user_id" && !$0.isReadOnly }
        if isNew, hasUser, values["user_id"] == nil, principal.means != .open { values["user_id"] = .integer(principal.user) }
        guard let own = principal.reach.user else { return [] }
        if let user = values.optionalInteger("user_id"), user != own, hasUser {
            throw ValidationError(field: "user_id", "user_id must be your own, \(own): with your role you work with your own contacts.")
        }
        if table.name == Contacts.table.name, !isNew, values["shared"] != nil || values["user_id"] != nil {
            return ownership(of: try id("id"), in: table)
        }
        guard table.name != Contacts.table.name, let contact = values.optionalInteger("contact_id") else { return [] }
        let unknown = ValidationError(field: "contact_id", "contact_id names no row that exists: there is no \(contact) in contacts.")
        return [Contacts.table.reached(workspace, id: contact, by: own)].compactMap { $0?.expectingOneRow(orThrow: unknown) }
    }
}

extension WebRequest {
    /// What must hold where a contact is to go, to be handed on or to be shared by somebody who reaches their own and what is shared.
    func ownership(of id: Int64, in table: Table) -> [SQL] {
        guard let own = principal.reach.user, table.name == Contacts.table.name else { return [] }
        return [Contacts.mustBeOwn(workspace, id: id, of: own, orThrow: OthersContact())]
    }
}
