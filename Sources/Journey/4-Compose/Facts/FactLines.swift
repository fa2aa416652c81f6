import Domain

/// One fact as one line, worded the same wherever it appears.
extension TaskFact {
    var line: String { line(status == "done" ? "done" : "") }

    /// `Send the price list (Dana Weber)`: with the contact that it is about, where its title does not say so itself.
    var label: String { line("") }

    func overdueLine(today: LocalDate) -> String {
        guard let dueDate else { return label }
        let days = Wording.count(Int(today.dayNumber - dueDate.dayNumber), "day")
        return line("due \(DayText.short(dueDate, today: today)), \(days) overdue")
    }

    /// `Send the price list (Dana Weber; due 26 January, 5 days overdue)`.
    func line(_ detail: String) -> String {
        let details = [namesContact ? "" : PlainText.line(contactName, limit: 80), detail].filter { !$0.isEmpty }
        return PlainText.line(title) + (details.isEmpty ? "" : " (\(details.joined(separator: "; ")))")
    }

    /// Whether the title says whom it is about, or it is about nobody.
    var namesContact: Bool { contactName.isEmpty || title.contains(contactName) && MessageWords(title).contains(MessageWords.split(contactName)) }
}

extension ContactFact {
    /// `Harbour Hotel`, with the company where it says more.
    var label: String {
        let name = PlainText.line(self.name, limit: 80)
        guard !company.isEmpty, company != self.name else { return name }
        let company = PlainText.line(self.company, limit: 80)
        return name.isEmpty ? company : "\(name), \(company)"
    }

    /// `Dana Weber (Harbour Hotel)`, to stand among others in a sentence.
    var inline: String { inline([]) }

    /// `Harbour Hotel (negotiation)`, `Dana Weber (Harbour Hotel, negotiation)`.
    var labelWithStage: String { inline(stage.isEmpty ? [] : [PlainText.line(stage, limit: 40)]) }

    private func inline(_ details: [String]) -> String {
        let name = PlainText.line(self.name, limit: 80)
        let company = company.isEmpty || company == self.name ? "" : PlainText.line(company, limit: 80)
        guard !name.isEmpty else { return details.isEmpty ? company : "\(company) (\(details.joined(separator: ", ")))" }
        let all = [company].filter { !$0.isEmpty } + details
        return all.isEmpty ? name : "\(name) (\(all.joined(separator: ", ")))"
    }

    /// `Harbour Hotel (negotiation, no contact for 9 days)`.
    func line(today: LocalDate) -> String {
        let details = [PlainText.line(stage, limit: 40), quiet(today: today)].filter { !$0.isEmpty }
        return details.isEmpty ? label : "\(label) (\(details.joined(separator: ", ")))"
    }

    /// Empty for whom there was contact with in the last two days.
    func quiet(today: LocalDate) -> String {
        let days = today.dayNumber - lastContactAt.utcDay.dayNumber
        return days < 3 ? "" : "no contact for \(days) days"
    }
}

extension DealFact {
    var customerLabel: String { PlainText.line(customer, limit: 80) }

    /// `Harbour Hotel: Booking Engine, EUR 12,500, expected to close 3 February (in 3 days)`.
    func line(today: LocalDate) -> String {
        let details = details(today: today)
        return details.isEmpty ? customerLabel : "\(customerLabel): \(details)"
    }

    /// Product, value and expected close, as far as they are known.
    func details(today: LocalDate) -> String {
        [PlainText.line(product, limit: 80), amount, closing(today: today)].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// `Mill Bakery, SaaS: price too high`.
    var lostLine: String {
        let what = product.isEmpty ? customerLabel : "\(customerLabel), \(PlainText.line(product, limit: 80))"
        return "\(what): \(reasonFailed.isEmpty ? "no reason recorded" : PlainText.phrase(reasonFailed))"
    }

    var amount: String { amountMinor.map { MoneyText.amount($0, currency: PlainText.line(currency, limit: 3)) } ?? "" }

    private func closing(today: LocalDate) -> String {
        guard status == "open", let day = expectedCloseDate else { return "" }
        let verb = day < today ? "was expected to close" : "expected to close"
        return "\(verb) \(DayText.short(day, today: today)) (\(DayText.distance(to: day, from: today)))"
    }
}

extension TargetFact {
    var label: String { PlainText.line(product, limit: 80) }

    /// `SaaS: 40 of 100 (40%), 60 to go`.
    var line: String { "\(label): \(achieved) of \(target) (\(percent)%), \(standing)" }
    private var standing: String { target == 0 ? "nothing to reach is set" : gap == 0 ? "reached" : "\(gap) to go" }

    /// `60 to go for SaaS (40 of 100)`.
    var gapPhrase: String { "\(gap) to go for \(label) (\(achieved) of \(target))" }
}
