import Domain
import Foundation
import Storage
import TestSupport

/// Random contacts with deals, tasks and communications, full of the values that filters trip over.
struct FilterRows {
    /// The day after Berlin's clocks went forward.
    static let moment = FilterMoment(now: Timestamp(seconds: 1_774_858_500), zone: TimeZone(identifier: "Europe/Berlin")!)
    static let texts = [
        "", "lead", "Lead", "LEAD", "customer", "Harbour Hotel", "harbour", "100%", "100", "a_b", "axb", "back\\slash", "Ökohof", "ÖKOHOF", "ökohof",
        "e\u{301}", "\u{e9}", "it's", "\"quoted\"", "'; DROP TABLE contacts; --", "$1", "?1", "%\u{301}", "%", "_", "東京", "zz", "Z",
    ]
    static let other = WorkspaceID(2)
    private let workspace: WorkspaceID
    private let contacts: ClosedRange<Int64>
    private var random: SeededGenerator

    /// Rows of the first workspace about its contacts 1 to 300, and rows of another that name the same contacts.
    static func fill(_ store: any Store) async throws {
        try await store.commit(
            SQL("INSERT INTO workspaces (id, name, time_zone, created_at, updated_at, version) VALUES (2, 'Other', 'UTC', 0, 0, 1)"))
        _ = try await store.commit(ExampleRows.users(2...4) + ExampleRows.users(1...4, in: other))
        var own = FilterRows(workspace: .first, contacts: 1...300, random: SeededGenerator(state: 3))
        _ = try await store.commit(own.contactRows() + own.relatedRows(400))
        var foreign = FilterRows(workspace: other, contacts: 1...300, random: SeededGenerator(state: 4))
        _ = try await store.commit(foreign.contactRows(count: 50) + foreign.relatedRows(150))
    }

    private mutating func contactRows(count: Int64 = 300) -> [SQL] { (1...count).flatMap { insert(Contacts.table, $0) } }

    private mutating func relatedRows(_ count: Int64) -> [SQL] {
        [Deals.table, Tasks.table, Communications.table].flatMap { table in (1...count).flatMap { insert(table, $0) } }
    }

    /// Without the check that what a row refers to is in its workspace.
    private mutating func insert(_ table: Table, _ number: Int64) -> [SQL] {
        var values: Table.Values = [:]
        for field in table.fields where field.expression == nil {
            values[field.name] = field.isNullable && chance(of: 4) ? .null : value(field, number)
        }
        return table.insert(workspace, values, now: time()).suffix(1)
    }

    private mutating func value(_ field: Field, _ number: Int64) -> SQLValue {
        switch field.kind {
        case .reference(table: "users"): .integer(Int64.random(in: 1...4, using: &random))
        case .reference(table: "contacts"): .integer(Int64.random(in: contacts, using: &random))
        case .reference: .null
        case .integer: .integer(Int64.random(in: 0...12, using: &random) * 100)
        case .boolean: .integer(Int64.random(in: 0...1, using: &random))
        case .choice(let words): .text(words.randomElement(using: &random)!)
        case .date: .text(Self.moment.today.adding(days: Int64.random(in: -20...20, using: &random)).description)
        case .time: .time(time())
        case .email: .text(number == 5 ? "" : "Sales\(number)@Example.com")
        case .currency: .text(chance(of: 2) ? "EUR" : "USD")
        default: .text(field.name == "external_id" ? "EXT-\(number)" : Self.texts.randomElement(using: &random)!)
        }
    }

    /// Often at a midnight, or a millisecond before it.
    private mutating func time() -> Timestamp {
        let day = Self.moment.today.adding(days: Int64.random(in: -20...2, using: &random))
        let midnight = Self.moment.start(of: day).milliseconds
        let after: [Int64] = [0, -1, 1, Int64.random(in: 0..<86_400_000, using: &random)]
        return Timestamp(milliseconds: midnight + after.randomElement(using: &random)!)
    }

    private mutating func chance(of count: Int) -> Bool { Int.random(in: 1...count, using: &random) == 1 }
}
