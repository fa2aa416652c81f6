package import Domain

/// Whom an audience is made of: a table, and the tables whose rows belong to its rows.
package struct AudienceSubject: Sendable {
    package let table: Table
    /// What the filter language knows of them, derived from the tables' fields.
    package let schema: FilterSchema
    private let relations: [Relation]

    /// A table, and its column that holds the subject's id.
    struct Relation: Sendable {
        var table: Table
        var link: String
    }

    /// A shorthand's name, and the table and column whose latest value it stands for.
    private typealias Shorthand = (name: String, table: Table, column: String)

    package static let contacts = AudienceSubject(
        Contacts.table, related: [Deals.table, Tasks.table, Communications.table],
        shorthands: [("last_contacted_at", Communications.table, "created_at")])

    private init(_ table: Table, related: [Table], shorthands: [Shorthand]) {
        self.table = table
        relations = related.compactMap { related in
            related.columns.first { $0.kind == .reference(table: table.name) }.map { Relation(table: related, link: $0.name) }
        }
        schema = FilterSchema(
            subject: table.filterRecord, related: relations.map(\.table.filterRecord),
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

    /// Reads a filter about this subject.
    ///
    /// - Throws: `FilterError`.
    package func filter(_ text: String) throws(FilterError) -> FilterExpression { try FilterExpression.parse(text, schema) }
}

extension Table {
    fileprivate var filterRecord: FilterRecord { FilterRecord(name: noun, fields: columns.compactMap(\.filterField)) }
}

extension Field {
    /// Nil where no plain column holds the value, or where it is no single value or a secret.
    fileprivate var filterField: FilterField? {
        guard expression == nil, let filterKind else { return nil }
        return FilterField(name, filterKind, isOptional: isNullable)
    }

    private var filterKind: FilterField.Kind? {
        switch kind {
        case .text, .email, .timeZone, .currency, .url: .text
        case .choice(let words): .choice(words)
        case .integer, .reference: .number
        case .boolean: .flag
        case .date: .day
        case .time: .instant
        case .textList, .webhookSecret: nil
        }
    }
}
