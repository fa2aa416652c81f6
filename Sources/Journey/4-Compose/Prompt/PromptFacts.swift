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
            section("tasks due today", context.tasksToday) { "\(text($0.title)) [\($0.status)]" },
            section("overdue tasks", context.tasksOverdue) { "\(text($0.title)), due \($0.dueDate?.description ?? "unknown")" },
            section("contacts", context.contacts, contact),
            section("deals", context.deals, deal),
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
            "progress: \(counts.leadsGenerated) leads, \(counts.meetingsCompleted) meetings, \(counts.dealsClosed) deals closed, \(counts.tasksCompleted) tasks completed"
    }

    private func section<Fact>(_ title: String, _ facts: [Fact], _ line: (Fact) -> String) -> String {
        facts.isEmpty ? "\(title): none" : "\(title):\n\(Wording.bullets(facts, limit: Self.listLimit, line))"
    }

    private func field(_ title: String, _ words: [String]) -> String {
        words.isEmpty ? "" : "\(title): \(Wording.list(words.map { text($0, 80) }, limit: 20))"
    }

    private func text(_ value: String, _ limit: Int = 160) -> String { PromptText.line(value, limit: limit) }

    private static let listLimit = 20
}
