/// What filters of one subject can speak about: the subject's own fields, and the rows that belong to it.
///
/// Storage derives it from its tables, so that a field exists here when and only when a column does.
package struct FilterSchema: Hashable, Sendable {
    /// Whom a filter chooses, such as `contact`.
    package var subject: FilterRecord
    /// What belongs to a subject and is asked for by `exists`, `count`, `sum`, `latest` and `earliest`.
    package var related: [FilterRecord]
    /// Names that stand for the latest value of a related field.
    package var shorthands: [FilterShorthand]

    package init(subject: FilterRecord, related: [FilterRecord], shorthands: [FilterShorthand] = []) {
        self.subject = subject
        self.related = related
        self.shorthands = shorthands
    }
}

/// One kind of row by its name in the singular, such as `deal`.
package struct FilterRecord: Hashable, Sendable {
    package var name: String
    package var fields: [FilterField]

    package init(name: String, fields: [FilterField]) {
        self.name = name
        self.fields = fields
    }

    func field(_ name: String) -> FilterField? {
        let name = name.lowercased()
        return fields.first { $0.name == name }
    }
}

/// A field that conditions can be about.
package struct FilterField: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case text
        /// One of these words.
        case choice([String])
        case number
        case flag
        /// A calendar day.
        case day
        case instant
    }

    package var name: String
    package var kind: Kind
    /// Whether a row may have no value here.
    package var isOptional: Bool
    /// Whether its values are kept in lower case, in every script.
    package var isLowercase: Bool

    package init(_ name: String, _ kind: Kind, isOptional: Bool = false, isLowercase: Bool = false) {
        self.name = name
        self.kind = kind
        self.isOptional = isOptional
        self.isLowercase = isLowercase
    }
}

/// `name` of the subject stands for `latest record.field`.
package struct FilterShorthand: Hashable, Sendable {
    package var name: String
    package var record: String
    package var field: FilterField

    package init(_ name: String, latest field: FilterField, of record: String) {
        self.name = name
        self.record = record
        self.field = field
    }
}
