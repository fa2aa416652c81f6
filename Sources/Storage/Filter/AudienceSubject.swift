package import Domain

/// Whom an audience is made of: a table, and the tables whose rows belong to its rows.
package struct AudienceSubject: Sendable {
    package let table: Table
    /// What the filter language knows of them, derived from the tables' fields.
    package let schema: FilterSchema
    private let relations: [Relation]
    /// Fields that no column holds, by name: SQL over the alias of the subject's row.
    private let derived: [String: @Sendable (_ row: String) -> String]
    /// What the names mean that no column holds.
    private let meanings: [String: String]

    /// A table, and its column that holds the subject's id.
    struct Relation: Sendable {
        var table: Table
        var link: String
    }

    /// A shorthand's name, the table and column whose latest value it stands for, and what it means.
    private typealias Shorthand = (name: String, table: Table, column: String, summary: String)

    /// A field that no column holds.
    private typealias Derived = (field: FilterField, summary: String, sql: @Sendable (_ row: String) -> String)

    package static let contacts = AudienceSubject(
        Contacts.table, related: [Deals.table, Tasks.table, Communications.table], derived: [lastDirection],
        shorthands: [("last_contacted_at", Communications.table, "created_at", "When the last message to, from or about the contact was written.")])

    /// Which way the last message between the workspace and the contact went: who waits for whom. The latest time is told together with
    /// its direction, as a number: sorting each contact's messages would take longer. Of two at the same time the answer counts.
    private static let lastDirection: Derived = (
        FilterField("last_direction", .choice(["outbound", "inbound"]), isOptional: true),
        "Which way the last message went: inbound where the contact waits for an answer.",
        { row in
            """
            (SELECT CASE MAX(2 * \(ContactJudgement.time) + CASE m.direction WHEN 'inbound' THEN 1 ELSE 0 END) % 2 WHEN 1 THEN 'inbound' WHEN 0 THEN 'outbound' END
                FROM communications m WHERE m.workspace_id = \(row).workspace_id AND m.contact_id = \(row).id
                AND m.direction <> 'internal' AND m.status = 'sent')
            """
        }
    )

    private init(_ table: Table, related: [Table], derived: [Derived], shorthands: [Shorthand]) {
        self.table = table
        self.derived = Dictionary(uniqueKeysWithValues: derived.map { ($0.field.name, $0.sql) })
        meanings = Dictionary(uniqueKeysWithValues: derived.map { ($0.field.name, $0.summary) } + shorthands.map { ($0.name, $0.summary) })
        relations = related.compactMap { related in
            related.columns.first { $0.kind == .reference(table: table.name) }.map { Relation(table: related, link: $0.name) }
        }
        schema = FilterSchema(
            subject: table.filterRecord(derived.map(\.field)), related: relations.map { $0.table.filterRecord() },
            shorthands: shorthands.compactMap { shorthand in
                let field = shorthand.table.field(shorthand.column)?.filterField
                return field.map { FilterShorthand(shorthand.name, latest: $0, of: shorthand.table.noun) }
            })
    }

    /// Stops the program for a record of another subject's schema.
    func relation(_ record: String) -> Relation {
        guard let relation = relations.first(where: { $0.table.noun == record }) else {
            preconditionFailure("\(table.noun) has no \(record): the filter was read with another schema")
        }
        return relation
    }

    /// What a field of the schema means, in words.
    package func meaning(of field: String, in record: String) -> String {
        let table = record == table.noun ? table : relation(record).table
        return table.field(field)?.summary ?? meanings[field] ?? ""
    }

    /// SQL for a field of the subject's row that no column holds; nil for a column.
    func derived(_ field: String, of row: String) -> String? { derived[field]?(row) }

    /// Reads a filter about this subject.
    ///
    /// - Throws: `FilterError`.
    package func filter(_ text: String) throws(FilterError) -> FilterExpression { try FilterExpression.parse(text, schema) }
}

extension Table {
    fileprivate func filterRecord(_ derived: [FilterField] = []) -> FilterRecord {
        FilterRecord(name: noun, fields: columns.compactMap(\.filterField) + derived)
    }
}

extension Field {
    /// Nil where no plain column holds the value, or where it is no single value or a secret.
    fileprivate var filterField: FilterField? {
        guard expression == nil, let filterKind else { return nil }
        return FilterField(name, filterKind, isOptional: isNullable, isLowercase: isLowercase)
    }

    private var filterKind: FilterField.Kind? {
        switch kind {
        case .text, .email, .timeZone, .timeOfDay, .currency, .url, .slug: .text
        case .choice(let words): .choice(words)
        case .integer, .reference: .number
        case .boolean: .flag
        case .date: .day
        case .time: .instant
        case .textList, .objects, .webhookSecret: nil
        }
    }
}
