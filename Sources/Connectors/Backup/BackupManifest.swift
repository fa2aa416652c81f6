/// What a backup holds, as its last chunk says it.
package struct BackupManifest: Codable, Equatable, Sendable {
    package var format = 1
    /// Of the crm-agent that made it.
    package var version: String
    /// The number of the last migration.
    package var schema: Int64
    /// `sqlite` or `postgres`: what the payload is, a database file or an archive of pg_dump.
    package var database: String
    /// By RFC 3339.
    package var created_at: String
    /// How many rows each table has.
    package var tables: [String: Int64]
    package var payload_bytes: Int64 = 0
    /// In hexadecimal.
    package var payload_sha256 = ""

    package init(version: String, schema: Int64, database: String, created_at: String, tables: [String: Int64]) {
        (self.version, self.schema, self.database, self.created_at, self.tables) = (version, schema, database, created_at, tables)
    }

    package var rows: Int64 { tables.values.reduce(0, +) }
}
