import Domain

extension ChatAnswerer {
    func openDeals() -> ChatReply {
        let deals = context.openDeals
        guard !deals.isEmpty else { return ChatReply("There are no open deals.", "No deal is open at present.") }
        return ChatReply(
            "You have \(Wording.count(context.openDealCount(held: deals.count), "open deal")):",
            "Open deals (\(context.openDealCount(held: deals.count))):",
            body: Wording.bullets(deals, limit: 8, total: context.openDealCount(held: deals.count)) { $0.line(today: context.today) }
        )
    }

    /// The sum of the open deals' values, a sum for each currency; empty where no value is known.
    var openValue: String {
        var sums: [String: Int64] = [:]
        for deal in context.openDeals {
            guard let amount = deal.amountMinor else { continue }
            let (sum, overflow) = sums[deal.currency, default: 0].addingReportingOverflow(amount)
            sums[deal.currency] = overflow ? .max : sum
        }
        let amounts = sums.sorted { $0.key < $1.key }.map { MoneyText.amount($0.value, currency: PlainText.line($0.key, limit: 3)) }
        return Wording.list(amounts, limit: 4)
    }

    func wonDeals() -> ChatReply {
        let deals = context.deals.filter { $0.status == "won" }
        guard !deals.isEmpty else { return ChatReply("No won deal is recorded yet.", "There are no won deals in the records yet.") }
        return ChatReply(
            "Won so far: \(Wording.count(context.wonDealCount(held: deals.count), "deal")).",
            "You have won \(Wording.count(context.wonDealCount(held: deals.count), "deal")):",
            body: Wording.bullets(deals, limit: 8, total: context.wonDealCount(held: deals.count)) { $0.line(today: context.today) }
        )
    }

    func lostDeals() -> ChatReply {
        let deals = context.deals.filter { $0.status == "lost" }
        guard !deals.isEmpty else { return ChatReply("No lost deal is recorded.", "There are no lost deals in the records.") }
        return ChatReply(
            "\(Wording.count(deals.count, "deal was", "deals were")) lost, with the reason on record:", "Lost deals (\(deals.count)) and why:",
            body: Wording.bullets(deals, limit: 8, \.lostLine)
        )
    }
}
