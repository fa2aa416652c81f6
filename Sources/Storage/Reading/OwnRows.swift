package import Domain

/// Whether a row is a person's own.
package enum OwnRows {
    /// Fails with `RowNotFound` where it is another's or there is none. Nobody gives the row away before the commit ends.
    package static func expected(_ table: Table, id: Int64, of person: Person) -> SQL {
        SQL(
            "SELECT id FROM \(table.name) WHERE workspace_id = $1 AND user_id = $2 AND id = $3 {{lock}}",
            [.workspace(person.workspace), .integer(person.user), .integer(id)]
        ).expectingOneRow(orThrow: table.notFound(id: id))
    }

    /// The row as of `table.columns`, or none.
    package static func find(_ table: Table, id: Int64, of person: Person) -> SQL {
        SQL(
            "SELECT \(table.columnList) FROM \(table.name) WHERE workspace_id = $1 AND user_id = $2 AND id = $3",
            [.workspace(person.workspace), .integer(person.user), .integer(id)])
    }
}

extension Table {
    /// A row's values by the names of its columns.
    package func values(of row: Row) -> Values { Dictionary(uniqueKeysWithValues: zip(columns.map(\.name), row.values)) }
}
