/// Why a text is no filter: where, what stands there, and what would be right.
package struct FilterError: Error, Hashable, Sendable {
    /// Of the first character that is wrong, counted from 1 in Unicode scalars.
    package var position: Int
    /// What stands there, as it was written; empty at the end.
    package var found: String
    /// Says what is wrong and ends with what to do; no full stop.
    package var message: String

    package init(position: Int, found: String, _ message: String) {
        self.position = position
        self.found = found
        self.message = message
    }

    /// What the API answers with 422.
    package var validation: ValidationError {
        ValidationError(field: "filter", "filter is wrong at character \(position): \(message)\(message.hasSuffix("?") ? "" : ".")")
    }
}

/// Bounds that keep every filter quick to read, compile and run.
package enum FilterLimits {
    /// Unicode scalars of the text.
    package static let length = 4000
    /// How deep parentheses and `not` may be nested.
    package static let depth = 16
    package static let conditions = 100
    /// Entries of one `in (…)`.
    package static let listEntries = 200
    /// How far `now` and `today` may be moved: a hundred years.
    package static let offsetSeconds: Int64 = 36_525 * 86_400
}
