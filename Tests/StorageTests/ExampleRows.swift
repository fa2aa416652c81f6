import Domain
import Storage
import TestSupport

/// Rows for any table, made from its fields, so that a new table is tested without a new test.
enum ExampleRows {
    static let tables = [
        Users.table, BusinessProfiles.table, Contacts.table, Deals.table, Tasks.table, Targets.table, Conversations.table, Communications.table,
        AgentRuns.table, Occurrences.table, Webhooks.table, Deliveries.table, Agents.table, Companies.table, Suppressions.table,
        Events.table, SequencePositions.table, Products.table,
    ]

    static let now = TemporaryDatabase.birth

    /// Creates row `number`, which belongs to the user of that number.
    @discardableResult
    static func create(_ table: Table, _ number: Int64, in store: any Store) async throws -> Row {
        let values = values(table, number)
        let time = now.adding(.seconds(number % 5))
        if table.name == "webhooks" { return try await store.commit(Webhooks.insert(.first, values, secret: "whsec_\(number)", now: time))[0] }
        if table.name == "deliveries" { return try await delivery(values, number, at: time, in: store) }
        if table.name == "users" { return try await store.commit(Users.insert(.first, values, now: time))[1][0] }
        return try await store.commit(table.insert(.first, values, now: time)).last?.first ?? Row([])
    }

    private static func delivery(_ values: Table.Values, _ number: Int64, at time: Timestamp, in store: any Store) async throws -> Row {
        let message = try await store.commit(
            Communications.insert(Person(workspace: .first, user: number), conversation: nil, kind: .agentResponse, body: "Hello", now: time))
        var values = values
        values["communication_id"] = .integer(message[0].integer(0))
        values["key"] = .text("msg_\(number)")
        return try await store.commit(Deliveries.table.insert(.first, values, now: time)).last?.first ?? Row([])
    }

    /// Users of the given ids, for rows to belong to.
    static func users(_ ids: ClosedRange<Int64>, in workspace: WorkspaceID = .first) -> [SQL] {
        ids.flatMap { Users.ensure(Person(workspace: workspace, user: $0), now: now) }
    }

    /// With nulls, with values that several rows share, and with some that only one has.
    private static func values(_ table: Table, _ number: Int64) -> Table.Values {
        var values: Table.Values = [:]
        if table.name == "agents" { values["agent_type"] = .text("AGENT_\(number)") }
        if table.name == "occurrences" { values.merge(["trigger": .text("event:\(number)"), "event_id": .integer(number)]) { $1 } }
        // No two tell of the same fact.
        if table.name == "events" { values["key"] = .text("\(number)") }
        if table.name == "agent_runs" { values["step"] = .null }
        if table.name == "sequence_positions" { values["contact_id"] = .integer(number) }
        for field in table.fields where field.expression == nil && values[field.name] == nil {
            let isNull = field.isNullable && (number + Int64(field.name.utf8.count)) % 3 == 0
            values[field.name] = isNull ? .null : value(field, number)
        }
        // No two products have one article number, and no two companies one name.
        if table.name == "products" { values["sku"] = .text("SKU-\(number)") }
        if table.name == "companies" { values["name"] = .text("Company \(number)") }
        return values
    }

    private static func value(_ field: Field, _ number: Int64) -> SQLValue {
        switch field.kind {
        case .reference(table: "users"): .integer(number)
        case .reference: .null
        case .integer(let range): .integer(min(range.upperBound, range.lowerBound + number % 7))
        case .text: .text(field.name == "external_id" ? "EXT-\(number)" : "\(field.name) \(["alpha", "Beta", "gamma", "Ökohof"][Int(number % 4)])")
        case .email: .text("sales\(number)@example.com")
        case .choice(let words): .text(words[Int(number) % words.count])
        case .date: .date(LocalDate(year: 2026, month: 1, day: 28).adding(days: number % 6))
        case .time: .time(now.adding(.seconds(number)))
        case .boolean: .integer(0)
        case .textList: .text(#"["Booking Engine"]"#)
        case .objects: .text("[]")
        case .timeZone: .text("Europe/Berlin")
        case .timeOfDay: .text("08:00")
        case .currency: .text("EUR")
        case .url: .text("https://example.com/\(number)")
        case .webhookSecret: .text("whsec_\(number)")
        case .slug: .text("row-\(number)")
        }
    }
}

extension Table {
    /// All rows of a list, a page at a time.
    func pages(_ store: any Store, _ start: ListQuery, between: (Int) async throws -> Void = { _ in }) async throws -> [Row] {
        var query = start
        var all: [Row] = []
        for page in 0..<200 {
            let rows = try await store.read(list(.first, query))
            all += rows.prefix(query.limit)
            guard rows.count > query.limit, let last = all.last else { return all }
            query.after = position(of: last, in: query)
            try await between(page)
        }
        throw Expected(name: "an end of the list")
    }
}

struct TableCase: CustomStringConvertible, Sendable {
    var kind: DatabaseKind
    var table: Table
    var description: String { "\(table.name) on \(kind)" }

    static let all = DatabaseKind.allCases.flatMap { kind in ExampleRows.tables.map { TableCase(kind: kind, table: $0) } }
    /// Those whose rows a request may change and delete through the table's own statements.
    static let writable = all.filter {
        !["occurrences", "agent_runs", "deliveries", "webhooks", "events", "sequence_positions"].contains($0.table.name)
    }
}
