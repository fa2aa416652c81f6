import Domain
import TestSupport
import Testing

@testable import Storage

/// Each step of the schema over a database of the version before that has a row in every table.
@Suite struct `Every step of the schema` {
    private let clock = WallClock.fixed(at: TemporaryDatabase.birth)

    @Test(arguments: DatabaseKind.allCases) func `keeps every value of every row that there was`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.empty(kind) { database in
            let store = database.store
            var contents = FilledTables()
            for version in Migration.all.map(\.number) {
                let before = try await contents.values(in: store)
                #expect(try await Migrator(store: store, clock: clock, through: version).migrate() == [version])
                let after = try await contents.values(in: store)
                for (table, columns) in before {
                    for (column, value) in columns { #expect(after[table]?[column] == value, "version \(version), \(table).\(column)") }
                }
                try await contents.fill(in: store)
            }
            #expect(contents.tables.count > 40)
            if kind == .sqlite {
                #expect(try await store.read(SQL("PRAGMA foreign_key_check")) == [])
                #expect(try await store.read(SQL("PRAGMA integrity_check")).map { $0.text(0) } == ["ok"])
            }
        }
    }
}

/// A database in which each table has one row, with a value in each of its columns.
private struct FilledTables {
    /// The columns of each table that has its row.
    private(set) var tables: [String: Set<String>] = [:]
    /// Kept by the migrator, or without rows of ours.
    private static let ignored: Set<String> = ["schema_migrations", "facts_versions"]

    /// What is in each table's only row, by column.
    func values(in store: any Store) async throws -> [String: [String: SQLValue]] {
        let known = try await columns(in: store)
        var values: [String: [String: SQLValue]] = [:]
        for table in tables.keys {
            guard let columns = known[table] else { continue }
            let rows = try await store.read(SQL("SELECT \(columns.map(\.name).joined(separator: ", ")) FROM \(table)"))
            #expect(rows.count == 1, "\(table)")
            values[table] = Dictionary(uniqueKeysWithValues: zip(columns.map(\.name), rows.first?.values ?? []))
        }
        return values
    }

    /// Gives each new table its row, and each new column of a known one a value.
    mutating func fill(in store: any Store) async throws {
        for (table, columns) in try await columns(in: store).sorted(by: { Self.rank($0.key) < Self.rank($1.key) }) {
            let new = columns.filter { tables[table]?.contains($0.name) != true && !$0.isNumbered }
            let values = new.map { Self.value(of: $0.name, in: table, isText: $0.isText) }
            if tables[table] == nil {
                try await store.commit(
                    SQL(
                        "INSERT INTO \(table) (\(new.map(\.name).joined(separator: ", "))) VALUES (\(placeholders(1...new.count)))", values
                    ).oneOff())
            } else if !new.isEmpty {
                let assignments = new.indices.map { "\(new[$0].name) = $\($0 + 1)" }
                try await store.commit(SQL("UPDATE \(table) SET \(assignments.joined(separator: ", "))", values).oneOff())
            }
            tables[table] = Set(columns.map(\.name))
        }
    }

    /// What others refer to comes first.
    private static func rank(_ table: String) -> String {
        let first = ["workspaces", "users", "contacts", "conversations", "occurrences", "agent_runs", "communications", "accounts", "sessions"]
        return (first.firstIndex(of: table).map { "\($0)" } ?? "") + ":\(table)"
    }

    private static func value(of column: String, in table: String, isText: Bool) -> SQLValue {
        if let choice = choices["\(table).\(column)"] ?? choices[column] { return .text(choice) }
        if table == "audit_entries", sealed.contains(column) { return .null }
        return isText ? .text("\(column) of \(table)") : .integer(1)
    }

    /// What no entry begins with.
    private static let sealed: Set<String> = ["sequence", "salt", "digest", "previous_hash", "hash", "erased_at"]

    /// Texts of which there are only some.
    private static let choices = [
        "deals.status": "won", "tasks.status": "done", "communications.status": "answered", "occurrences.state": "done", "agent_runs.state": "dead",
        "deliveries.state": "unknown", "sequence_positions.state": "active", "proposals.state": "declined", "accounts.state": "active",
        "erasures.state": "done", "products.status": "retired", "account_mails.state": "dead", "idempotency_keys.state": "answered",
        "catch_up": "run_all", "recipients": "contact",
        "consent": "given", "suppressions.reason": "bounce", "channel": "webhook", "autonomy": "auto", "direction": "inbound",
        "accounts.role": "admin",
        "sessions.kind": "browser", "one_time_links.purpose": "password", "account_mails.kind": "password", "time_zone": "Europe/Berlin",
    ]
}

extension FilledTables {
    private struct Column {
        var name: String
        var isText: Bool
        /// The database counts it.
        var isNumbered: Bool
    }

    private func columns(in store: any Store) async throws -> [String: [Column]] {
        let question =
            switch store.dialect {
            case .sqlite:
                """
                SELECT m.name, c.name, c.type, c.pk = 1 AND c.type = 'INTEGER' FROM sqlite_master m JOIN pragma_table_info(m.name) c
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid
                """
            case .postgres:
                """
                SELECT c.table_name::TEXT, c.column_name::TEXT, UPPER(c.data_type::TEXT), CASE c.is_identity WHEN 'YES' THEN 1 ELSE 0 END
                FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
                WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER' ORDER BY 1, c.ordinal_position
                """
            }
        let rows = try await store.read(SQL(question)).filter { !Self.ignored.contains($0.text(0)) }
        return Dictionary(grouping: rows) { $0.text(0) }.mapValues { rows in
            // The first workspace takes its number itself.
            rows.map { Column(name: $0.text(1), isText: $0.text(2) == "TEXT", isNumbered: $0.integer(3) == 1 && $0.text(0) != "workspaces") }
        }
    }
}
