package import Domain

/// Everything about one contact, table by table, as `PersonalData` says.
package enum ContactExports {
    /// The tables that an export shows, the contact's own row first.
    package static let tables = PersonalData.tables.filter { $0.export != nil }

    /// How many rows are read at a time.
    package static let page: Int64 = 200

    /// The next rows of a table about the contact, by id: as the table's `export` fields have them.
    package static func rows(of table: PersonalTable, about contact: Int64, in workspace: WorkspaceID, after id: Int64) -> SQL? {
        guard let link = table.link, let fields = table.export else { return nil }
        // Fields that are computed name their table in full.
        let columns = fields.map(\.selection).joined(separator: ", ")
        return SQL(
            """
            SELECT \(columns) FROM \(table.name) WHERE workspace_id = $1 AND id IN (
                SELECT t.id FROM \(table.name) t WHERE t.workspace_id = $1 AND \(link) AND t.id > $3 ORDER BY t.id LIMIT $4)
            ORDER BY id
            """, [.workspace(workspace), .integer(contact), .integer(id), .integer(page)])
    }
}
