import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `Upper and lower case` {
    @Test(arguments: DatabaseKind.allCases) func `are folded alike by the database and by the program`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let texts = ["ÄNNE Straße", "ΜΑΡΙΑ ΠΑΠΑΔΟΠΟΥΛΟΣ", "Νίκος Δημήτριος", "ΝΊΚΟΣ ΔΗΜΉΤΡΙΟΣ", "ЁЖ", "İpek", "田中 太郎", "a%_b"]
            for text in texts {
                let folded = try await database.store.read(SQL("SELECT fold_case(CAST($1 AS TEXT))", [.text(text)]))[0].text(0)
                #expect(folded == text.caseFolded)
            }
            #expect("ΝΊΚΟΣ".caseFolded == "Νίκος".caseFolded)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `do not keep a stage from being found`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let values: Table.Values = ["name": .text("Er"), "stage": .text("Überfällig"), "user_id": .integer(1)]
            _ = try await database.store.commit(Contacts.table.insert(.first, values, now: ExampleRows.now))
            for text in ["stage = \"Überfällig\"", "stage in (überfällig, lead)", "stage contains \"ÜBER\""] {
                let audience = AudienceFilter(try AudienceSubject.contacts.filter(text), in: .first, at: FilterRows.moment)
                #expect(try await database.store.read(AudienceQuery(audience).count) == [Row([.integer(1)])], "\(text)")
            }
            let stage = try #require(Contacts.table.field("stage")), id = try #require(Contacts.table.field("id"))
            var query = ListQuery(sort: id, isDescending: false, limit: 5)
            query.filters = [(stage, try stage.value(ofText: "ÜBERfällig"))]
            #expect(try await database.store.read(Contacts.table.list(.first, query)).count == 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `tell accounts apart beyond the letters A to Z, whatever the database's language`(kind: DatabaseKind)
        async throws
    {
        try await TemporaryDatabase.with(kind) { database in
            for email in ["jÖrg@shop.example", "jörg@shop.example", "mark@shop.example"] {
                _ = try await database.store.commit(Accounts.insertWithUser(.first, name: "", email: email, role: .member, now: ExampleRows.now))
            }
            let found = ["JÖRG@Shop.example", "jörg@shop.example", "MARK@shop.example", "mar\u{212A}@shop.example", "JöRG@shop.example"]
            let expected = ["jÖrg@shop.example", "jörg@shop.example", "mark@shop.example", nil, "jörg@shop.example"]
            for (typed, email) in zip(found, expected) {
                let row = try await database.store.read(Accounts.signingIn(email: typed)).first
                #expect(row.map { Accounts.Account($0).email } == email, "\(typed)")
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `do not keep an erased address from being readmitted`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let values: Table.Values = ["name": .text("Er"), "email": .text("ÄNNE@x.example"), "user_id": .integer(1)]
            let id = try await database.store.commit(Contacts.table.insert(.first, values, now: ExampleRows.now)).last?.first?.integer(0) ?? 0
            _ = try await database.store.commit(ErasedAddresses.keep(.first, contact: id, salt: "salt", now: ExampleRows.now))
            #expect(try await database.store.commit(ErasedAddresses.forget("änne@x.example", in: .first)).isEmpty)
            #expect(try await database.store.commit(ErasedAddresses.forget("ÄNNE@X.example", in: .first)).count == 1)
        }
    }
}

@Suite struct `An accented letter` {
    @Test(arguments: DatabaseKind.allCases) func `is found as one character and as a letter with its accent`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            // A letter that is in neither of the normal forms is found as it was typed.
            for name in ["Caf\u{E9} One", "CAFE\u{301} Two", "Cafe Three", "\u{9DF} Four", "\u{9DF} Five"] {
                _ = try await database.store.commit(
                    Contacts.table.insert(.first, ["name": .text(name), "user_id": .integer(1)], now: ExampleRows.now))
            }
            for word in ["caf\u{E9}", "Cafe\u{301}", "\u{9DF}"] {
                var query = try ListQuery(sort: #require(Contacts.table.field("id")), isDescending: false, limit: 10)
                query.search = word
                let found = try await database.store.read(Contacts.table.list(.first, query)).count
                #expect(found == 2, "\(word.unicodeScalars.count)")
            }
        }
    }
}

@Suite struct `Many callers who delete or change one row` {
    @Test(arguments: DatabaseKind.allCases) func `are one deletion, on record once`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let store = database.store
            let values: Table.Values = ["title": .text("Call"), "user_id": .integer(1), "due_date": .text("2026-03-02")]
            let id = try await store.commit(Tasks.table.insert(.first, values, now: ExampleRows.now)).last?.first?.integer(0) ?? 0
            let outcomes = try await concurrently(Array(0..<10)) { _ in
                (try? await store.commit(Tasks.table.delete(.first, id: id, version: nil, now: ExampleRows.now))) != nil
            }
            #expect(outcomes.count { $0.output } == 1)
            let entries = try await store.read(SQL("SELECT COUNT(*) FROM audit_entries WHERE action = 'task.deleted'"))[0].integer(0)
            #expect(entries == 1)
        }
    }
}

@Suite struct `A new user` {
    @Test(arguments: DatabaseKind.allCases) func `has the next number, also where a client has chosen the largest`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let largest = Person(workspace: .first, user: Field.identifiers.upperBound)
            _ = try await database.store.commit(Users.ensure(largest, now: ExampleRows.now))
            for id in 2...3 {
                let rows = try await database.store.commit(Users.insert(.first, ["name": .text("New \(id)")], now: ExampleRows.now))
                #expect(rows[1][0].integer(0) == Int64(id))
                let conversations = try await database.store.read(SQL("SELECT user_id FROM conversations WHERE user_id = $1", [.integer(Int64(id))]))
                #expect(conversations.count == 1)
            }
        }
    }
}
