/// A filter as a tree: what chooses contacts for an agent (docs/filters.md describes the language).
///
/// Every condition either holds or does not: there is no third value. `description` is the canonical text, which parses
/// back to the same tree.
package indirect enum FilterExpression: Hashable, Sendable {
    case everyone
    /// All of these hold; two at least.
    case all([FilterExpression])
    /// One of these holds; two at least.
    case any([FilterExpression])
    case not(FilterExpression)
    case test(FilterField, FilterTest)
    case exists(FilterRelated)
    case count(FilterRelated, FilterComparison, Int64)
    /// The sum of a number over the related rows; 0 where there are none.
    case sum(FilterRelated, FilterField, FilterComparison, Int64)
    /// The latest or earliest day or instant among the related rows; empty where there are none.
    case extreme(FilterExtreme, FilterRelated, FilterField, FilterTest)

    /// Those that choose all contacts, join conditions and turn one round.
    package static let words = ["everyone", "and", "or", "not"]
}

/// Rows that belong to the subject, all of them or those that meet a condition on their own fields.
package struct FilterRelated: Hashable, Sendable {
    /// The record's name in the schema, such as `deal`.
    package var record: String
    package var condition: FilterExpression?

    package init(_ record: String, _ condition: FilterExpression? = nil) {
        self.record = record
        self.condition = condition
    }
}

package enum FilterExtreme: String, CaseIterable, Sendable {
    case latest, earliest
}

/// What is asked of one value.
package enum FilterTest: Hashable, Sendable {
    /// There is no value, or an empty text.
    case isEmpty
    case compare(FilterComparison, FilterValue)
    /// Equal to one of these; one at least.
    case isOneOf([FilterValue])
    case match(FilterMatch, String)
}

package enum FilterComparison: String, CaseIterable, Sendable {
    case equal = "="
    /// Holds where and only where `equal` does not, so also where there is no value.
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
}

/// How a text is looked for in another, whatever the case of the letters A to Z.
package enum FilterMatch: String, CaseIterable, Sendable {
    case contains
    case startsWith = "starts with"
    case endsWith = "ends with"
}
