import Connectors
import Domain
import Journey
import Storage

extension DoctorCommand {
    /// Whether what models cost is known where it must be, and whether they may still cost something.
    func checkCosts(_ given: Settings, _ environment: Environment, _ findings: inout [Finding]) async {
        var settings = given
        if let data = options.data { settings.dataFolder = data }
        var use = ModelUse(settings.models.entries.map(\.name))
        if let open = await OpenModels(settings) {
            await use.add(open)
            await open.close()
        }
        checkPrices(settings.prices, use, isOwn: environment.value("LLM_PRICES") != nil, &findings)
        checkBudgets(use, &findings)
    }

    private func checkPrices(_ prices: PriceList, _ use: ModelUse, isOwn: Bool, _ findings: inout [Finding]) {
        guard !use.models.isEmpty || isOwn else { return }
        let source = isOwn ? "Those that come with the product and those of LLM_PRICES" : "Those that come with the product"
        let unknown = use.models.filter { prices.price(of: $0.name) == nil }
        guard !unknown.isEmpty else {
            let reach = use.models.isEmpty ? "" : " and know every model in use"
            return findings.append(Finding(check: "prices", ok: true, detail: "\(source) are as of \(prices.date)\(reach)."))
        }
        let refused = unknown.filter { use.isLimited($0) }
        let names = (refused.isEmpty ? unknown : refused).map(\.name.description).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            .joined(separator: ", ")
        let remedy = "name a file that holds it in LLM_PRICES (docs/models.md)"
        findings.append(
            refused.isEmpty
                ? Finding(check: "prices", ok: true, detail: "There is no price for \(names), so what that costs is not told: \(remedy).")
                : Finding(
                    check: "prices", ok: false,
                    detail: "There is a budget, but no price for \(names), so that is not asked: \(remedy), or lift the budget."))
    }

    private func checkBudgets(_ use: ModelUse, _ findings: inout [Finding]) {
        for budget in use.budgets {
            let (standing, kind) = (budget.standing, budget.standing.period.count > 7 ? "day" : "month")
            guard let limit = standing.limit, let left = standing.left else { continue }
            let place = "workspace \(budget.workspace.value)"
            let spent = "$\(standing.spent.dollars) of $\(limit.dollars)"
            findings.append(
                left.nanodollars > 0
                    ? Finding(check: "budget", ok: true, detail: "In \(place), \(spent) are spent of the \(kind)'s (\(standing.period)).")
                    : Finding(
                        check: "budget", ok: false,
                        detail:
                            "In \(place), the \(kind)'s is used up (\(standing.period): \(spent)), so no model is asked until the next \(kind): raise it with `crm-agent costs budget --\(kind) AMOUNT --workspace \(budget.workspace.value)`."
                    ))
        }
        guard !use.models.isEmpty, use.limited.isEmpty else { return }
        findings.append(
            Finding(check: "budget", ok: true, detail: "None is set, so models may cost any amount: `crm-agent costs budget --day 5` sets one."))
    }
}

/// Which models may be asked, and what they may cost.
private struct ModelUse {
    /// Those that the environment sets up are of every workspace: nil.
    var models: [(name: WriterName, workspace: WorkspaceID?)]
    var budgets: [(workspace: WorkspaceID, standing: Spending.Standing)] = []
    /// The workspaces that have a budget.
    var limited: Set<WorkspaceID> = []

    init(_ standard: [WriterName]) { models = standard.map { ($0, nil) } }

    func isLimited(_ model: (name: WriterName, workspace: WorkspaceID?)) -> Bool { model.workspace.map(limited.contains) ?? !limited.isEmpty }

    /// A name that cannot be understood is told of with the models.
    mutating func add(_ open: OpenModels) async {
        for (workspace, names) in await open.lists() {
            for name in names {
                if let model = try? await open.models.provider([name], in: workspace).name { models.append((model, workspace)) }
            }
        }
        let store = open.database.store
        let spending = Spending(store: store, settings: WorkspaceSettings(store: store, clock: open.database.clock))
        // A schema of an earlier version has no budgets.
        for row in (try? await store.read(Workspaces.names)) ?? [] {
            let workspace = WorkspaceID(row.integer(0))
            guard (try? await spending.hasBudget(workspace)) == true, let standings = try? await spending.standings(of: workspace) else { continue }
            limited.insert(workspace)
            budgets += standings.map { (workspace, $0) }
        }
    }
}
