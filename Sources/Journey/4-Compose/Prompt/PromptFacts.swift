import Domain

/// A person's records as lines for a model, each list bounded.
struct PromptFacts {
    private let context: PersonContext

    init(_ context: PersonContext) { self.context = context }

    /// The business and its records.
    var all: String {
        var lines = PromptLines()
        business(&lines)
        records(&lines)
        return lines.text
    }

    private func business(_ lines: inout PromptLines) {
        guard let profile = context.profile else { return lines.begin("business profile: none yet; ask the person to fill it in") }
        lines.begin("business: \(text(profile.businessType))")
        field("products", profile.products, &lines)
        lines.begin("tone: \(text(profile.tone, 60))")
        lines.begin("daily goal: \(text(profile.dailyGoal, 300))")
        field("keywords", profile.keywords, &lines)
    }

    private func records(_ lines: inout PromptLines) {
        lines.begin("today: \(context.today) (\(DayText.long(context.today)))")
        if !context.name.isEmpty { lines.begin("person: \(text(context.name, 60))") }
        lines.section("tasks due today", context.tasksToday, limit: Self.listLimit, of: context.todayTally) { task, line in
            line.add(text(task.title))
            line.add(" [\(task.status)]")
            line.add(linked(task))
        }
        lines.section("overdue tasks", context.tasksOverdue, limit: Self.listLimit, of: context.overdueTally) { task, line in
            line.add(text(task.title))
            line.add(", due \(task.dueDate?.description ?? "unknown")")
            line.add(linked(task))
        }
        if !context.doneToday.isEmpty {
            lines.section("tasks completed today", context.doneToday, limit: Self.listLimit) { task, line in
                line.add(text(task.title))
                line.add(linked(task))
            }
        }
        lines.section("contacts\(contactsShown)", context.contacts, limit: Self.listLimit, of: contactTally, contact)
        lines.section("deals\(dealsShown)", context.deals, limit: Self.listLimit, of: dealTally, deal)
        lines.section("targets", context.targets, limit: Self.listLimit) { target, line in
            line.add(text(target.product))
            line.add(": \(target.achieved) of \(target.target), \(target.gap) to go")
        }
        lines.begin(progress)
    }

    func history(limit: Int) -> String {
        var lines = PromptLines()
        lines.section("last messages, newest first", Array(context.messages.prefix(limit)), limit: Self.listLimit) { message, line in
            line.add("[")
            line.add(message.kind.name)
            line.add(", ")
            line.add(message.createdAt.utcDay.description)
            line.add("] ")
            line.add(text(message.body, 600))
        }
        return lines.text
    }

    /// What the person noted elsewhere; in a chat the other messages are turns of their own.
    var notes: String {
        var lines = PromptLines()
        let notes = Array(context.messages.filter { $0.kind == .note }.prefix(5))
        lines.section("notes, newest first", notes, limit: Self.listLimit) { $1.add(text($0.body, 600)) }
        return lines.text
    }

    private func contact(_ contact: ContactFact, _ line: inout PromptLines) {
        line.add(part: text(contact.name, 80))
        line.add(part: text(contact.company, 80))
        line.add(part: text(contact.stage, 40), named: "stage ")
        let last = contact.lastContactAt.utcDay
        // What waits for the contact's hours counts for the day on which it goes out.
        line.add(last > context.today ? ", a message to them goes out on " : ", no contact since ")
        line.add(last.description)
        guard !contact.notes.isEmpty else { return }
        line.add(", notes: ")
        line.add(text(contact.notes, 300))
    }

    private func deal(_ deal: DealFact, _ line: inout PromptLines) {
        line.add(part: text(deal.customer, 80))
        line.add(part: deal.contactName == deal.customer ? "" : text(deal.contactName, 80), named: "contact ")
        line.add(part: text(deal.product, 80))
        line.add(part: deal.status)
        line.add(part: deal.amount)
        line.add(part: deal.expectedCloseDate?.description ?? "", named: "expected close ")
        line.add(part: deal.reasonFailed.isEmpty ? "" : text(deal.reasonFailed, 200), named: "reason: ")
    }

    /// `, about Dana Weber`; empty where it is about nobody or says so itself.
    private func linked(_ task: TaskFact) -> String {
        task.namesContact ? "" : ", about \(text(task.contactName, 80))"
    }

    private var progress: String {
        let counts = context.progress
        return
            "progress: \(counts.leadsGenerated) leads, \(counts.meetingsCompleted) meetings, "
            + "\(counts.dealsClosed) deals closed, \(counts.tasksCompleted) tasks completed"
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

    private func field(_ title: String, _ words: [String], _ lines: inout PromptLines) {
        if !words.isEmpty { lines.begin("\(title): \(Wording.list(words.map { text($0, 80) }, limit: 20))") }
    }

    private func text(_ value: String, _ limit: Int = 160) -> String { PromptText.line(value, limit: limit) }

    static let listLimit = 20
}
