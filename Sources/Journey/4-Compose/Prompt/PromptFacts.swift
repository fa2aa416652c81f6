import Domain

/// A person's records as lines for a model, each list bounded.
struct PromptFacts {
    private let context: PersonContext

    init(_ context: PersonContext) { self.context = context }

    var business: String {
        guard let profile = context.profile else { return "business profile: none yet; ask the person to fill it in" }
        return [
            "business: \(text(profile.businessType))", field("products", profile.products), "tone: \(text(profile.tone, 60))",
            "daily goal: \(text(profile.dailyGoal, 300))", field("keywords", profile.keywords),
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    var records: String {
        [
            "today: \(context.today) (\(DayText.long(context.today)))",
            context.name.isEmpty ? "" : "person: \(text(context.name, 60))",
            section("tasks due today", context.tasksToday, of: context.todayTally) { "\(text($0.title)) [\($0.status)]" },
            section("overdue tasks", context.tasksOverdue, of: context.overdueTally) {
                "\(text($0.title)), due \($0.dueDate?.description ?? "unknown")"
            },
            section("contacts\(contactsShown)", context.contacts, of: contactTally, contact),
            section("deals\(dealsShown)", context.deals, of: dealTally, deal),
            section("targets", context.targets) { "\(text($0.product)): \($0.achieved) of \($0.target), \($0.gap) to go" },
            progress,
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    func history(limit: Int) -> String {
        section("last messages, newest first", Array(context.messages.prefix(limit))) {
            "[\($0.kind.name), \($0.createdAt.utcDay)] \(text($0.body, 600))"
        }
    }

    /// What the person noted elsewhere; in a chat the other messages are turns of their own.
    var notes: String {
        section("notes, newest first", context.messages.filter { $0.kind == .note }.prefix(5).map(\.body)) { text($0, 600) }
    }

    private func contact(_ contact: ContactFact) -> String {
        let parts = [text(contact.name, 80), text(contact.company, 80), contact.stage.isEmpty ? "" : "stage \(text(contact.stage, 40))"]
        let known = parts.filter { !$0.isEmpty }.joined(separator: ", ")
        return "\(known), updated \(contact.updatedAt.utcDay)\(contact.notes.isEmpty ? "" : ", notes: \(text(contact.notes, 300))")"
    }

    private func deal(_ deal: DealFact) -> String {
        let parts = [
            text(deal.customer, 80), text(deal.product, 80), deal.status, deal.amount,
            deal.expectedCloseDate.map { "expected close \($0)" } ?? "", deal.reasonFailed.isEmpty ? "" : "reason: \(text(deal.reasonFailed, 200))",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private var progress: String {
        let counts = context.progress
        return
            "progress: \(counts.leadsGenerated) leads, \(counts.meetingsCompleted) meetings, "
            + "\(counts.dealsClosed) deals closed, \(counts.tasksCompleted) tasks completed"
    }

    private func section<Fact>(_ title: String, _ facts: [Fact], of tally: Tally? = nil, _ line: (Fact) -> String) -> String {
        if facts.isEmpty { return tally.map { !$0.isNone } == true ? "\(title): not shown here" : "\(title): none" }
        return "\(title):\n\(Wording.bullets(facts, limit: Self.listLimit, of: tally, line))"
    }

    private var contactTally: Tally { Tally(known: context.contacts.count, isExact: !context.mayLackContacts) }
    private var dealTally: Tally { Tally(known: context.deals.count, isExact: !context.mayLackDeals) }

    /// ` (18 of 42 leads and 2 of 9 customers shown)`; empty where the list held is whole.
    private var contactsShown: String {
        guard let totals = context.totals, context.mayLackContacts else { return "" }
        let shown = context.contacts.prefix(Wording.shownCount(of: context.contacts.count, limit: Self.listLimit))
        let (leads, customers) = (shown.count(where: \.isLead), shown.count(where: \.isCustomer))
        return " (\(leads) of \(totals.leads) leads and \(customers) of \(totals.customers) customers shown)"
    }

    private var dealsShown: String {
        guard let totals = context.totals, context.mayLackDeals else { return "" }
        let shown = context.deals.prefix(Wording.shownCount(of: context.deals.count, limit: Self.listLimit))
        let (open, won) = (shown.count { $0.status == "open" }, shown.count { $0.status == "won" })
        return " (\(open) of \(totals.openDeals) open and \(won) of \(totals.wonDeals) won deals shown)"
    }

    private func field(_ title: String, _ words: [String]) -> String {
        words.isEmpty ? "" : "\(title): \(Wording.list(words.map { text($0, 80) }, limit: 20))"
    }

    private func text(_ value: String, _ limit: Int = 160) -> String { PromptText.line(value, limit: limit) }

    private static let listLimit = 20
}
