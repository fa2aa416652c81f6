import Domain

extension ChatAnswerer {
    /// What was sold by the won deals, and by the targets, which count pieces.
    func sales(_ found: DealFinding, _ question: DealQuestion, _ summary: String) -> ChatReply {
        let tally = Tally(known: Int(found.count), isExact: true)
        let lines =
            question.grouping.map { groupLines(found, of: $0) } ?? Wording.bullets(found.deals, limit: 8, of: tally) { $0.line(today: context.today) }
        let body = [lines, targetLines(found, question)].filter { !$0.isEmpty }.joined(separator: "\n")
        return ChatReply("You have \(summary)", "\(summary)", body: body)
    }

    /// The targets of the product that is asked for, or of all products; empty where the question is of some days or of customers, for which
    /// targets do not tell.
    func targetLines(_ found: DealFinding, _ question: DealQuestion) -> String {
        guard question.isOfSales, question.grouping != .customer, question.closedDays == nil, question.choice.customers.isEmpty else { return "" }
        let parts = question.choice.products
        let targets = found.targets.filter { target in parts.allSatisfy { target.product.caseFolded.contains($0.caseFolded) } }
        if targets.isEmpty { return parts.isEmpty ? "" : "Deals hold amounts and no quantities, and no target counts it." }
        return "Counted by your targets:\n" + Wording.bullets(targets, limit: 8, \.line)
    }

    /// `Labneh: 3 deals, EUR 120`, the greatest amount first where all is of one currency, else the most deals.
    private func groupLines(_ found: DealFinding, of grouping: DealChoice.Grouping) -> String {
        let groups = Dictionary(grouping: found.groups) { $0.name.caseFolded }.values
        let isOne = Set(found.groups.filter { $0.sum.priced > 0 }.map(\.sum.currency)).count == 1
        func rank(_ group: [DealFinding.GroupSum]) -> Int64 {
            guard isOne else { return group.reduce(0) { $0 + $1.sum.count } }
            return group.first { $0.sum.priced > 0 }.map { $0.sum.minor ?? .max } ?? 0
        }
        let ranked = groups.sorted { (-rank($0), $0[0].name) < (-rank($1), $1[0].name) }
        return Wording.bullets(ranked, limit: 12) { group in
            let label = group[0].name.isEmpty ? "no \(grouping.noun) recorded" : PlainText.line(group[0].name, limit: 80)
            let sums = DealFinding(sums: group.map(\.sum), deals: [])
            return "\(label): \(Wording.count(Int(sums.count), "deal"))\(sums.amounts.isEmpty ? "" : ", \(sums.amounts)")"
        }
    }
}

extension DealChoice.Grouping {
    fileprivate var noun: String {
        switch self {
        case .product: "product"
        case .customer: "customer"
        }
    }
}
