import Domain
import Storage
import TestSupport
import Testing

@Suite struct `A list` {
    @Test(arguments: TableCase.all) func `read page by page gives every row once, in order, while rows come in between`(example: TableCase)
        async throws
    {
        try await TemporaryDatabase.with(example.kind) { database in
            let (store, table) = (database.store, example.table)
            let first: Int64 = table.name == "users" ? 2 : 1
            if table.name != "users" { _ = try await store.commit(ExampleRows.users(2...400)) }
            for number in first...40 { try await ExampleRows.create(table, number, in: store) }
            var next: Int64 = 41
            for field in table.columns where field.isSortable {
                for isDescending in [false, true] {
                    var query = ListQuery(sort: field, isDescending: isDescending, limit: 9)
                    let before = try await store.read(SQL("SELECT id FROM \(table.name)")).map { $0.integer(0) }
                    let rows = try await table.pages(store, query) { page in
                        guard page < 3 else { return }
                        try await ExampleRows.create(table, next, in: store)
                        next += 1
                    }
                    let ids = rows.map { $0.integer(table.idIndex) }
                    #expect(Set(ids).count == ids.count, "\(field.name) doubles a row")
                    #expect(Set(before).subtracting(ids).isEmpty, "\(field.name) skips a row")
                    query.limit = 1000
                    let whole = try await store.read(table.list(.first, query)).map { $0.integer(table.idIndex) }
                    #expect(whole.filter(Set(ids).contains) == ids, "\(field.name) changes its order")
                }
            }
        }
    }

    @Test(arguments: TableCase.all) func `with a filter has exactly the rows with that value`(example: TableCase) async throws {
        try await TemporaryDatabase.with(example.kind) { database in
            let (store, table) = (database.store, example.table)
            if table.name != "users" { _ = try await store.commit(ExampleRows.users(2...30)) }
            for number in Int64(table.name == "users" ? 2 : 1)...30 { try await ExampleRows.create(table, number, in: store) }
            let id = try #require(table.field("id"))
            var query = ListQuery(sort: id, isDescending: false, limit: 1000)
            let all = try await store.read(table.list(.first, query))
            #expect(all.count >= 30)
            for (index, field) in table.columns.enumerated() where field.isFilterable {
                for value in Set(all.map { $0[index] }) where value != .null {
                    query.filters = [(field, value)]
                    let found = try await store.read(table.list(.first, query))
                    #expect(found == all.filter { $0[index] == value }, "\(field.name)")
                }
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `with several filters has the rows that pass all of them`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let table = Contacts.table
            for (name, stage, user) in [("One", "lead", 1), ("Two", "lead", 2), ("Three", "customer", 1)] as [(String, String, Int64)] {
                _ = try await database.store.commit(
                    ExampleRows.users(2...2)
                        + table.insert(.first, ["name": .text(name), "stage": .text(stage), "user_id": .integer(user)], now: ExampleRows.now))
            }
            var query = try ListQuery(sort: #require(table.field("id")), isDescending: false, limit: 10)
            query.filters = try [(#require(table.field("stage")), .text("lead")), (#require(table.field("user_id")), .integer(1))]
            #expect(try await database.store.read(table.list(.first, query)).map { $0.integer(0) } == [1])
        }
    }

    @Test(
        arguments: DatabaseKind.allCases,
        [
            ("harbour", ["Harbour Hotel"]), ("HOTEL harb", ["Harbour Hotel"]), ("hotel mill", []), ("50%", ["50% Club"]), ("%", ["50% Club"]),
            ("_", ["under_score"]), ("r_s", ["under_score"]), (#"\"#, [#"back\slash"#]), ("'", ["O'Mill"]), ("ökohof", ["Ökohof"]),
            ("Ökohof", ["Ökohof"]),
            ("%\u{301}", []),
            ("", ["Harbour Hotel", "50% Club", "under_score", #"back\slash"#, "O'Mill", "Ökohof"]),
            ("   ", ["Harbour Hotel", "50% Club", "under_score", #"back\slash"#, "O'Mill", "Ökohof"]),
        ] as [(String, [String])])
    func `searched has the rows in which every word occurs, as it stands, in any case`(kind: DatabaseKind, search: (text: String, found: [String]))
        async throws
    {
        try await TemporaryDatabase.with(kind) { database in
            let table = Contacts.table
            for name in ["Harbour Hotel", "50% Club", "under_score", #"back\slash"#, "O'Mill", "Ökohof"] {
                _ = try await database.store.commit(table.insert(.first, ["name": .text(name)], now: ExampleRows.now))
            }
            var query = try ListQuery(sort: #require(table.field("id")), isDescending: false, limit: 10)
            query.search = search.text
            #expect(try await database.store.read(table.list(.first, query)).map { $0.text(3) } == search.found)
        }
    }
}
