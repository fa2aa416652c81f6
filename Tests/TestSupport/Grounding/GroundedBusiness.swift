package import Domain

/// A small business with one contact, and what is known of both; sentences about them are true by these facts.
package struct GroundedBusiness: Sendable {
    package var kind: String
    package var sender: String
    package var contact: String
    package var company: String
    package var products: [Product]
    /// The product of the open deal, and what it amounts to.
    package var deal: Product
    package var dealAmount: Int64
    package var currency: String
    package var site: String
    package var email: String
    package var phone: String
    package var street: String
    /// What the profile grants to everybody, and words for it.
    package var grant: String
    package var seats: Int
    package var unit: String
    /// What the contact wrote.
    package var wrote: String

    package struct Product: Sendable, Equatable {
        package var name: String
        package var price: Int64
        package var per: String
    }

    package static let today = LocalDate(year: 2026, month: 3, day: 4)
    /// When the deal is to be decided: Thursday 12 March.
    package static let dealDay = today.adding(days: 8)
    /// The next appointment: Monday 9 March.
    package static let meetingDay = today.adding(days: 5)
    /// When the contact wrote: Friday 27 February.
    package static let wroteDay = today.adding(days: -5)

    package var sheet: FactSheet {
        FactSheet(
            [
                Fact(
                    id: "profile", text: "\(kind). We offer \(grant). \(site) \(email) Call \(phone). Visit us at \(street).",
                    names: [sender, kind]),
                Fact(
                    id: "contact:7", text: "\(contact), \(company). Has \(seats) \(unit).",
                    names: [contact, company] + contact.split(separator: " ").map(String.init)),
                Fact(
                    id: "deal:1", text: "\(deal.name), open", amounts: [.init(thousandths: dealAmount * 1000, currency: currency)],
                    dates: [Self.dealDay],
                    names: [deal.name], subject: deal.name),
                Fact(id: "task:3", text: "meeting", dates: [Self.meetingDay]),
                Fact(id: "message:4", origin: .contact, text: wrote, day: Self.wroteDay, dates: [Self.wroteDay]),
            ]
                + products.enumerated().map { index, product in
                    Fact(
                        id: "product:\(index + 1)", text: product.name,
                        amounts: [.init(thousandths: product.price * 1000, currency: currency, per: product.per)], names: [product.name],
                        subject: product.name)
                }, today: Self.today)
    }

    /// The same as what a message to the contact may draw on.
    package var context: ContactContext {
        let facts = (products + [deal]).enumerated().dropLast().map { index, product in
            ProductFact(id: Int64(index + 1), name: product.name, priceMinor: product.price * 100, currency: currency, unit: product.per)
        }
        return ContactContext(
            person: Person(workspace: .first, user: 1), sender: sender, today: Self.today,
            profile: BusinessProfile(businessType: kind, keywords: [grant, site, email, "Call \(phone)", street]),
            contact: ContactFact(id: 7, name: contact, company: company, notes: "Has \(seats) \(unit)", updatedAt: Timestamp(milliseconds: 0)),
            deals: [
                DealFact(
                    id: 1, customer: company, product: deal.name, amountMinor: dealAmount * 100, currency: currency, expectedCloseDate: Self.dealDay)
            ],
            tasks: [ContactTask(id: 3, kind: "meeting", title: "Meet", dueDate: Self.meetingDay)],
            messages: [ContactMessage(id: 4, isInbound: true, body: wrote, day: Self.wroteDay)], products: facts)
    }

    package static let all = [
        GroundedBusiness(
            kind: "hotel software", sender: "Dana", contact: "Robin Vale", company: "Harbour Hotel",
            products: [Product(name: "Booking Engine", price: 149, per: "month"), Product(name: "Revenue Reports", price: 39, per: "month")],
            deal: Product(name: "Channel Manager", price: 0, per: ""), dealAmount: 12_500, currency: "EUR", site: "https://stayright.example/tour",
            email: "dana@stayright.example", phone: "+49 30 5550 1234", street: "12 Harbour Street", grant: "a free trial for 30 days", seats: 45,
            unit: "rooms",
            wrote: "Does it work with our tills? Could we have 40% off?"),
        GroundedBusiness(
            kind: "speciality food wholesale", sender: "Marta Lind", contact: "Sam Hill", company: "Northside Bakery",
            products: [Product(name: "Olive oil", price: 58, per: "case"), Product(name: "Sourdough crackers", price: 24, per: "box")],
            deal: Product(name: "Aged cheddar", price: 0, per: ""), dealAmount: 1840, currency: "USD", site: "www.goodlarder.example",
            email: "orders@goodlarder.example",
            phone: "(212) 555-0147", street: "8 Mill Lane", grant: "5% off the first order", seats: 3, unit: "counters",
            wrote: "I liked the tasting. Will you refund what we do not sell?"),
        GroundedBusiness(
            kind: "solar installation", sender: "Ola", contact: "Ines Brandt", company: "Brandt Dairy",
            products: [Product(name: "SunRoof 300", price: 4200, per: ""), Product(name: "Battery Box", price: 2950, per: "")],
            deal: Product(name: "Barn Array", price: 0, per: ""), dealAmount: 31_900, currency: "GBP", site: "https://brightbarn.example",
            email: "ola@brightbarn.example", phone: "020 7946 0321", street: "3 Field Road", grant: "a warranty of 10 years", seats: 120,
            unit: "panels",
            wrote: "We have 2 barns. I hope for free installation."),
        GroundedBusiness(
            kind: "language school", sender: "Priya", contact: "Tom Okafor", company: "Riverside Clinic",
            products: [Product(name: "Evening Course", price: 320, per: "term"), Product(name: "Medical English", price: 75, per: "lesson")],
            deal: Product(name: "Team Course", price: 0, per: ""), dealAmount: 5600, currency: "CHF", site: "https://wellsaid.example/courses",
            email: "hello@wellsaid.example", phone: "+41 44 668 18 00", street: "27 Station Road", grant: "a refund within 14 days", seats: 16,
            unit: "nurses",
            wrote: "Our nurses work shifts. Is there a discount for groups?"),
    ]
}
