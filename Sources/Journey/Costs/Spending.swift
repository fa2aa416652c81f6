package import Domain
package import Storage

/// What a workspace's models have cost, and what they may.
package struct Spending: Sendable {
    private let store: any Store
    private let settings: WorkspaceSettings

    package init(store: any Store, settings: WorkspaceSettings) {
        self.store = store
        self.settings = settings
    }

    /// How a budget of a day or month stands.
    package struct Standing: Sendable, Equatable {
        /// `2026-01-31`, or `2026-01`.
        package var period: String
        package var spent: Cost
        /// Set aside for calls under way.
        package var reserved: Cost
        /// Nil for no limit.
        package var limit: Cost?

        package var left: Cost? {
            limit.map { Cost(nanodollars: max(0, $0.nanodollars.subtractingSaturated(spent.nanodollars).subtractingSaturated(reserved.nanodollars))) }
        }
    }

    /// Of today, then of this month.
    package func standings(of workspace: WorkspaceID) async throws -> [Standing] {
        let day = try await settings.today(in: workspace)
        let answers = try await store.read([ModelSpending.read(workspace, day: day), Workspaces.get(workspace)])
        let budgets = answers[1].first.map(ModelBudgets.init)
        return [ModelSpending.Budget.day, .month].map { budget in
            let period = ModelSpending.period(budget, of: day)
            let row = answers[0].first { $0.text(0) == period }
            return Standing(
                period: period, spent: Cost(nanodollars: row?.integer(1) ?? 0), reserved: Cost(nanodollars: row?.integer(2) ?? 0),
                limit: budgets?.limit(of: budget))
        }
    }

    /// Whether there is one of a day, a month or a run.
    package func hasBudget(_ workspace: WorkspaceID) async throws -> Bool { try await settings.budgets(of: workspace).hasAny }

    /// What belongs to the commit that changes a workspace's budgets: what waits for one is tried again, and the owner may be told
    /// anew.
    package func letGoOn(_ workspace: WorkspaceID, now: Timestamp) async throws -> [SQL] {
        [ModelSpending.forgetTelling(workspace, day: try await settings.today(in: workspace)), RunQueue.goOnWithBudget(workspace, now: now)]
    }

    /// Changes budgets, in US cents, null for none.
    package func setBudgets(_ values: Table.Values, of workspace: WorkspaceID, now: Timestamp) async throws {
        _ = try await store.commit(try await letGoOn(workspace, now: now) + [Workspaces.update(workspace, values, version: nil, now: now)])
        settings.forget(workspace)
    }

    /// - Parameters: the days, both included; the last 30 unless told.
    /// - Throws: `ValidationError` where they are not in order.
    package func summary(
        of workspace: WorkspaceID, by grouping: ModelCallSummary.Grouping, from first: LocalDate? = nil, to last: LocalDate? = nil
    ) async throws -> [ModelCallSummary] {
        let last = if let last { last } else { try await settings.today(in: workspace) }
        let first = first ?? last.adding(days: -29)
        guard first <= last else { throw ValidationError(field: "from", "from is after to; write for example from=\(last.adding(days: -29))") }
        return try await store.read(ModelCallSummary.query(workspace, by: grouping, from: first, to: last)).map(ModelCallSummary.init)
    }
}
