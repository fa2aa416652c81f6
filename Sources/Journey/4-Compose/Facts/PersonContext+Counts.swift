import Domain

/// How many there are, also where the context's lists hold only some: no message states a list's length as the whole.
extension PersonContext {
    var leadTally: Tally { tally(contacts.count(where: \.isLead), total: totals?.leads) }
    var openDealTally: Tally { tally(openDeals.count, total: totals?.openDeals) }
    var wonDealTally: Tally { tally(heldWonDeals, total: totals?.wonDeals) }
    var lostDealTally: Tally { Tally(known: deals.count { $0.status == "lost" }, isExact: !mayLackDeals) }
    /// Pending and done.
    var todayTally: Tally { tally(tasksToday.count, total: totals?.tasksToday) }
    var overdueTally: Tally { tally(tasksOverdue.count, total: totals?.tasksOverdue) }
    /// How many of today's tasks are done is known of those held only.
    var pendingTodayTally: Tally { Tally(known: pendingToday.count, isExact: todayTally.known == tasksToday.count) }
    var nothingDue: Bool { pendingTodayTally.isNone && overdueTally.isNone }

    /// Customers by stage and customers by a won deal may be the same or not, so of more than are held only a bound is known.
    func customerTally(held: Int) -> Tally {
        Tally(known: max(held, Int(totals?.customers ?? 0)), isExact: !lacksCustomers && wonDealTally.known == heldWonDeals)
    }

    /// Whether there are leads that the list does not hold.
    var lacksLeads: Bool { leadTally.known > contacts.count(where: \.isLead) }
    var lacksCustomers: Bool { Int(totals?.customers ?? 0) > contacts.count(where: \.isCustomer) }

    /// Whether there may be contacts that the list does not hold; those lost or in no stage are in no total.
    var mayLackContacts: Bool { totals != nil && (contacts.count >= Self.wholeBelow || lacksCustomers || lacksLeads) }

    /// Whether there may be deals that the list does not hold; lost ones are in no total.
    var mayLackDeals: Bool {
        totals != nil && (openDealTally.known > openDeals.count || wonDealTally.known > heldWonDeals || deals.count >= Self.wholeBelow)
    }

    /// Whether there may be targets that the list does not hold; they are in no total.
    var mayLackTargets: Bool { totals != nil && targets.count >= Self.wholeTargetsBelow }

    private var heldWonDeals: Int { deals.count { $0.status == "won" } }

    private func tally(_ held: Int, total: Int64?) -> Tally { Tally(known: max(held, Int(total ?? 0)), isExact: true) }

    /// A shorter list of contacts or deals is never cut off.
    private static let wholeBelow = 30
    private static let wholeTargetsBelow = 20
}
