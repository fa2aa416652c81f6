import Domain
import Mustache

/// What the templates of an agent may name, worded on first use.
///
/// A class, as Mustache keeps it in an `Any`, where a large struct would be copied to the heap each time. Lives within one message.
final class MessageFacts: PhrasingFacts {
    /// What must hold for a paragraph to be written.
    enum Need: PhrasingNeed {
        case always, noProfile, dailyGoal
        case tasksToday, doneToday, tasksOverdue, nothingDue, freeForLead
        case openDeals, leads, noLeads, lostDeals, nothingOpen
        case closable, oneClosable, severalClosable, nothingClosable, noneSeenClosable
        case customers, noCustomers, noneSeenCustomers, fittingProducts, nothingFitting, noProducts
        case targetGaps, targetsReached, keyword
    }

    let context: PersonContext
    let seed: UInt64
    private(set) lazy var pendingToday = context.pendingToday
    private(set) lazy var leads = context.leadsByNearness
    private(set) lazy var nextSteps = NextStep.steps(for: context)
    private(set) lazy var customers = Customer.all(in: context)
    private(set) lazy var offers = ProductOffer.offers(to: customers, in: context)
    private(set) lazy var lostDeals = context.deals.filter { $0.status == "lost" }
    private(set) lazy var openDeals = context.openDealsByClose
    private(set) lazy var gaps = context.targets.filter { $0.gap > 0 }.sorted { ($0.percent, $0.id) < ($1.percent, $1.id) }

    var stepTally: Tally {
        let heldAll = !context.lacksLeads && context.openDealTally.known == context.openDeals.count
        return Tally(known: max(nextSteps.count, context.openDealTally.known), isExact: heldAll)
    }
    var customerTally: Tally { context.customerTally(held: customers.count) }
    var offerTally: Tally { Tally(known: offers.count, isExact: customerTally.isExact) }

    init(_ context: PersonContext, seed: UInt64) {
        self.context = context
        self.seed = seed
    }

    func holds(_ need: Need) -> Bool {
        switch need {
        case .always: true
        case .noProfile: context.profile == nil
        case .dailyGoal: !goal.isEmpty
        case .keyword: !keyword.isEmpty
        case .tasksToday: !pendingToday.isEmpty
        case .doneToday: !context.doneToday.isEmpty
        case .tasksOverdue: !context.tasksOverdue.isEmpty
        case .nothingDue: context.nothingDue
        case .freeForLead: holds(.nothingDue) && !leads.isEmpty
        case .leads: !leads.isEmpty
        case .noLeads: context.leadTally.isNone
        case .openDeals: !openDeals.isEmpty
        case .closable: !nextSteps.isEmpty
        case .oneClosable: stepTally.isExact && nextSteps.count == 1
        case .severalClosable: !nextSteps.isEmpty && !holds(.oneClosable)
        case .nothingClosable: stepTally.isNone
        case .noneSeenClosable: nextSteps.isEmpty && !stepTally.isNone
        case .lostDeals: !lostDeals.isEmpty
        case .nothingOpen: context.nothingDue && context.leadTally.isNone && context.openDealTally.isNone
        case .customers: !customers.isEmpty
        case .noCustomers: customerTally.isNone
        case .noneSeenCustomers: customers.isEmpty && !customerTally.isNone
        case .fittingProducts: !offers.isEmpty
        case .nothingFitting: !customers.isEmpty && offers.isEmpty && hasProducts
        case .noProducts: !customers.isEmpty && !hasProducts
        case .targetGaps: !gaps.isEmpty
        // What is still to be reached is held first.
        case .targetsReached: gaps.isEmpty && context.targets.contains(where: \.isReached)
        }
    }

    private var hasProducts: Bool { context.profile?.products.contains { !$0.isEmpty } == true }
    private(set) lazy var goal = PlainText.phrase(context.profile?.dailyGoal ?? "", limit: 160)
    private(set) lazy var keyword = picked(from: context.profile?.keywords, salt: 3)

    /// One of the person's own words, by the seed; empty where there is none.
    private func picked(from words: [String]?, salt: UInt64) -> String {
        guard let words, !words.isEmpty else { return "" }
        return PlainText.phrase(words[SplitMix64.pick(words.count, seed: seed, salt: salt)], limit: 60)
    }
}
