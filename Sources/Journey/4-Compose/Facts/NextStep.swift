import Domain

/// A concrete next action on a named customer, which brings a sale nearer.
struct NextStep {
    let customer: String
    private let subject: Subject

    private enum Subject {
        case deal(DealFact)
        case lead(ContactFact)
    }

    /// Open deals by expected close, then leads past the first contact with whom no deal is open.
    static func steps(for context: PersonContext) -> [NextStep] {
        let deals = context.openDealsByClose
        let owned = DealsOfContacts(deals)
        let leads = context.leadsByNearness.filter { Stage.isPastFirstContact($0) && owned[$0].isEmpty }
        return deals.map { NextStep(customer: $0.customerLabel, subject: .deal($0)) }
            + leads.map { NextStep(customer: $0.inline, subject: .lead($0)) }
    }

    func line(seed: UInt64, today: LocalDate) -> String {
        switch subject {
        case .deal(let deal): "\(deal.line(today: today)). Next: \(choose(Self.actions(on: deal, today: today), id: deal.id, seed: seed))"
        case .lead(let lead): "\(lead.line(today: today)). Next: \(choose(Self.actions(at: lead.stage), id: lead.id, seed: seed))"
        }
    }

    private func choose(_ actions: [String], id: Int64, seed: UInt64) -> String {
        actions[SplitMix64.pick(actions.count, seed: seed, salt: UInt64(bitPattern: id) &+ 5)]
    }

    private static func actions(on deal: DealFact, today: LocalDate) -> [String] {
        guard let day = deal.expectedCloseDate else {
            return [
                "call and agree on a closing date", "visit and ask what is still missing for a yes", "send the quote and fix a day to talk it over",
            ]
        }
        return day < today
            ? ["call and ask for a decision or a new date", "visit and find out what holds it up", "send a revised quote with a new date"]
            : ["call and confirm the date", "visit and settle the last open points", "send the final quote and ask for a yes"]
    }

    private static func actions(at stage: String) -> [String] {
        switch stage {
        case "negotiation": ["call and settle the open points", "visit and ask for the order", "send the final quote with a date for the answer"]
        case "proposal":
            [
                "call and ask what they think of the quote", "visit and go through the proposal together",
                "send a short summary and ask for a decision",
            ]
        case "qualified": ["send a quote", "call and agree on a meeting for the proposal", "visit and find out who decides"]
        default: ["call and agree on the next step", "visit and ask what they need to decide", "send a quote and fix a day to talk it over"]
        }
    }
}
