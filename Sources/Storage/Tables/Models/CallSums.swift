/// Sums over what calls of models took and cost, as SQL.
///
/// A provider's count once went into the books whatever it was. One that none can be counts as the most that there can be, so that a
/// row with it spoils no sum.
package enum CallSums {
    /// Nanodollars: more than any budget, and so little that thousands of such calls can be added.
    package static let mostCost: Int64 = 2_000_000_000_000_000
    /// Of a run, which may call a model many times.
    private static let mostTokens: Int64 = 1_000_000_000_000

    static func tokens(_ column: String) -> String { sum(column, mostTokens) }
    static func costs(_ column: String) -> String { sum(column, mostCost) }

    /// Null where the column is.
    static func bounded(_ column: String, to most: Int64) -> String {
        "CASE WHEN \(column) > \(most) THEN \(most) WHEN \(column) < 0 THEN 0 ELSE \(column) END"
    }

    private static func sum(_ column: String, _ most: Int64) -> String { "CAST(COALESCE(SUM(\(bounded(column, to: most))), 0) AS BIGINT)" }
}
