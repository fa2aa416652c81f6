import Domain

/// Someone who has bought: a contact in the stage customer, or the customer of a won deal.
struct Customer {
    let label: String
    /// To stand among others in a sentence.
    let inline: String
    /// Lower-cased names by which deals may call this customer.
    let names: [String]
    /// Nil for one known from deals alone.
    let contact: Int64?
    private let company: String

    private init(_ contact: ContactFact, called others: [String] = []) {
        label = contact.label
        inline = contact.inline
        names = ([contact.name, contact.company] + others).filter { !$0.isEmpty }.map { $0.lowercased() }.withoutRepeats
        self.contact = contact.id
        company = contact.company
    }

    private init(_ deal: DealFact) {
        label = deal.customerLabel
        inline = deal.customerLabel
        names = [deal.customer.lowercased()]
        contact = deal.contact
        company = deal.customer
    }

    /// Contacts the longest untouched first, then customers known from won deals only. Who was lost since is none any more.
    static func all(in context: PersonContext) -> [Customer] {
        var customers = context.customersByAge.map { Customer($0) }
        var names = Set(customers.flatMap(\.names))
        var ids = Set(customers.compactMap(\.contact))
        let people = Dictionary(context.contacts.map { ($0.id, $0) }) { first, _ in first }
        let lost = Set(context.contacts.filter(\.isLost).map { $0.name.lowercased() })
        for deal in context.deals where deal.status == "won" {
            let isNew = deal.contact.map { ids.insert($0).inserted } ?? true
            guard names.insert(deal.customer.lowercased()).inserted, isNew else { continue }
            guard deal.contactStage != "lost", deal.contact != nil || !lost.contains(deal.customer.lowercased()) else { continue }
            let customer = deal.contact.flatMap { people[$0] }.map { Customer($0, called: [deal.customer]) } ?? Customer(deal)
            names.formUnion(customer.names)
            customers.append(customer)
        }
        return customers
    }

    /// What was bought and what is open.
    func deals(in deals: DealsOfContacts) -> [DealFact] { deals.with(contact, named: names.first ?? "", of: company) }
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
        let deals = DealsOfContacts(context.deals.filter { $0.status != "lost" })
        return customers.compactMap { offer(of: products, to: $0, deals: $0.deals(in: deals)) }
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
