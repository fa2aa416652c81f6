import Domain

/// Someone who has bought: a contact in the stage customer, or the customer of a won deal.
struct Customer {
    let label: String
    /// Lower-cased names by which deals may call this customer.
    let names: [String]

    /// Contacts the longest untouched first, then customers known from won deals only.
    static func all(in context: PersonContext) -> [Customer] {
        var customers = context.customersByAge.map { contact in
            Customer(label: contact.label, names: [contact.name, contact.company].filter { !$0.isEmpty }.map { $0.lowercased() }.withoutRepeats)
        }
        var known = Set(customers.flatMap(\.names))
        for deal in context.deals where deal.status == "won" && known.insert(deal.customer.lowercased()).inserted {
            customers.append(Customer(label: deal.customerLabel, names: [deal.customer.lowercased()]))
        }
        return customers
    }
}

/// A product that a customer has neither bought nor been offered in a deal that is still open.
struct ProductOffer {
    let customer: String
    private let bought: [String]
    /// As in the profile.
    let fitting: [String]

    static func offers(to customers: [Customer], in context: PersonContext) -> [ProductOffer] {
        let products = context.profile?.products.filter { !$0.isEmpty } ?? []
        guard !products.isEmpty else { return [] }
        let deals = Dictionary(grouping: context.deals.lazy.filter { $0.status != "lost" }) { $0.customer.lowercased() }
        return customers.compactMap { customer in
            offer(of: products, to: customer, deals: customer.names.flatMap { deals[$0] ?? [] })
        }
    }

    private static func offer(of products: [String], to customer: Customer, deals: [DealFact]) -> ProductOffer? {
        let fitting = fitting(products, deals: deals)
        let bought = deals.filter { $0.status == "won" && !$0.product.isEmpty }.map { PlainText.line($0.product, limit: 80) }
        return fitting.isEmpty ? nil : ProductOffer(customer: customer.label, bought: bought.withoutRepeats, fitting: fitting)
    }

    /// Those of `products` that are in none of a customer's deals but lost ones.
    static func fitting(_ products: [String], deals: [DealFact]) -> [String] {
        let taken = Set(deals.lazy.filter { $0.status != "lost" }.map { $0.product.lowercased() })
        return products.filter { !taken.contains($0.lowercased()) }
    }

    /// `Mill Bakery (has SaaS): ask whether Support would help`.
    func line(seed: UInt64) -> String {
        let salt = UInt64(truncatingIfNeeded: customer.utf8.count) &+ 13
        let product = PlainText.line(fitting[SplitMix64.pick(fitting.count, seed: seed, salt: salt)], limit: 80)
        let question = Self.questions[SplitMix64.pick(Self.questions.count, seed: seed, salt: salt &+ 1)](product)
        return bought.isEmpty ? "\(customer): \(question)" : "\(customer) (has \(Wording.list(bought, limit: 2))): \(question)"
    }

    private static let questions: [@Sendable (String) -> String] = [
        { "ask whether \($0) would help" },
        { "find out if there is a need that \($0) meets" },
        { "show what \($0) could add" },
        { "ask how they solve today what \($0) does" },
    ]
}
