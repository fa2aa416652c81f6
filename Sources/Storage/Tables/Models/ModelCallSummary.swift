package import Domain

/// What calls of models have cost over some days, by one thing that tells them apart.
package struct ModelCallSummary: Sendable, Equatable {
    /// What the calls of one line have in common.
    package enum Grouping: String, Sendable, CaseIterable {
        case day, agent, model

        fileprivate var column: String {
            switch self {
            case .day: "day"
            case .agent: "COALESCE(agent_type, 'CHAT')"
            case .model: "provider || ':' || model"
            }
        }
    }

    /// The day, the agent's key (`CHAT` for the chat), or the model as `openai:gpt-4o-mini`.
    package var name: String
    package var calls: Int64
    package var answered: Int64
    package var tokensIn: Int64
    package var tokensOut: Int64
    package var nanodollars: Int64
    /// Calls whose cost is the most that it can have been.
    package var estimated: Int64
    /// Ended calls of models without a price.
    package var unpriced: Int64

    /// The lines of the days from one to another, the dearest first; by day the latest first.
    package static func query(_ workspace: WorkspaceID, by grouping: Grouping, from first: LocalDate, to last: LocalDate) -> SQL {
        let order = grouping == .day ? "1 DESC" : "6 DESC, 1"
        return SQL(
            """
            SELECT \(grouping.column), COUNT(*), COUNT(CASE WHEN outcome = 'answered' THEN 1 END),
                \(CallSums.tokens("tokens_in")), \(CallSums.tokens("tokens_out")),
                \(CallSums.costs("cost_nanodollars")), COUNT(CASE WHEN is_estimated = 1 THEN 1 END),
                COUNT(CASE WHEN cost_nanodollars IS NULL AND outcome <> 'open' THEN 1 END)
            FROM model_calls WHERE workspace_id = $1 AND day >= $2 AND day <= $3 GROUP BY 1 ORDER BY \(order) LIMIT 1000
            """, [.workspace(workspace), .date(first), .date(last)]
        ).byStatistics().long()
    }

    package init(_ row: Row) {
        name = row.text(0)
        (calls, answered, tokensIn, tokensOut) = (row.integer(1), row.integer(2), row.integer(3), row.integer(4))
        (nanodollars, estimated, unpriced) = (row.integer(5), row.integer(6), row.integer(7))
    }
}
