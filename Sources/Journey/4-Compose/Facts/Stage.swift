import Domain
import Storage

/// What the usual stages of a pipeline mean for the order of work. Stages are free text, so every rule here has an answer for an unknown one.
enum Stage {
    /// Up to and including the first contact.
    static let firstContact = ["lead", "new", "contacted"]

    /// Whether the agents know what it means.
    static func isUsual(_ stage: String) -> Bool { stage.isEmpty || Contacts.usualStages.contains(stage) || firstContact.contains(stage) }

    /// How near to a sale, greater is nearer; an unknown stage lies in the middle of the pipeline.
    static func nearness(_ stage: String) -> Int {
        switch stage {
        case "negotiation": 6
        case "proposal": 5
        case "qualified": 3
        case "contacted": 2
        case "lead", "new": 1
        case "customer", "lost", "": 0
        default: 4
        }
    }

    static func isPastFirstContact(_ contact: ContactFact) -> Bool {
        contact.isLead && !firstContact.contains(contact.stage)
    }
}

extension PersonContext {
    /// Leads nearest to a sale first and, within a stage, the longest untouched first.
    var leadsByNearness: [ContactFact] {
        contacts.filter(\.isLead).sorted {
            (-Stage.nearness($0.stage), $0.lastContactAt, $0.id) < (-Stage.nearness($1.stage), $1.lastContactAt, $1.id)
        }
    }

    /// Leads the longest untouched first.
    var leadsByAge: [ContactFact] {
        contacts.filter(\.isLead).sorted { ($0.lastContactAt, $0.id) < ($1.lastContactAt, $1.id) }
    }

    /// Customers the longest untouched first.
    var customersByAge: [ContactFact] {
        contacts.filter(\.isCustomer).sorted { ($0.lastContactAt, $0.id) < ($1.lastContactAt, $1.id) }
    }

    var openDeals: [DealFact] { deals.filter { $0.status == "open" } }
    /// By expected close, those without a day last.
    var openDealsByClose: [DealFact] {
        openDeals.sorted { ($0.expectedCloseDate?.dayNumber ?? .max, $0.id) < ($1.expectedCloseDate?.dayNumber ?? .max, $1.id) }
    }
    var pendingToday: [TaskFact] { tasksToday.filter { $0.status == "pending" } }
}
