import Domain
import Storage
import TestSupport
import Testing

@Suite struct `An audience` {
    @Test(arguments: DatabaseKind.allCases) func `has exactly the contacts for whom the filter holds, whatever the filter`(kind: DatabaseKind)
        async throws
    {
        try await withRows(kind) { store, evaluator, contacts in
            var generator = FilterGenerator(
                schema, texts: FilterRows.texts + ["sales7@EXAMPLE.com", "example.com", "EXT-9", "eur"],
                numbers: [-1, 0, 1, 2, 3, 100, 300, 1200, 5000],
                dates: (-21...21).map { FilterRows.moment.today.adding(days: $0) } + [LocalDate(year: 1, month: 1, day: 1)], seed: 5)
            for _ in 0..<600 {
                let expression = generator.expression()
                let audience = audience(expression)
                let query = AudienceQuery(audience)
                let answers = try await store.read([query.ids(limit: 1000), query.count, query.reasons])
                let expected = contacts.filter { evaluator.chooses($0, expression) }.map { $0["id"] ?? .null }
                #expect(answers[0].map { $0[0] } == expected, "\(expression)")
                #expect(answers[1] == [Row([.integer(Int64(expected.count))])])
                let reasons = contacts.map { contact in
                    Int64((audience.conjuncts.firstIndex { !evaluator.chooses(contact, $0) } ?? -1) + 1)
                }
                let counts = Dictionary(grouping: reasons) { $0 }.sorted { $0.key < $1.key }
                #expect(answers[2] == counts.map { Row([.integer($0.key), .integer(Int64($0.value.count))]) }, "\(expression)")
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is walked through in parts, and sampled from all over`(kind: DatabaseKind) async throws {
        try await withRows(kind) { store, evaluator, contacts in
            let expression = try AudienceSubject.contacts.filter("count deal >= 1")
            let query = AudienceQuery(audience(expression))
            let all = try await store.read(query.ids(limit: 1000)).map { $0.integer(0) }
            var walked: [Int64] = []
            while true {
                let part = try await store.read(query.ids(after: walked.last ?? 0, limit: 7)).map { $0.integer(0) }
                guard !part.isEmpty else { break }
                walked += part
            }
            #expect(walked == all)
            let sample = try await store.read(query.sample(20))
            let ids = sample.map { $0.integer(Contacts.table.idIndex) }
            #expect(Set(ids).count == 20 && Set(ids).isSubset(of: all))
            #expect(ids.contains { $0 > 150 } && ids.contains { $0 <= 150 })
            #expect(sample.allSatisfy { $0.values.count == Contacts.table.columns.count })
            let again = try await store.read(query.sample(20))
            #expect(again == sample)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `says of one contact which condition keeps it out`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let values: Table.Values = ["name": .text("Harbour Hotel"), "stage": .text("lead")]
            _ = try await database.store.commit(Contacts.table.insert(.first, values, now: TemporaryDatabase.birth))
            let filters = [
                ("stage = lead and name contains harbour", 0), ("stage = customer and name contains harbour", 1),
                ("stage = lead and (name contains bakery and email is empty)", 2), ("stage = lead and exists deal", 2),
                ("email = x or exists deal", 1),
                ("everyone", 0), ("not everyone", 1),
            ]
            for (text, number) in filters {
                let query = AudienceQuery(audience(try AudienceSubject.contacts.filter(text)))
                let rows = try await database.store.read(query.reason(id: 1))
                #expect(rows == [Row([.integer(Int64(number))])], "\(text)")
                let stranger = AudienceFilter(try AudienceSubject.contacts.filter(text), in: FilterRows.other, at: FilterRows.moment)
                let none = try await database.store.read([AudienceQuery(stranger).reason(id: 1), AudienceQuery(stranger).reasons])
                #expect(none == [[], []])
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is chosen within a commit too`(kind: DatabaseKind) async throws {
        try await withRows(kind) { store, _, contacts in
            let filter = audience(try AudienceSubject.contacts.filter("name = \"Ökohof\" or company contains harbour or last_contacted_at is empty"))
            let chosen = try await store.read(AudienceQuery(filter).count)[0].integer(0)
            let condition = filter.compile(alias: "contacts", startingAt: 2)
            let changed = try await store.commit(
                SQL(
                    "UPDATE contacts SET notes = 'chosen' WHERE workspace_id = $1 AND (\(condition.text)) RETURNING id",
                    [.workspace(.first)] + condition.bindings.values))
            #expect(chosen > 0 && changed.count == Int(chosen))
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is found for filters of the largest size`(kind: DatabaseKind) async throws {
        let days = Array(repeating: "today", count: FilterLimits.listEntries).joined(separator: ",")
        let depth = FilterLimits.depth - 1
        let filters = [
            Array(repeating: "created_at in (\(days))", count: 2).joined(separator: " or "),
            Array(repeating: "created_at=today", count: FilterLimits.conditions).joined(separator: " and "),
            Array(repeating: "not exists deal(id=1)", count: FilterLimits.conditions / 2).joined(separator: " or "),
            String(repeating: "not (", count: depth / 2) + "exists deal(id = 1)" + String(repeating: ")", count: depth / 2),
            "name contains \"\(String(repeating: "%", count: FilterLimits.length - 20))\"",
        ]
        try await TemporaryDatabase.with(kind) { database in
            for text in filters {
                let query = AudienceQuery(audience(try AudienceSubject.contacts.filter(text)))
                let answers = try await database.store.read([query.count, query.reasons, query.sample(3)])
                #expect(answers == [[Row([.integer(0)])], [], []])
            }
        }
    }

    @Test func `is asked for with every value bound`() throws {
        let text =
            #"name = "x' OR 1=1 --" and company contains "%'; DROP" and id = 4711 and exists deal(currency = "$1" and amount_minor in (815, 816))"#
        let filter = audience(try AudienceSubject.contacts.filter(text))
        for fragment in [filter.compile(alias: "c", startingAt: 5), filter.compileReason(alias: "c", startingAt: 5)] {
            for value in ["x'", "1=1", "DROP", "4711", "815", "$1 "] { #expect(!fragment.text.contains(value)) }
            let numbers = fragment.text.matches(of: /\$(\d+)/).compactMap { Int($0.1) }
            #expect(numbers == Array(5..<fragment.bindings.next))
            #expect(fragment.bindings.values.contains(.text("x' or 1=1 --")))
        }
    }

    @Test func `is described by fields that no reserved word hides`() {
        let words = ["everyone", "exists", "no", "count", "sum", "latest", "earliest", "and", "or", "not", "in", "is"]
        for record in [schema.subject] + schema.related {
            #expect(Set(record.fields.map(\.name)).isDisjoint(with: words))
        }
    }

    // MARK: Support

    private let schema = AudienceSubject.contacts.schema

    private func audience(_ expression: FilterExpression) -> AudienceFilter { AudienceFilter(expression, in: .first, at: FilterRows.moment) }

    private func withRows(_ kind: DatabaseKind, _ body: (any Store, FilterEvaluator, [FilterEvaluator.Record]) async throws -> Void) async throws {
        try await TemporaryDatabase.with(kind) { database in
            try await FilterRows.fill(database.store)
            var records: [String: [FilterEvaluator.Record]] = [:]
            for table in [Contacts.table, Deals.table, Tasks.table, Communications.table] {
                let names = Array(
                    Set(table.columns.filter { $0.expression == nil }.map(\.name) + (table.name == Communications.table.name ? ["direction"] : [])))
                let read = SQL("SELECT \(names.joined(separator: ", ")) FROM \(table.name) WHERE workspace_id = 1 ORDER BY id")
                let rows = try await database.store.read(read)
                records[table.noun] = rows.map { Dictionary(uniqueKeysWithValues: zip(names, $0.values)) }
            }
            let messages = Dictionary(grouping: records["communication"] ?? []) { $0["contact_id"] ?? .null }
            records["contact"] = records["contact"]?.map { contact in
                contact.merging(["last_direction": lastDirection(messages[contact["id"] ?? .null] ?? [])]) { $1 }
            }
            try await body(database.store, FilterEvaluator(related: records, moment: FilterRows.moment), records["contact"] ?? [])
        }
    }

    /// Of the message with the contact that was sent last.
    private func lastDirection(_ messages: [FilterEvaluator.Record]) -> SQLValue {
        let sent = messages.filter { $0["direction"] != .text("internal") && $0["status"] == .text("sent") }
        func order(_ message: FilterEvaluator.Record) -> (Int64, Int) {
            (message.optionalInteger("sent_at") ?? message.integer("created_at"), message["direction"] == .text("inbound") ? 1 : 0)
        }
        return sent.max { order($0) < order($1) }?["direction"] ?? .null
    }
}
