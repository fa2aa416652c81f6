import Domain
import Storage
import TestSupport
import Testing

@Suite struct `A statement` {
    @Test(arguments: DatabaseKind.allCases) func `binds its placeholders by number, not by place`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let rows = try await database.store.read(
                SQL("SELECT $2, $1, $3, $2 || $1", [.text("one"), .text("two"), .integer(3)]))
            #expect(rows == [Row([.text("two"), .text("one"), .integer(3), .text("twoone")])])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `can have more than nine placeholders`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let numbers = (1...12).map { SQLValue.integer($0) }
            let rows = try await database.store.read(SQL("SELECT $12, $1, $11, $2, $3 + $4 + $5 + $6 + $7 + $8 + $9 + $10", numbers))
            #expect(rows == [Row([.integer(12), .integer(1), .integer(11), .integer(2), .integer(52)])])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `may name its placeholders in any order and again`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let rows = try await database.store.read(
                SQL("SELECT $1 || '', $2 || $1, $4 || $3, $5 || $2, $7 || $6, $8 || $1", ["a", "b", "c", "d", "e", "f", "g", "h"].map(SQLValue.text)))
            #expect(rows == [Row(["a", "ba", "dc", "eb", "gf", "ha"].map(SQLValue.text))])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `keeps every value as it was given`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let values: [SQLValue] = [
                .null, .integer(.max), .integer(.min), .real(0.1), .text(""), .text("it's \"quoted\"; DROP TABLE users -- $1 ?1"),
                .text("Grüße, 東京 👩‍👩‍👧‍👦\n\t"), .text(String(repeating: "long ", count: 50_000)),
            ]
            for value in values {
                let rows = try await database.store.read(SQL("SELECT $1", [value]))
                #expect(rows == [Row([value])])
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `among several of one read sees the state the others see`(kind: DatabaseKind) async throws {
        try await withNotes(kind) { store in
            let count = SQL("SELECT COUNT(*) FROM notes")
            let bySide = SQL("SELECT (SELECT COUNT(*) FROM notes WHERE body LIKE 'a%') - (SELECT COUNT(*) FROM notes WHERE body LIKE 'b%')")
            let writer = Task {
                for number in 0..<200 { _ = try await store.commit([insert("a\(number)"), insert("b\(number)")]) }
            }
            var seen: Int64 = 0
            while seen < 400 {
                let answers = try await store.read([count, bySide, count, count]).map { $0[0].integer(0) }
                try #require(answers == [answers[0], 0, answers[0], answers[0]])
                seen = answers[0]
            }
            try await writer.value
        }
    }
}
