import Domain
import Storage
import TestSupport
import Testing

@Suite struct `Many commits at once` {
    @Test(arguments: DatabaseKind.allCases, [false, true]) func `give each caller its own rows`(kind: DatabaseKind, areQuick: Bool) async throws {
        try await withNotes(kind) { store in
            let texts = (0..<600).map { "note \($0)" }
            let answers = try await concurrently(texts) { text in
                let statements = [insert(text), SQL("SELECT body FROM notes WHERE body = $1", [.text(text)])]
                return try await store.commit(areQuick ? statements.map { $0.quick() } : statements)[1][0].text(0)
            }
            #expect(answers.allSatisfy { $0.input == $0.output })
            #expect(try await bodies(store).sorted() == texts.sorted())
        }
    }

    @Test(arguments: DatabaseKind.allCases, [false, true])
    func `of which some fail leave those of the others in`(kind: DatabaseKind, areQuick: Bool) async throws {
        try await withNotes(kind) { store in
            let results = try await concurrently(Array(0..<400)) { number -> String in
                do {
                    let statements = [insert("first \(number)"), second(number), insert("third \(number)")]
                    _ = try await store.commit(areQuick ? statements.map { $0.quick() } : statements)
                    return "written"
                } catch StoreError.duplicate {
                    return "duplicate"
                } catch StoreError.failed {
                    return "failed"
                } catch let error as Expected {
                    return error.name
                }
            }
            for (number, result) in results { #expect(result == outcome(number)) }
            let written = Set(try await bodies(store))
            for number in 0..<400 {
                #expect(["first", "second", "third"].allSatisfy { written.contains("\($0) \(number)") == (outcome(number) == "written") })
            }
        }
    }

    /// Breaks one commit in four, each time otherwise.
    private func second(_ number: Int) -> SQL {
        switch number % 12 {
        case 3: insert("first \(number)")
        case 7: SQL("SELECT nonsense")
        case 11: insert("second \(number)").expecting(rows: 0...0, orThrow: Expected(name: "expectation \(number)"))
        default: insert("second \(number)")
        }
    }

    private func outcome(_ number: Int) -> String {
        switch number % 12 {
        case 3: "duplicate"
        case 7: "failed"
        case 11: "expectation \(number)"
        default: "written"
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `of two connections all go in`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            try await database.store.commit(SQL("CREATE TABLE notes (id \(database.store.dialect.identity), body TEXT NOT NULL UNIQUE)"))
            let other = try database.opened()
            _ = try await concurrently(Array(0..<200)) { number in
                try await (number % 2 == 0 ? database.store : other).commit(insert("note \(number)"))
            }
            #expect(try await bodies(database.store).count == 200)
        }
    }
}

/// Runs `work` on all inputs at the same time.
func concurrently<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], _ work: @escaping @Sendable (Input) async throws -> Output
) async throws -> [(input: Input, output: Output)] {
    try await withThrowingTaskGroup(of: (input: Input, output: Output).self) { group in
        for input in inputs { group.addTask { (input, try await work(input)) } }
        return try await group.reduce(into: []) { $0.append($1) }
    }
}
