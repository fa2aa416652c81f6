import Domain
import Storage

/// Asks a plan over very many contacts in parts: several at once to count them, and one after the other for a page, which is
/// full after few of them.
struct PlanSlices: Sendable {
    let store: any Store
    let plan: PlanQuery
    /// Below so many ids one part is as quick.
    private static let fewIDs: Int64 = 20_000
    private static let parts: Int64 = 4

    /// - Throws: `StoreError`.
    func counts() async throws -> PlanCounts {
        let scopes = try await scopes()
        let budget = plan.isCapped ? try await store.read(plan.budget).first : nil
        let parts = try await withThrowingTaskGroup(of: [Row].self) { group in
            for scope in scopes { group.addTask { try await store.read(plan.counts(scope)) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return PlanCounts(parts, budget: budget)
    }

    private func scopes() async throws -> [PlanQuery.Scope] {
        guard let (low, high) = try await bounds(), high - low > Self.fewIDs else { return [.all] }
        let size = (high - low) / Self.parts + 1
        return (0..<Self.parts).map { .slice(after: low - 1 + $0 * size, through: low - 1 + ($0 + 1) * size) }
    }

    private func bounds() async throws -> (low: Int64, high: Int64)? {
        guard let row = try await store.read(plan.bounds).first, let low = row.optionalInteger(0), let high = row.optionalInteger(1) else {
            return nil
        }
        return (low, high)
    }

    /// The row of one contact as of `PlanQuery.page`, or nil. Nobody else is judged, unless a cap has to choose among all.
    ///
    /// - Throws: `StoreError`.
    func one(_ contact: Int64) async throws -> Row? {
        guard let row = try await store.read(plan.page(.one(contact), isRanked: false, limit: 1)).first else { return nil }
        guard plan.isCapped, RuleVerdict(code: row.integer(3)) == .included else { return row }
        return try await store.read(plan.page(.one(contact), limit: 1)).first
    }

    /// As `PlanQuery.page`. Where a cap chooses among all contacts all of them are asked at once.
    ///
    /// - Throws: `StoreError`.
    func page(after last: Int64, rule: Rule?, included: Bool, limit: Int) async throws -> [Row] {
        guard !plan.isCapped, let (low, high) = try await bounds() else {
            return try await store.read(plan.page(after: last, rule: rule, included: included, limit: limit))
        }
        var rows: [Row] = []
        var (after, size) = (max(last, low - 1), Self.fewIDs)
        while rows.count < limit, after < high {
            let through = min(high, after + size)
            rows += try await store.read(
                plan.page(.slice(after: after, through: through), after: after, rule: rule, included: included, limit: limit - rows.count))
            (after, size) = (through, size * 4)
        }
        return rows
    }
}
