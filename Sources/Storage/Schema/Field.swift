import Domain

/// One property of a resource: its column, its place in JSON, and the rule its values keep.
///
/// Validation, SQL, filters, the CSV import and the OpenAPI document are all derived from it, so they cannot disagree.
package struct Field: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// A positive whole number; with a table, the id of a row there.
        case reference(table: String)
        case integer(ClosedRange<Int64>)
        /// Text of so many characters, after white space at both ends is cut.
        case text(ClosedRange<Int>)
        case email
        /// One of these words.
        case choice([String])
        /// A day, `YYYY-MM-DD`.
        case date
        /// An instant; RFC 3339 in JSON, milliseconds in the table.
        case time
        case boolean
        /// Up to so many texts of so many characters; a JSON list in the table.
        case textList(count: Int, length: Int)
        /// Up to so many objects of these fields; a JSON list in the table.
        case objects([Field], count: Int)
        /// An IANA time zone name.
        case timeZone
        /// A time on a clock on the wall, `HH:MM`.
        case timeOfDay
        /// An ISO 4217 currency code.
        case currency
        /// An absolute http or https address.
        case url
        case webhookSecret
        /// Up to 40 small letters, digits and hyphens, to be named by in other values.
        case slug
    }

    package var name: String
    package var kind: Kind
    package var summary: String
    /// Stored when a new row does not name it; nil makes the field required.
    package var initial: SQLValue?
    package var isNullable = false
    /// Set by the product, never by a request.
    package var isReadOnly = false
    /// Named on creation and fixed from then on.
    package var isFixed = false
    package var isFilterable = false
    package var isSortable = false
    package var isSearchable = false
    /// Kept in lower case, and found whatever the case that is asked for.
    package var isLowercase = false
    /// SQL that gives the value where no column holds it.
    package var expression: String?

    private init(_ name: String, _ kind: Kind, _ summary: String, initial: SQLValue?) {
        self.name = name
        self.kind = kind
        self.summary = summary
        self.initial = initial
        isNullable = initial == .null
    }

    package static func required(_ name: String, _ kind: Kind, _ summary: String) -> Field {
        Field(name, kind, summary, initial: nil)
    }

    package static func optional(_ name: String, _ kind: Kind, _ summary: String, initial: SQLValue = .null) -> Field {
        Field(name, kind, summary, initial: initial)
    }

    package static func readOnly(_ name: String, _ kind: Kind, _ summary: String, nullable: Bool = false, initial: SQLValue = .null) -> Field {
        var field = Field(name, kind, summary, initial: initial)
        field.isReadOnly = true
        field.isNullable = nullable
        return field
    }

    package var isRequired: Bool { initial == nil }

    package func fixed() -> Field { with(\.isFixed) }
    package func nullable() -> Field { with(\.isNullable) }
    package func filterable() -> Field { with(\.isFilterable) }
    package func sortable() -> Field { with(\.isSortable) }
    package func searchable() -> Field { with(\.isSearchable) }
    package func lowercase() -> Field { with(\.isLowercase) }

    package func computed(_ expression: String) -> Field {
        var copy = self
        copy.expression = expression
        return copy
    }

    /// Whether its column holds whole numbers; otherwise it holds text.
    var isNumber: Bool {
        switch kind {
        case .integer, .reference, .time, .boolean: true
        default: false
        }
    }

    var selection: String { expression.map { "\($0) AS \(name)" } ?? name }

    private func with(_ flag: WritableKeyPath<Field, Bool>) -> Field {
        var copy = self
        copy[keyPath: flag] = true
        return copy
    }
}
