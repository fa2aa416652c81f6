import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `A row` {
    @Test(arguments: TableCase.all) func `is read back as it was created`(example: TableCase) async throws {
        try await withRow(example) { store, table, row in
            let found = try await store.read(table.get(.first, id: row.integer(0)))
            #expect(found == [row])
            #expect(row.integer(table.versionIndex) == 1)
            #expect(row.values.count == table.columns.count)
        }
    }

    @Test(arguments: TableCase.writable) func `that changes gets the next version, and keeps what was not named`(example: TableCase) async throws {
        try await withRow(example) { store, table, row in
            let (field, value) = try change(of: table)
            let later = ExampleRows.now.adding(.seconds(60))
            let changed = try #require(
                try await store.commit(table.update(.first, id: row.integer(0), [field: value], version: 1, now: later)).last?.first)
            for (index, column) in table.columns.enumerated() {
                switch column.name {
                case field: #expect(changed[index] == value)
                case "version": #expect(changed[index] == .integer(2))
                case "updated_at": #expect(changed[index] == .time(later))
                default: #expect(changed[index] == row[index], "\(column.name)")
                }
            }
        }
    }

    @Test(arguments: TableCase.writable) func `changed or deleted with an old version stays as it is`(example: TableCase) async throws {
        try await withRow(example) { store, table, row in
            let id = row.integer(0)
            let (field, value) = try change(of: table)
            let stale = StaleVersion(noun: table.noun, id: id)
            await #expect(throws: stale) {
                _ = try await store.commit(table.update(.first, id: id, [field: value], version: 7, now: ExampleRows.now))
            }
            await #expect(throws: stale) { _ = try await store.commit(table.delete(.first, id: id, version: 7, now: TemporaryDatabase.birth)) }
            let found = try await store.read(table.get(.first, id: id))
            #expect(found == [row])
        }
    }

    @Test(arguments: TableCase.writable) func `changes while it is any of the versions that its caller knows`(example: TableCase) async throws {
        try await withRow(example) { store, table, row in
            let id = row.integer(0)
            let (field, value) = try change(of: table)
            let changed = try await store.commit(
                table.update(.first, id: id, [field: value], version: SeenVersions([7, 1, 9]), now: ExampleRows.now))
            #expect(changed.last?.first?.integer(table.versionIndex) == 2)
            for known in [SeenVersions([7, 1, 9]), SeenVersions([])] {
                await #expect(throws: StaleVersion(noun: table.noun, id: id)) {
                    _ = try await store.commit(table.delete(.first, id: id, version: known, now: TemporaryDatabase.birth))
                }
            }
        }
    }

    @Test(arguments: TableCase.writable) func `that is not there is named`(example: TableCase) async throws {
        try await withRow(example) { store, table, _ in
            let (field, value) = try change(of: table)
            await #expect(throws: RowNotFound(noun: table.noun, id: 999)) {
                _ = try await store.commit(table.update(.first, id: 999, [field: value], version: nil, now: ExampleRows.now))
            }
            await #expect(throws: RowNotFound(noun: table.noun, id: 999)) {
                _ = try await store.commit(table.delete(.first, id: 999, version: nil, now: TemporaryDatabase.birth))
            }
        }
    }

    @Test(arguments: TableCase.writable) func `that is deleted is gone, and only it`(example: TableCase) async throws {
        try await withRow(example) { store, table, row in
            let other = try await ExampleRows.create(table, 3, in: store)
            _ = try await store.commit(table.delete(.first, id: row.integer(0), version: 1, now: TemporaryDatabase.birth))
            let (gone, kept) = (
                try await store.read(table.get(.first, id: row.integer(0))), try await store.read(table.get(.first, id: other.integer(0)))
            )
            #expect(gone == [] && kept == [other])
        }
    }

    @Test(arguments: TableCase.all.filter { example in example.table.fields.contains { $0.name == "external_id" || $0.kind == .email } })
    func `shares its external id and its e-mail address with no other`(example: TableCase) async throws {
        try await withRow(example) { store, table, _ in
            for field in table.fields where field.name == "external_id" || field.kind == .email {
                func named(_ text: String, _ user: Int64) -> [SQL] {
                    var values: Table.Values = [
                        "name": .text("x"), "title": .text("x"), "customer": .text("x"), "product": .text("x"), "target": .integer(1),
                    ]
                    values = values.filter { table.field($0.key) != nil }
                    values[field.name] = .text(text)
                    return table.name == "users"
                        ? Users.insert(.first, values, now: ExampleRows.now) : table.insert(.first, values, now: ExampleRows.now)
                }
                _ = try await store.commit(named("desk@example.com", 4))
                do {
                    _ = try await store.commit(named(field.kind == .email ? "DESK@Example.com" : "desk@example.com", 5))
                    Issue.record("\(field.name) taken twice")
                } catch StoreError.duplicate {}
            }
        }
    }

    @Test(arguments: TableCase.writable) func `refers to no row that is not there`(example: TableCase) async throws {
        try await withRow(example) { store, table, row in
            for field in table.fields where !field.isReadOnly {
                guard case .reference = field.kind else { continue }
                do {
                    _ = try await store.commit(
                        table.update(.first, id: row.integer(0), [field.name: .integer(888)], version: nil, now: ExampleRows.now))
                    Issue.record("\(field.name) refers to nothing")
                } catch let error as ValidationError {
                    #expect(error.issues.map(\.field) == [field.name])
                }
            }
        }
    }

    /// A new value for a field that a request may change.
    private func change(of table: Table) throws -> (String, SQLValue) {
        let field = try #require(
            table.fields.first {
                if case .text = $0.kind { return !$0.isReadOnly && !$0.isFixed && $0.name != "external_id" }
                return false
            })
        return (field.name, .text("changed"))
    }

    /// Row 2 of the table, beside the owner's.
    private func withRow(_ example: TableCase, _ body: (any Store, Table, Row) async throws -> Void) async throws {
        try await TemporaryDatabase.with(example.kind) { database in
            if example.table.name != "users" { _ = try await database.store.commit(ExampleRows.users(2...5)) }
            let row = try await ExampleRows.create(example.table, 2, in: database.store)
            try await body(database.store, example.table, row)
        }
    }
}
