/// What a database holds, as far as two states of it are compared by.
package struct DatabaseContents: Equatable, Sendable {
    /// The number of its last migration; 0 where it has none.
    package var schema: Int64
    /// How many rows each table has.
    package var tables: [String: Int64]

    package init(schema: Int64, tables: [String: Int64]) {
        self.schema = schema
        self.tables = tables
    }

    /// The first table, by name, whose count differs from another's.
    package func difference(from other: [String: Int64]) -> String? {
        Set(tables.keys).union(other.keys).sorted().first { tables[$0] != other[$0] }
    }
}
