import Domain

extension MessageFacts {
    /// Every name a template may use; a list is worded whole, one line an item.
    func child(named name: String) -> Any? {
        switch name {
        case "addressed": context.name.isEmpty ? "" : ", \(personName)"
        case "called": context.name.isEmpty ? "" : "\(personName). "
        case "today": DayText.long(context.today)
        case "goal": goal
        case "keyword": keyword
        case "business": PlainText.line(context.profile?.businessType ?? "", limit: 80)
        case "tasks": Wording.bullets(pendingToday, limit: 3, \.line)
        case "tasks_count": Wording.count(pendingToday.count, "task")
        case "tasks_are": Wording.count(pendingToday.count, "task is", "tasks are")
        case "first_task": pendingToday.first.map { PlainText.line($0.title) } ?? ""
        case "done": doneTitles
        case "overdue": Wording.bullets(context.tasksOverdue, limit: 3) { $0.overdueLine(today: context.today) }
        case "overdue_count": Wording.count(context.tasksOverdue.count, "overdue task")
        case "overdue_are": Wording.count(context.tasksOverdue.count, "task is", "tasks are")
        case "first_lead": leads.first?.labelWithStage ?? ""
        case "leads": Wording.list(leads.prefix(3).map(\.labelWithStage) + moreLeads)
        case "leads_count": Wording.count(context.leadCount(held: leads.count), "lead")
        case "ideas": NurtureIdea.lines(for: self)
        case "steps": Wording.bullets(nextSteps, limit: 4) { $0.line(seed: seed, today: context.today) }
        case "steps_count": Wording.count(nextSteps.count, "opportunity", "opportunities")
        case "first_step": nextSteps.first?.customer ?? ""
        case "lost": lostDeals.first?.lostLine ?? ""
        case "customers": Wording.list(customers.map(\.label), limit: 3)
        case "offers": Wording.bullets(offers, limit: 3) { $0.line(seed: seed) }
        case "offers_count": Wording.count(offers.count, "customer")
        case "first_offer": offers.first?.customer ?? ""
        case "gaps": Wording.list(gaps.map(\.gapPhrase), limit: 2)
        case "reached": Wording.list(context.targets.map(\.label), limit: 3)
        default: nil
        }
    }

    private var personName: String { PlainText.line(context.name, limit: 60) }
    private var moreLeads: [String] { leads.count > 3 ? ["\(context.leadCount(held: leads.count) - 3) more"] : [] }

    private var doneTitles: String {
        Wording.list(context.tasksToday.filter { $0.status == "done" }.map { PlainText.line($0.title) }, limit: 3)
    }
}
