import Domain

extension ChatAnswerer {
    func openDeals() -> ChatReply {
        let deals = context.openDeals
        let tally = context.openDealTally
        guard !tally.isNone else { return ChatReply("There are no open deals.", "No deal is open at present.") }
        guard !deals.isEmpty else { return notLookedAt("You have \(tally.text("open deal")), but I see none of them", rest: Self.allDeals) }
        return ChatReply(
            "You have \(tally.text("open deal")):", "Open deals (\(tally.number)):",
            body: Wording.bullets(deals, limit: 8, of: tally) { $0.line(today: context.today) }
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
        let tally = context.wonDealTally
        guard !tally.isNone else { return ChatReply("No won deal is recorded yet.", "There are no won deals in the records yet.") }
        guard !deals.isEmpty else { return notLookedAt("You have won \(tally.text("deal")), but I see none of them", rest: Self.allDeals) }
        return ChatReply(
            "Won so far: \(tally.text("deal")).", "You have won \(tally.text("deal")):",
            body: Wording.bullets(deals, limit: 8, of: tally) { $0.line(today: context.today) }
        )
    }

    func lostDeals() -> ChatReply {
        let deals = context.deals.filter { $0.status == "lost" }
        let tally = context.lostDealTally
        guard !tally.isNone else { return ChatReply("No lost deal is recorded.", "There are no lost deals in the records.") }
        guard !deals.isEmpty else { return notLookedAt("I see no lost deal", rest: Self.allDeals) }
        return ChatReply(
            "\(tally.opening("deal was", "deals were")) lost, with the reason on record:", "Lost deals (\(tally.number)) and why:",
            body: Wording.bullets(deals, limit: 8, of: tally, \.lostLine)
        )
    }

    private static let allDeals = "`GET /api/v1/deals` lists every deal."
}
