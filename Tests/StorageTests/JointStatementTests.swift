import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `Statements that callers have in common` {
    @Test func `are said once, after what is one caller's alone, and never before what the same caller wants done earlier`() {
        let callers = [[own("a"), first(1), second(1)], [first(2), own("b"), second(2)], [first(1), second(3)], [second(4)]]
        let joint = JointStatements(callers)
        #expect(joint.statements.map(\.text) == ["a", "first of each", "b", "second of each", "first", "second"])
        #expect(joint.statements.map(\.callers) == [0, 2, 0, 3, 0, 0])
        #expect(joint.statements[1].arguments == [.integer(1), .integer(2), .text("1!"), .text("2!")])
        let answers = [
            [Row([.text("a")])], [answer(2, "y"), answer(1, "x"), answer(2, "z")], [], [answer(4, "w"), answer(1, "v")], [answer(1, "u")], [],
        ]
        #expect(
            joint.divided(answers) == [
                [[Row([.text("a")])], [answer(1, "x")], [answer(1, "v")]], [[answer(2, "y"), answer(2, "z")], [], []], [[answer(1, "u")], []],
                [[answer(4, "w")]],
            ])
    }

    @Test func `are as they were where no two have one in common`() {
        let joint = JointStatements([[own("a"), own("b")], [first(1)], [own("a")]])
        #expect(joint.statements.map(\.text) == ["a", "b", "a", "first"])
        #expect(joint.divided([[], [answer(1, "b")], [], [answer(5, "own")]]) == [[[], [answer(1, "b")]], [[answer(5, "own")]], [[]]])
    }

    @Test func `of another form about the same row overtake none that came earlier`() {
        let joint = JointStatements([[first(1)], [second(2)], [first(2)], [first(3)]])
        #expect(joint.statements.map(\.text) == ["first of each", "second", "first"])
        #expect(joint.statements[0].callers == 2)
    }

    @Test func `are asked once where all are to have the same answer`() {
        let alike = [1, 2, 1].map { SQL("alike", [.integer($0)]).quick().alike() }
        let joint = JointStatements([[alike[0], own("a")], [alike[1]], [own("a"), alike[2]]])
        #expect(joint.statements.map(\.text) == ["alike", "a", "alike", "a"])
        let divided = joint.divided([[answer(1, "x")], [], [answer(2, "y")], [answer(3, "own")]])
        #expect(divided == [[[answer(1, "x")], []], [[answer(2, "y")]], [[answer(3, "own")], [answer(1, "x")]]])
    }

    @Test func `keep and return of each what they would alone`() async throws {
        try await withPeople { pool, store in
            let questions = Self.people.map { [Communications.keep($0, conversation: $0.user == 2 ? 2 : nil, typed: body($0), now: now)] }
            // The same once more, which still waits for its answer, and another of the same person's.
            let further = [questions[2], [Communications.keep(Self.people[0], conversation: nil, typed: "Another", now: now)]]
            let kept = try await together(questions + further, in: pool).map { try $0.get()[0] }
            #expect(kept.map(\.count) == [1, 1, 1, 1, 1, 0, 1])
            #expect(kept.prefix(5).map { $0[0].integer(1) } == [1, 2, 3, 4, 5], "each in the conversation that it is for")
            let answers = zip(Self.people, kept).map { person, kept in
                [
                    Communications.insert(
                        person, conversation: person.user == 4 ? nil : kept[0].integer(1), kind: .agentResponse, body: "To \(body(person))", now: now),
                    Communications.markAnswered(.first, id: kept[0].integer(0)),
                ]
            }
            let ids = try await together(answers, in: pool).map { try $0.get()[0][0].integer(0) }
            let rows = try await store.read(Self.messages)
            #expect(rows.filter { $0.text(4) == "unanswered" }.map { $0.text(3) } == ["Another"])
            for (index, person) in Self.people.enumerated() {
                let own = rows.filter { $0.integer(1) == person.user && $0.text(3) != "Another" }
                #expect(own.map { $0.integer(0) } == [kept[index][0].integer(0), ids[index]])
                #expect(own.map { $0.text(3) } == [body(person), "To \(body(person))"] && own.allSatisfy { $0.integer(2) == person.user })
            }
        }
    }

    @Test func `read for each what belongs to it`() async throws {
        try await withPeople { pool, store in
            for number in 1...12 {
                let said = Communications.insert(Self.people[number % 3], conversation: nil, kind: .userMessage, body: "\(number)", now: now)
                _ = try await store.commit([said])
            }
            _ = try await store.commit(Tasks.table.insert(.first, ["user_id": .integer(3), "title": .text("Call"), "kind": .text("call")], now: now))
            _ = try await store.commit(
                Contacts.table.insert(.first, ["name": .text("Ada")], now: now)
                    + ContactMessages.record(
                        .first, ["contact_id": .integer(1), "user_id": .integer(1), "direction": .text("inbound"), "body": .text("Yes")], now: now))
            let asked = Self.people.map { person in
                [PostgresFactsVersion.statement(of: person)] + PersonContexts.messages(.first, people: [person.user], older: false)
                    + [RequestedRuns.unfinished(person, agent: .reminder)]
                    // Only some of them ask since before it came.
                    + [PersonContexts.contacts(since: now.adding(.seconds(person.user == 2 ? 1 : -1)), for: person)]
            }
            let read = try await together(asked, isRead: true, in: pool).map { try $0.get() }
            for (statements, rows) in zip(asked, read) {
                let alone = try await store.read(statements)
                #expect(rows.map(\.count) == alone.map(\.count))
                #expect(rows[0].map { $0[0] } == alone[0].map { $0[0] } && rows[1] == alone[1])
            }
            #expect(read[1][1].map { $0.text(3) } == ["10", "7", "4", "1"])
            #expect(zip(Self.people, read).allSatisfy { person, rows in rows[3].isEmpty == (person.user == 2) })
        }
    }

    @Test func `keep runs with their messages and deliveries, each with its own`() async throws {
        try await withPeople { pool, store in
            for number in 1...2 {
                let hook: Table.Values = ["name": .text("Hook \(number)"), "url": .text("https://example.com/\(number)")]
                try await store.commit(Webhooks.insert(.first, hook, secret: "whsec_\(number)", now: now))
            }
            let runs = Self.people.map { person in
                AgentRuns.record(
                    person, agent: .closure, message: WrittenMessage(text: body(person), writer: .offline), started: now, now: now)
            }
            let kept = try await together(runs, in: pool).map { try $0.get() }
            #expect(kept.allSatisfy { $0.map(\.count) == [1, 1, 2] })
            let rows = try await store.read(
                SQL(
                    """
                    SELECT r.user_id, r.id, c.id, c.user_id, c.body, d.user_id, r.writer FROM agent_runs r JOIN communications c ON c.run_id = r.id
                    JOIN deliveries d ON d.communication_id = c.id ORDER BY r.user_id, d.id
                    """))
            #expect(rows.count == 10)
            for (person, (kept, pair)) in zip(Self.people, zip(kept, stride(from: 0, to: 10, by: 2).map { rows[$0..<$0 + 2] })) {
                #expect(pair.allSatisfy { $0.integer(0) == person.user && $0.integer(3) == person.user && $0.integer(5) == person.user })
                #expect(pair.allSatisfy { $0[1] == kept[0][0][0] && $0[2] == kept[1][0][0] && $0.text(4) == body(person) })
            }
        }
    }

    @Test func `save each person's profile, new or not, with what each says of it`() async throws {
        try await withPeople { pool, store in
            func save(_ person: Person, _ values: Table.Values) -> [SQL] { [BusinessProfiles.save(person, values, now: now)] }
            _ = try await store.commit(save(Self.people[1], ["business_type": .text("cheese"), "tone": .text("strict")]))
            let described = Self.people.map { save($0, ["business_type": .text(body($0)), "products": .text("[\"a,b\"]")]) }
            // The same person's once more, and what names other columns.
            let further = [
                save(Self.people[2], ["business_type": .text("again"), "products": .text("[]")]),
                save(Self.people[0], ["business_type": .text("Hello"), "tone": .text("friendly")]),
            ]
            let ids = try await together(described + further, in: pool).map { try $0.get()[0][0].integer(0) }
            // A person that there is not leaves the others unharmed.
            let strangers = [Person(workspace: .first, user: 99), Self.people[4]].map {
                save($0, ["business_type": .text("shop"), "tone": .text("playful")])
            }
            let outcomes = try await together(strangers, in: pool)
            #expect(throws: PostgresFault.self) { try outcomes[0].get() }
            #expect(try outcomes[1].get()[0][0].integer(0) == ids[4])
            let rows = try await store.read(
                SQL("SELECT id, user_id, business_type, products, tone, version FROM business_profiles ORDER BY user_id"))
            #expect(rows.map { $0.integer(0) } == Array(ids.prefix(5)) && ids[5] == ids[2] && ids[6] == ids[0])
            #expect(rows.map { $0.integer(1) } == [1, 2, 3, 4, 5])
            #expect(rows.map { $0.text(2) } == ["Hello", body(Self.people[1]), "again", "", "shop"])
            #expect(rows.map { $0.text(3) } == ["[\"a,b\"]", "[\"a,b\"]", "[]", "[\"a,b\"]", "[\"a,b\"]"])
            #expect(rows.map { $0.text(4) } == ["friendly", "strict", "professional", "professional", "playful"])
            #expect(rows.map { $0.integer(5) } == [2, 2, 2, 1, 2])
        }
    }

    @Test func `fail for whoever is at fault alone`() async throws {
        try await withPeople { pool, store in
            let questions = try await together(
                Self.people.map { [Communications.keep($0, conversation: nil, typed: body($0), now: now)] }, in: pool
            ).map { try $0.get()[0][0].integer(0) }
            try await store.commit(Communications.markAnswered(.first, id: questions[1]))
            let answers = zip(Self.people, questions).map { person, question in
                [
                    Communications.insert(person, conversation: nil, kind: .agentResponse, body: body(person), now: now),
                    Communications.markAnswered(.first, id: question),
                ]
            }
            let stranger = [Communications.keep(Person(workspace: .first, user: 99), conversation: nil, typed: "Who?", now: now)]
            let outcomes = try await together(answers + [stranger], in: pool).map { outcome -> String in
                switch outcome {
                case .success: "kept"
                case .failure(PostgresFault.unexpected(is AlreadyAnswered)): "answered already"
                case .failure(PostgresFault.refused(let error)): "\(error)"
                case .failure(let error): "\(error)"
                }
            }
            #expect(outcomes == ["kept", "answered already", "kept", "kept", "kept", "brokenReference"])
            let rows = try await store.read(Self.messages)
            #expect(rows.filter { $0.text(4) == "sent" }.map { $0.integer(1) }.sorted() == [1, 3, 4, 5])
            #expect(rows.allSatisfy { $0.text(4) != "unanswered" })
        }
    }

    /// What PostgreSQL plans once for a connection, while the tables are empty, holds however many rows there come to be.
    @Test func `are looked up one by one, planned on empty tables or on full ones`() async throws {
        try await TemporaryDatabase.with(.postgres) { database in
            for isFull in [false, true] {
                if isFull { try await fill(database.store) }
                for statement in Self.statements {
                    let form = try #require(statement.joint), text = form.text
                    let types = form.arguments.map { $0 == .integer ? "BIGINT[]" : "TEXT[]" }.joined(separator: ", ")
                    let values = form.arguments.map { _ in "'{1}'" }.joined(separator: ", ")
                    let asked = ["PREPARE joint (\(types)) AS \(text)", "EXPLAIN EXECUTE joint (\(values))", "DEALLOCATE joint"]
                    let plan = try await database.store.commit(asked.map { SQL($0).oneOff() })[1].map { $0.text(0) }
                    #expect(!plan.contains { $0.contains("Seq Scan") || $0.contains("Materialize") || $0.contains("Join Filter") }, "\(plan)")
                    let scans = plan.indices.filter { plan[$0].contains(" using ") }
                    #expect(!scans.isEmpty || text.contains("INSERT"))
                    // Few runs on request are unfinished, and few webhooks there are: those are looked through.
                    let conditions = ["(user_id = ", "(id = ", "(run_id = ", "occurrence_id IS NULL"]
                    for scan in scans where !plan[scan].contains("webhooks_enabled") {
                        #expect(conditions.contains { plan[scan + 1].contains("Index Cond") && plan[scan + 1].contains($0) }, "\(plan)")
                    }
                }
            }
        }
    }

    private static let statements: [SQL] = {
        let message = WrittenMessage(text: "Hello", writer: .offline), person = people[0], now = TemporaryDatabase.birth
        return [
            [
                Communications.keep(person, conversation: nil, typed: "Hello", now: now), Communications.markAnswered(.first, id: 1),
                Communications.insert(person, conversation: nil, kind: .agentResponse, body: "Hello", now: now),
                Communications.insert(person, conversation: 1, kind: .agentResponse, body: "Hello", now: now),
                BusinessProfiles.save(person, ["business_type": .text("cheese")], now: now),
                PostgresFactsVersion.statement(of: person), RequestedRuns.unfinished(person, agent: .reminder),
            ],
            PersonContexts.messages(.first, people: [1], older: false),
            AgentRuns.record(person, agent: .closure, message: message, started: now, now: now),
        ].flatMap(\.self)
    }()

    private static let people = (1...5).map { Person(workspace: .first, user: $0) }
    private static let messages = SQL("SELECT id, user_id, conversation_id, body, status FROM communications ORDER BY id")
    private let now = ExampleRows.now

    /// With what a list in text would have to quote.
    private func body(_ person: Person) -> String { ["Hello", "\"{a,\\b}\"", "NULL", "", "Grüße 🧀\n'x'"][Int(person.user - 1)] }

    private func own(_ text: String) -> SQL { SQL(text).quick() }
    private func first(_ key: Int64) -> SQL { SQL("first", [.integer(key), .text("\(key)!")]).quick().joining(Self.firstForm) }
    private func second(_ key: Int64) -> SQL { SQL("second", [.integer(key)]).quick().joining(Self.secondForm) }
    private static let firstForm = JointForm("first of each", [.integer, .text], by: 1, inColumn: 0)
    private static let secondForm = JointForm("second of each", [.integer], by: 1, inColumn: 0)
    private func answer(_ key: Int64, _ text: String) -> Row { Row([.integer(key), .text(text)]) }

    private func withPeople(_ body: (PostgresPool, any Store) async throws -> Void) async throws {
        try await TemporaryDatabase.with(.postgres) { database in
            _ = try await database.store.commit(ExampleRows.users(2...5))
            try await withSingleConnection(to: database, body)
        }
    }

    private func withSingleConnection(to database: TemporaryDatabase, _ body: (PostgresPool, any Store) async throws -> Void) async throws {
        var settings = try PostgresCluster.shared.get().settings(database.name)
        settings.poolSize = 1
        let pool = PostgresPool(settings, clock: DatabaseClock())
        defer { pool.close() }
        try await body(pool, database.store)
    }

    private func fill(_ store: any Store) async throws {
        _ = try await store.commit(ExampleRows.users(2...300))
        try await store.commit(
            SQL(
                """
                INSERT INTO communications (workspace_id, user_id, conversation_id, agent_type, body, status, sample, created_at, updated_at, version)
                SELECT 1, n % 300 + 1, NULL, 'USER_MESSAGE', 'Hello', CASE WHEN n % 5 = 0 THEN 'unanswered' ELSE 'answered' END, 0, $1, $1, 1
                FROM generate_series(1, 20000) n
                """, [.time(now)]
            ).oneOff())
        try await store.commit(SQL("ANALYZE"))
    }

    /// The answers to requests that a connection carries out together, once it is done with another.
    private func together(_ requests: [[SQL]], isRead: Bool = false, in pool: PostgresPool) async throws -> [Result<[[Row]], any Error>] {
        try await requestsTogether([[SQL("SELECT pg_sleep(0.2)")]] + requests, isRead: isRead, in: pool).suffix(requests.count)
    }
}
