import Domain

extension ChatAnswerer {
    func openDeals() -> ChatReply {
        let deals = context.openDealsByClose
        let tally = context.openDealTally
        guard !tally.isNone else { return ChatReply("There are no open deals.", "No deal is open at present.") }
        guard !deals.isEmpty else { return notLookedAt("You have \(tally.text("open deal")), but I see none of them", rest: Self.allDeals) }
        return ChatReply(
            "You have \(tally.text("open deal")):", "Open deals (\(tally.number)):",
            body: Wording.bullets(deals, limit: 8, of: tally) { $0.line(today: context.today) }
        )
    }

    /// The sum of the open deals' values, a sum for each currency; empty where no value is known, or not of all of them.
    var openValue: String {
        if let found = context.found.deals { return found.amounts }
        guard context.openDealTally.known <= context.openDeals.count else { return "" }
        let priced = Dictionary(grouping: context.openDeals.filter { $0.amountMinor != nil }, by: \.currency)
        let sums = priced.map { currency, deals in
            DealFinding.Sum(currency: currency, count: Int64(deals.count), priced: Int64(deals.count), minor: deals.exactSum)
        }
        return DealFinding(sums: sums.sorted { $0.currency < $1.currency }, deals: []).amounts
    }

    /// The deals that a question chooses: how many, what they are worth, and the first of them.
    func deals(_ found: DealFinding, _ question: DealQuestion) -> ChatReply {
        if question.isOfPipeline { return pipeline(found) }
        let noun = [question.choice.status ?? "", "deal"].filter { !$0.isEmpty }.joined(separator: " ")
        guard found.count > 0 else {
            return ChatReply(
                "You have no \(noun)s\(question.narrowing).", "There are no \(noun)s\(question.narrowing).", body: targetLines(found, question))
        }
        let together = question.choice.status == nil && found.count > 1 ? " (open, won and lost together)" : ""
        let count = "\(Wording.count(Int(found.count), noun))\(question.narrowing)\(together)"
        let worth = found.amounts.isEmpty ? "" : ", worth \(found.amounts)"
        let unpriced = found.amounts.isEmpty ? " No amount is recorded." : found.unpricedHint
        let summary = "\(count)\(worth).\(unpriced)\(question.isAverage ? found.averages : "")"
        if question.isOfSales { return sales(found, question, summary) }
        guard question.choice.order == .biggest || question.choice.order == .smallest else {
            let tally = Tally(known: Int(found.count), isExact: true)
            return ChatReply(
                "You have \(summary)", "\(summary)",
                body: Wording.bullets(found.deals, limit: 8, of: tally) { self.line($0, isOfAll: question.choice.status == nil) })
        }
        return ChatReply("You have \(summary)", "\(summary)", body: ranked(found, question))
    }

    /// What to say more clearly; nil where all was understood.
    func unclear(_ question: DealQuestion) -> ChatReply? {
        if question.isAmountUnclear {
            return ChatReply(
                "I did not understand the amount.", "That amount I can't read.",
                body: "Say it in digits and in one currency, such as: deals over 1,000 EUR.", closes: false)
        }
        guard !question.unreadDays.isEmpty else { return nil }
        return unclear(question.unreadDays.sorted(), such: "deals won in March, or: deals closing before 4 December")
    }

    /// Nil where all of the days was understood.
    func unclear(_ period: AskedPeriod?) -> ChatReply? {
        guard let period, !period.unread.isEmpty else { return nil }
        return unclear(period.unread.sorted(), such: "what did I do last week, or: new leads in March")
    }

    /// Which days were not understood.
    ///
    /// - Parameter such: how they may be asked for.
    func unclear(_ days: [String], such example: String) -> ChatReply {
        let words = Wording.list(days.map { "“\(PlainText.line($0, limit: 40))”" }, limit: 4)
        return ChatReply(
            "I did not understand which days you mean by \(words).", "Which days do you mean by \(words)? I can't tell.",
            body: "Name a day, a month, a quarter or a year, such as: \(example).", closes: false)
    }

    private func ranked(_ found: DealFinding, _ question: DealQuestion) -> String {
        guard !found.deals.isEmpty else { return "" }
        let isBig = question.choice.order == .biggest
        let several = Set(found.deals.map(\.currency)).count > 1 ? ", of each currency by itself" : ""
        let title = "The \(isBig ? "biggest" : "smallest")\(found.deals.count > 1 ? " first" : "")\(several):\n"
        // Who asks for the first three wants no more.
        let hidden = question.choice.limit < DealChoice.usualLimit ? 0 : Int(found.count - found.unpriced) - found.deals.prefix(24).count
        return (found.count == 1 ? "" : title)
            + found.deals.prefix(24).map { "- \(line($0, isOfAll: question.choice.status == nil))" }.joined(separator: "\n")
            + (hidden > 0 ? "\n- and \(hidden) more" : "")
    }

    private func line(_ deal: DealFact, isOfAll: Bool = false) -> String {
        let line = deal.status == "lost" ? deal.lostLine : deal.line(today: context.today)
        return isOfAll && deal.status != "open" ? "\(line) (\(deal.status))" : line
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

extension DealFinding {
    /// `EUR 12,500 and USD 300`: a sum for each currency; empty where no amount is recorded.
    var amounts: String {
        Wording.list(
            sums.filter { $0.priced > 0 }.map { sum in
                let currency = PlainText.line(sum.currency, limit: 3)
                guard let minor = sum.minor else { return "more than \(MoneyText.amount(.max, currency: currency))" }
                return MoneyText.amount(minor, currency: currency) + (currency.isEmpty ? " without a currency" : "")
            })
    }

    /// ` On average EUR 134.50.`, of each currency; empty where no amount is recorded.
    fileprivate var averages: String {
        let known = sums.filter { $0.priced > 0 && $0.minor != nil }
        let amounts = known.map { MoneyText.amount(($0.minor ?? 0) / $0.priced, currency: PlainText.line($0.currency, limit: 3)) }
        return amounts.isEmpty ? "" : " On average \(Wording.list(amounts))."
    }

    fileprivate var unpricedHint: String {
        unpriced == 0 ? "" : " \(Wording.count(Int(unpriced), "has", "have").replacing("1 has", with: "One has")) no amount recorded."
    }
}

extension [DealFact] {
    /// Nil for more than there is room for.
    fileprivate var exactSum: Int64? {
        reduce(Int64?.some(0)) { sum, deal in
            guard let result = sum?.addingReportingOverflow(deal.amountMinor ?? 0), !result.overflow else { return nil }
            return result.partialValue
        }
    }
}
