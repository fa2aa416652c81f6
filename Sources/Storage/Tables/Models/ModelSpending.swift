package import Domain

/// What the calls of models have cost in each day and month of the workspace's, and what those under way may still cost.
///
/// Setting aside is one conditional change of a row that is locked until the commit ends, so a budget holds over all instances.
package enum ModelSpending {
    /// A limit that a workspace sets, in US cents.
    package enum Budget: String, Sendable, CaseIterable {
        case day, month, run

        package var column: String { "model_budget_\(rawValue)_cents" }
    }

    /// The budget has no room for what was to be set aside.
    package struct Reached: Error, Equatable, Sendable {
        package var budget: Budget
    }

    package static func period(_ budget: Budget, of day: LocalDate) -> String {
        budget == .month ? String(day.description.prefix(7)) : day.description
    }

    /// Sets aside what a call may cost, in the day, in the month and for its run, and keeps its row: together, or `Reached`.
    package static func reserve(_ call: PlannedCall, most: Int64, day: LocalDate) -> [SQL] {
        let account = call.account
        var statements = [Budget.month, .day].map { budget in
            reserve(account.person.workspace, budget, day, most).expectingOneRow(orThrow: Reached(budget: budget))
        }
        if account.run != nil || account.mark != nil {
            statements.append(runHasRoom(account, most).expectingOneRow(orThrow: Reached(budget: .run)))
        }
        return statements + [ModelCalls.open(call, reserving: most, day: day)]
    }

    private static func reserve(_ workspace: WorkspaceID, _ budget: Budget, _ day: LocalDate, _ most: Int64) -> SQL {
        SQL(
            """
            INSERT INTO model_spending (workspace_id, period, spent, reserved) SELECT $1, $2, 0, $3 WHERE CAST($3 AS BIGINT) <= \(limit(budget))
            ON CONFLICT (workspace_id, period) DO UPDATE SET reserved = \(held("reserved")) + excluded.reserved
            WHERE \(held("spent")) + \(held("reserved")) + excluded.reserved <= \(limit(budget)) RETURNING spent
            """, [.workspace(workspace), .text(period(budget, of: day)), .integer(most)])
    }

    /// After the rows of day and month, whose locks let one call of a workspace look at a time.
    private static func runHasRoom(_ account: CallAccount, _ most: Int64) -> SQL {
        let (column, value): (String, SQLValue) = account.run.map { ("run_id", .integer($0)) } ?? ("mark", .optional(account.mark))
        return SQL(
            """
            SELECT 1 FROM workspaces WHERE id = $1 AND CAST($2 AS BIGINT) + (
                SELECT \(CallSums.costs("c.cost_nanodollars")) + \(CallSums.costs("c.reserved")) FROM model_calls c WHERE c.\(column) = $3 AND +c.workspace_id = $1)
            <= \(limit(.run))
            """, [.workspace(account.person.workspace), .integer(most), value])
    }

    /// In nanodollars, of the workspace `$1`.
    private static func limit(_ budget: Budget) -> String {
        "COALESCE((SELECT w.\(budget.column) * \(nanodollarsPerCent) FROM workspaces w WHERE w.id = $1), \(Int64.max))"
    }

    /// What a period's row holds, or what none can: a row of old may have an absurd sum.
    static func held(_ column: String) -> String { CallSums.bounded("model_spending.\(column)", to: 1_000_000_000_000_000_000) }

    package static let nanodollarsPerCent: Int64 = 10_000_000

    /// Moves what ended calls have cost from what is set aside to what is spent, where that has not happened yet.
    ///
    /// Grouped by expressions that no index orders, so that the calls are looked up by their keys however few the table is thought to hold.
    static func count(_ keys: KeyList) -> SQL {
        func costs(_ period: String) -> String {
            """
            SELECT +c.workspace_id AS workspace_id, \(period) AS period, \(CallSums.costs("c.cost_nanodollars")) AS spent, \(CallSums.costs("c.reserved")) AS reserved
            FROM model_calls c WHERE c.key IN (\(keys.placeholders)) AND c.is_counted = 0 AND c.outcome || '' <> 'open'
            GROUP BY +c.workspace_id, \(period)
            """
        }
        // In one order always, and the month first as in `reserve`: two commits then never wait for each other.
        return SQL(
            """
            INSERT INTO model_spending (workspace_id, period, spent, reserved)
            SELECT workspace_id, period, spent, -reserved
            FROM (\(costs("substr(c.day, 1, 7)")) UNION ALL \(costs("c.day || ''"))) costs WHERE 1 = 1 ORDER BY workspace_id, period
            ON CONFLICT (workspace_id, period) DO UPDATE SET spent = \(held("spent")) + excluded.spent,
                reserved = \(held("reserved")) + excluded.reserved
            """, keys.arguments)
    }

    /// Adds what calls have cost for which nothing was set aside.
    static func add(_ endings: [ModelCalls.Ending]) -> [SQL] {
        var sums: [Period: Int64] = [:]
        for ending in endings {
            let cost = min(max(0, ending.cost ?? 0), CallSums.mostCost)
            for budget in [Budget.month, .day] {
                let period = Period(workspace: ending.call.account.person.workspace, name: period(budget, of: ending.day))
                sums[period] = (sums[period] ?? 0).addingSaturated(cost)
            }
        }
        return sums.sorted { $0.key < $1.key }.map { period, spent in
            SQL(
                """
                INSERT INTO model_spending (workspace_id, period, spent, reserved) VALUES ($1, $2, $3, 0)
                ON CONFLICT (workspace_id, period) DO UPDATE SET spent = \(held("spent")) + excluded.spent
                """, [.workspace(period.workspace), .text(period.name), .integer(spent)])
        }
    }

    /// A day or a month of a workspace's.
    private struct Period: Hashable, Comparable {
        var workspace: WorkspaceID
        var name: String

        static func < (left: Period, right: Period) -> Bool { (left.workspace.value, left.name) < (right.workspace.value, right.name) }
    }

    /// Of a day and its month: `period, spent, reserved`.
    package static func read(_ workspace: WorkspaceID, day: LocalDate) -> SQL {
        SQL(
            "SELECT period, \(held("spent")), \(held("reserved")) FROM model_spending WHERE workspace_id = $1 AND period IN ($2, $3)",
            [.workspace(workspace), .text(period(.month, of: day)), .text(period(.day, of: day))])
    }

    /// Remembers that somebody has been told that a period's budget is used up; throws `AlreadyTold` where that was so before.
    package static func tell(_ workspace: WorkspaceID, period: String, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO model_spending (workspace_id, period, spent, reserved, told_at) VALUES ($1, $2, 0, 0, $3)
            ON CONFLICT (workspace_id, period) DO UPDATE SET told_at = excluded.told_at WHERE model_spending.told_at IS NULL RETURNING period
            """, [.workspace(workspace), .text(period), .time(now)]
        ).expectingOneRow(orThrow: AlreadyTold())
    }

    package struct AlreadyTold: Error {}

    /// Another budget may be used up anew.
    package static func forgetTelling(_ workspace: WorkspaceID, day: LocalDate) -> SQL {
        SQL(
            "UPDATE model_spending SET told_at = NULL WHERE workspace_id = $1 AND period IN ($2, $3)",
            [.workspace(workspace), .text(period(.month, of: day)), .text(period(.day, of: day))])
    }
}
