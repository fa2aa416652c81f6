import CPostgres
import Foundation

/// One state of a PostgreSQL database, held open for as long as a backup reads it; others go on writing.
///
/// A connection of its own beside the pool's: theirs hold no transaction open.
package final class PostgresMoment {
    private let connection: OpaquePointer
    /// What `pg_dump --snapshot` takes.
    package private(set) var snapshot = ""
    /// Where it is and how to get there, without the password.
    package let place: PostgresPlace

    /// - Throws: `StoreError.unavailable` while the database cannot be reached.
    package init(_ settings: PostgresSettings) throws {
        var parameters = settings.parameters
        parameters["options"] = PostgresPlace.options(parameters["options"])
        let names = parameters.keys.sorted()
        let keywords = names.map { strdup($0) }
        let values = names.map { strdup(parameters[$0] ?? "") }
        defer { (keywords + values).forEach { free($0) } }
        guard let connection = PQconnectdbParams(keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 0) else {
            throw StoreError.unavailable(reason: "There is no memory for a connection.")
        }
        self.connection = connection
        place = PostgresPlace(
            settings.parameters, host: PQhost(connection).map { String(cString: $0) }, port: PQport(connection).map { String(cString: $0) })
        guard PQstatus(connection) == CONNECTION_OK else {
            throw StoreError.unavailable(reason: "The database at \(settings.place) cannot be reached: \(Self.said(connection))")
        }
        for setting in ["statement_timeout", "idle_in_transaction_session_timeout"] { try rows("SET \(setting) = 0") }
        guard try rows("SELECT current_setting('crm.workspace', true)").first?.first == "*" else {
            // `pg_dump` comes by the same way, and would find every table empty.
            throw StoreError.unavailable(
                reason: "The pooler in front of the database passes no options on, so a backup would be empty: name the database itself.")
        }
        try rows("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = try rows("SELECT pg_export_snapshot()").first?.first ?? ""
    }

    deinit { PQfinish(connection) }

    /// Every table of the schema that the product is in.
    package func contents() throws -> DatabaseContents {
        let names = try rows(
            """
            SELECT c.relname, quote_ident(c.relname) FROM pg_class c
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname
            """)
        let tables = try names.map { ($0[0], Int64(try rows("SELECT COUNT(*) FROM \($0[1])").first?.first ?? "") ?? 0) }
        let isMigrated = names.contains { $0[0] == "schema_migrations" }
        let schema = isMigrated ? try rows("SELECT MAX(version) FROM schema_migrations").first?.first : nil
        return DatabaseContents(schema: schema.flatMap { Int64($0) } ?? 0, tables: Dictionary(uniqueKeysWithValues: tables))
    }

    /// Whether nothing is in the database yet.
    package func isEmpty() throws -> Bool {
        try rows(
            """
            SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%' LIMIT 1
            """
        ).isEmpty
    }

    @discardableResult
    private func rows(_ statement: String) throws -> [[String]] {
        let result = PQexec(connection, statement)
        defer { PQclear(result) }
        guard [PGRES_TUPLES_OK, PGRES_COMMAND_OK].contains(PQresultStatus(result)) else {
            throw StoreError.unavailable(reason: "The database did not answer: \(Self.said(connection))")
        }
        return (0..<PQntuples(result)).map { row in
            (0..<PQnfields(result)).map { column in PQgetvalue(result, row, column).map { String(cString: $0) } ?? "" }
        }
    }

    private static func said(_ connection: OpaquePointer) -> String {
        PQerrorMessage(connection).map { String(cString: $0) }?.split(separator: "\n").joined(separator: " ") ?? ""
    }
}
