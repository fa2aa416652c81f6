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
        case "tasks": Wording.bullets(pendingToday, limit: 3, of: context.pendingTodayTally, \.line)
        case "tasks_count": context.pendingTodayTally.text("task")
        case "tasks_are": context.pendingTodayTally.opening("task is", "tasks are")
        case "first_task": pendingToday.first.map { PlainText.line($0.title) } ?? ""
        case "done": doneTitles
        case "overdue": Wording.bullets(context.tasksOverdue, limit: 3, of: context.overdueTally) { $0.overdueLine(today: context.today) }
        case "overdue_count": context.overdueTally.text("overdue task")
        case "overdue_are": context.overdueTally.opening("task is", "tasks are")
        case "deals": Wording.bullets(openDeals, limit: 3, of: context.openDealTally) { $0.line(today: context.today) }
        case "deals_count": context.openDealTally.text("open deal")
        case "deals_are": context.openDealTally.opening("deal is", "deals are")
        case "first_lead": leads.first?.labelWithStage ?? ""
        case "leads": Wording.list(leads.prefix(3).map(\.labelWithStage) + moreLeads)
        case "leads_count": context.leadTally.text("lead")
        case "ideas": NurtureIdea.lines(for: self)
        case "steps": Wording.bullets(nextSteps, limit: 4, of: stepTally) { $0.line(seed: seed, today: context.today) }
        case "steps_count": stepTally.text("opportunity", "opportunities")
        case "first_step": nextSteps.first?.customer ?? ""
        case "lost": lostDeals.first?.lostLine ?? ""
        case "lost_are": lostSummary
        case "lost_deal": context.lostDealTally.isOne ? "lost deal" : "last lost deal"
        case "customers": customerLabels
        case "offers": Wording.bullets(offers, limit: 3, of: offerTally) { $0.line(seed: seed) }
        case "offers_count": offerTally.text("customer")
        case "first_offer": offers.first?.customer ?? ""
        case "gaps": Wording.list(gaps.map(\.gapPhrase), limit: 2)
        case "reached": reachedLabels
        default: nil
        }
    }

    private var personName: String { PlainText.line(context.name, limit: 60) }
    private var moreLeads: [String] { [context.leadTally.rest(after: min(3, leads.count))].filter { !$0.isEmpty } }

    /// Only of those held is it known what they have bought.
    private var customerLabels: String {
        guard !customerTally.isExact else { return Wording.list(customers.map(\.inline), limit: 3) }
        return Wording.list(customers.prefix(3).map(\.inline) + (customers.count > 3 ? ["others"] : []))
    }

    /// `One deal was lost`, `3 deals were lost, the last one`, for what was lost to follow.
    private var lostSummary: String {
        let tally = context.lostDealTally
        return tally.isOne ? "One deal was lost" : "\(tally.opening("deal was", "deals were")) lost, the last one"
    }

    private var reachedLabels: String {
        let labels = context.targets.filter(\.isReached).map(\.label)
        guard context.mayLackTargets else { return Wording.list(labels, limit: 3) }
        return Wording.list(labels.prefix(3) + ["others"])
    }

    private var doneTitles: String {
        Wording.list(context.doneToday.map(\.label), limit: 3)
    }
}
