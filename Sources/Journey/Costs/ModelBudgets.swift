import Domain
import Storage

/// What a workspace lets models cost, in US cents.
struct ModelBudgets: Sendable, Equatable {
    private var cents: [ModelSpending.Budget: Int64] = [:]

    /// - Parameter row: of `Workspaces.columns`.
    init(_ row: Row) {
        for budget in ModelSpending.Budget.allCases {
            let index = Workspaces.columns.firstIndex { $0.name == budget.column }
            cents[budget] = index.flatMap(row.optionalInteger)
        }
    }

    var hasAny: Bool { !cents.isEmpty }

    /// Nil for no limit.
    func limit(of budget: ModelSpending.Budget) -> Cost? {
        cents[budget].map { Cost(nanodollars: $0 * ModelSpending.nanodollarsPerCent) }
    }

    /// `$12.50`.
    func dollars(of budget: ModelSpending.Budget) -> String {
        let cents = cents[budget] ?? 0
        return "$\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    }
}
