package import Domain
package import Storage

/// Reads everything about one contact, a page at a time.
package struct ContactExport: Sendable {
    /// A table's next rows; the first of a table comes even where it has none.
    package struct Part: Sendable {
        package var table: String
        package var fields: [Field]
        package var rows: [Row]
        package var isFirst: Bool
    }

    private let store: any Store

    package init(store: any Store) { self.store = store }

    /// - Parameter onPart: waits until there is room for more.
    /// - Throws: `RowNotFound`, `StoreError`, and what `onPart` throws.
    package func read(_ contact: Int64, in workspace: WorkspaceID, onPart: (Part) async throws -> Void) async throws {
        for table in ContactExports.tables {
            guard let fields = table.export else { continue }
            var (after, isFirst) = (Int64(0), true)
            repeat {
                guard let statement = ContactExports.rows(of: table, about: contact, in: workspace, after: after) else { break }
                let rows = try await store.read(statement)
                try await onPart(Part(table: table.name, fields: fields, rows: rows, isFirst: isFirst))
                isFirst = false
                after = rows.count < Int(ContactExports.page) ? 0 : rows.last?.integer(0) ?? 0
            } while after > 0
        }
    }
}
