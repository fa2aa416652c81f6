import Domain

/// Deals by whom they are with: by the contact they belong to, and where they belong to none by what they call their customer.
struct DealsOfContacts {
    private let linked: [Int64: [DealFact]]
    private let unlinked: [String: [DealFact]]
    private let all: [String: [DealFact]]

    init(_ deals: some Sequence<DealFact>) {
        let deals = Array(deals)
        linked = Dictionary(grouping: deals.filter { $0.contact != nil }) { $0.contact ?? 0 }
        unlinked = Dictionary(grouping: deals.filter { $0.contact == nil }) { $0.customer.lowercased() }
        all = Dictionary(grouping: deals) { $0.customer.lowercased() }
    }

    /// What a contact has, and what its company has, whichever colleague it belongs to.
    subscript(contact: ContactFact) -> [DealFact] { with(contact.id, named: contact.name, of: contact.company) }

    func with(_ contact: Int64?, named name: String, of company: String) -> [DealFact] {
        let own = contact.map { linked[$0] ?? [] } ?? []
        let named = unlinked[name.lowercased()] ?? []
        guard !company.isEmpty else { return own + named }
        var seen: Set<Int64> = []
        return (own + named + (all[company.lowercased()] ?? [])).filter { seen.insert($0.id).inserted }
    }
}
