import Domain

/// How many there are, also where the context's lists hold only some: no message states a list's length as the whole.
extension PersonContext {
    func leadCount(held: Int) -> Int { max(held, Int(totals?.leads ?? 0)) }
    func openDealCount(held: Int) -> Int { max(held, Int(totals?.openDeals ?? 0)) }
    func wonDealCount(held: Int) -> Int { max(held, Int(totals?.wonDeals ?? 0)) }

    /// Customers by stage and customers by a won deal may be the same or not, so of more than are held only a bound is known.
    func customerCount(held: Int) -> String {
        let known = max(held, Int(totals?.customers ?? 0))
        let isWhole = Int(totals?.customers ?? 0) <= held && Int(totals?.wonDeals ?? 0) <= deals.count
        return isWhole ? Wording.count(held, "customer") : "at least \(Wording.count(known, "customer"))"
    }

    /// Whether there are contacts that the lists do not hold.
    var hasMoreContacts: Bool {
        let held = contacts.reduce(into: (leads: 0, customers: 0)) {
            $0.leads += $1.isLead ? 1 : 0; $0.customers += $1.isCustomer ? 1 : 0
        }
        return leadCount(held: held.leads) > held.leads || Int(totals?.customers ?? 0) > held.customers || contacts.count >= 30
    }
}
