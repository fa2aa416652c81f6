import Domain
import Storage

/// What is said when a budget has no room for another call: to whoever asked, and once in each period to the owner.
struct BudgetNotice {
    let store: any Store
    let clock: WallClock
    let settings: WorkspaceSettings

    /// The error to throw; a day's or a month's budget is told to the owner where no other model is asked.
    func refusal(of call: PlannedCall, _ budget: ModelSpending.Budget, most: Int64, day: LocalDate) async throws -> LLMError {
        let workspace = call.account.person.workspace
        let limit = try await settings.budgets(of: workspace).dollars(of: budget)
        let need = "another call of \(call.writer) may cost up to $\(Cost(nanodollars: most).dollars)"
        guard let end = end(of: budget, day) else {
            return .overBudget(
                reason: "The budget for models of \(limit) for one run has too little left: \(need). Raise it and retry the run.", retryAfter: nil)
        }
        let name = budget == .day ? "this day" : "this month"
        if try await isOnlySetAside(workspace, budget, most, day) {
            return .overBudget(
                reason: "What is left of the budget for models of \(limit) for \(name) is set aside for calls under way.", retryAfter: Self.pause)
        }
        let reason = "The budget for models of \(limit) for \(name) has too little left: \(need). It goes on on \(end), or once the budget is raised."
        if !call.hasAlternative { try await tell(reason, workspace, ModelSpending.period(budget, of: day)) }
        let start = end.instant(at: .midnight, in: try await settings.zone(of: workspace))
        return .overBudget(reason: reason, retryAfter: .milliseconds(max(1000, start.milliseconds - clock.now().milliseconds)))
    }

    /// Whether there is room again once the calls under way have cost less than they might.
    private func isOnlySetAside(_ workspace: WorkspaceID, _ budget: ModelSpending.Budget, _ most: Int64, _ day: LocalDate) async throws -> Bool {
        let period = ModelSpending.period(budget, of: day)
        let spent = try await store.read(ModelSpending.read(workspace, day: day)).first { $0.text(0) == period }?.integer(1) ?? 0
        let limit = try await settings.budgets(of: workspace).limit(of: budget)?.nanodollars ?? .max
        return most <= limit.subtractingSaturated(spent)
    }

    private static let pause = Duration.seconds(5)

    /// The day on which there is a new one; nil where waiting does not help.
    private func end(of budget: ModelSpending.Budget, _ day: LocalDate) -> LocalDate? {
        switch budget {
        case .day: day.adding(days: 1)
        case .month: day.month == 12 ? LocalDate(year: day.year + 1, month: 1, day: 1) : LocalDate(year: day.year, month: day.month + 1, day: 1)
        case .run: nil
        }
    }

    private func tell(_ reason: String, _ workspace: WorkspaceID, _ period: String) async throws {
        let now = clock.now()
        let owner = Person(workspace: workspace, user: Users.owner)
        let notice = Communications.insert(
            owner, conversation: nil, kind: .notice, body: "\(reason) What it does not pay for waits until then.", now: now)
        do {
            _ = try await store.commit([ModelSpending.tell(workspace, period: period, now: now), notice])
        } catch is ModelSpending.AlreadyTold {
            // Once is enough.
        }
    }
}
