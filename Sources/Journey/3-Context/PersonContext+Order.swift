import Domain

extension PersonContext {
    /// With what the agent is to speak of first at the beginning of long lists: a model is shown no more than these.
    func inOrder(of agent: AgentType) -> PersonContext {
        var context = self
        if contacts.count > PromptFacts.listLimit { context.contacts = beginning(with: firstContacts(for: agent), contacts, \.id) }
        if deals.count > PromptFacts.listLimit { context.deals = beginning(with: firstDeals(for: agent), deals, \.id) }
        return context
    }

    private func firstContacts(for agent: AgentType) -> [ContactFact] {
        switch agent {
        case .nurture: leadsByAge
        case .upsell: customersByAge
        default: leadsByNearness
        }
    }

    private func firstDeals(for agent: AgentType) -> [DealFact] {
        agent == .upsell ? deals.filter { $0.status == "won" } : openDealsByClose
    }

    private func beginning<Fact>(with first: [Fact], _ all: [Fact], _ id: (Fact) -> Int64) -> [Fact] {
        let ids = Set(first.map(id))
        return first + all.filter { !ids.contains(id($0)) }
    }
}
