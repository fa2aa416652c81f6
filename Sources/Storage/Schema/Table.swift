package import Domain

/// One resource as a table: its fields, and the statements that create, read, change, delete and list its rows.
///
/// Every row has `id`, `workspace_id`, `created_at`, `updated_at` and `version` besides its fields, and every statement
/// here filters on the workspace. Statements return the row's columns in the order of `columns`.
package struct Table: Sendable {
    package typealias Values = [String: SQLValue]

    package var name: String
    /// The resource's name in the singular, for sentences: `contact`.
    package var noun: String
    /// The fields between `id` and the stamps, in the order JSON shows them.
    package var fields: [Field]
    /// Fills in what follows from other values, such as the time a task was completed. Runs on creation and on change.
    package var derive: @Sendable (_ values: inout Values, _ now: Timestamp) -> Void
    /// Statements to run before a row goes, for references that the database does not clear by itself.
    package var beforeDelete: @Sendable (WorkspaceID, _ id: Int64) -> [SQL]

    /// All columns of a row as JSON shows them.
    package let columns: [Field]
    let columnList: String

    package init(
        _ name: String, noun: String, fields: [Field],
        derive: @escaping @Sendable (inout Values, Timestamp) -> Void = { _, _ in },
        beforeDelete: @escaping @Sendable (WorkspaceID, Int64) -> [SQL] = { _, _ in [] }
    ) {
        self.name = name
        self.noun = noun
        self.fields = fields
        self.derive = derive
        self.beforeDelete = beforeDelete
        columns = [Field.readOnly("id", .integer(Field.identifiers), "The row's id.").filterable().sortable()] + fields + Table.stamps
        columnList = columns.map(\.selection).joined(separator: ", ")
    }

    private static let stamps = [
        Field.readOnly("created_at", .time, "When the row was created.").sortable(),
        Field.readOnly("updated_at", .time, "When the row last changed.").sortable(),
        Field.readOnly("version", .integer(1...Int64.max), "Counts the row's changes; the ETag."),
    ]

    package func field(_ name: String) -> Field? { columns.first { $0.name == name } }

    package var idIndex: Int { 0 }
    /// Where a column stands in a row.
    package func index(_ name: String) -> Int { columns.firstIndex { $0.name == name } ?? 0 }
    package var versionIndex: Int { columns.count - 1 }
}

extension Table.Values {
    /// Nil for what is missing or null.
    func known(_ name: String) -> SQLValue? { self[name].flatMap { $0 == .null ? nil : $0 } }
}
