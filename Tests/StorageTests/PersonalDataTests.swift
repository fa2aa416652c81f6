import TestSupport
import Testing

@testable import Storage

@Suite struct `The catalogue of personal data` {
    /// A new table or text column fails this until somebody has said in `PersonalData` what it means for a person's rights.
    @Test(arguments: DatabaseKind.allCases) func `has every table, and every text column of each`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let found = try await columns(database)
            #expect(Set(PersonalData.tables.map(\.name)).subtracting(found.keys) == [], "tables that are not there")
            #expect(PersonalData.tables.count == Set(PersonalData.tables.map(\.name)).count)
            for (name, columns) in found {
                let table = try #require(PersonalData.table(name), "PersonalData has no table \(name)")
                let missing = columns.text.subtracting(table.columns)
                #expect(missing.isEmpty || table.goesWhole, "PersonalData does not say what becomes of \(missing.sorted()) of \(name)")
                #expect(table.columns.subtracting(columns.all) == [], "columns of \(name) that are not there")
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `names a link for every table with a contact_id`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            for (name, columns) in try await columns(database) where columns.all.contains("contact_id") && name != "erasures" {
                #expect(PersonalData.table(name)?.link != nil, "\(name)")
            }
        }
    }

    @Test func `blanks each table before the contact goes`() {
        let blanked = PersonalData.tables.filter { if case .blanked = $0.erasure { true } else { false } }.map { "blank:\($0.name)" }
        let stages = ErasureStage.all.map(\.key)
        #expect(Set(stages).isSuperset(of: blanked))
        #expect(stages.firstIndex(of: "contact") == blanked.count + 1)
        #expect(Set(stages).count == stages.count)
    }

    private func columns(_ database: TemporaryDatabase) async throws -> [String: (text: Set<String>, all: Set<String>)] {
        // What is computed of a column goes with it; SQLite does not list such either.
        let statement =
            database.kind == .sqlite
            ? """
            SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
            """
            : """
            SELECT table_name::TEXT, column_name::TEXT, upper(data_type)::TEXT FROM information_schema.columns
            WHERE table_schema = current_schema() AND is_generated = 'NEVER'
            """
        return try await database.store.read(SQL(statement)).reduce(into: [:]) { found, row in
            found[row.text(0), default: ([], [])].all.insert(row.text(1))
            if row.text(2) == "TEXT" { found[row.text(0)]?.text.insert(row.text(1)) }
        }
    }
}
