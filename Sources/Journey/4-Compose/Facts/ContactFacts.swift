import Domain
import Mustache

/// What the templates of a message to a contact may name, all of it from the contact's own records and the business profile.
///
/// Days are named in full and never as today or tomorrow: a draft may be sent days after it was written. The salesperson's own
/// words about the contact (notes, titles of tasks, why a deal was lost) are not among them.
///
/// A class for the reason of `MessageFacts`.
final class ContactFacts: PhrasingFacts {
    enum Need: PhrasingNeed {
        case always
        /// Who wrote last: the contact, we, or nobody so far.
        case heard, unanswered, silent
        case deal, noDeal, dealAhead, dealPast, dealUndated
        case appointment, noAppointment
        /// A product to offer, to one who has bought something or nothing; or no product.
        case offerToCustomer, offer, noOffer
        case topic, noTopic
    }

    let context: ContactContext
    let seed: UInt64

    init(_ context: ContactContext, seed: UInt64) {
        self.context = context
        self.seed = seed
    }

    func holds(_ need: Need) -> Bool {
        switch need {
        case .always: true
        case .heard: lastMessage?.isInbound == true
        case .unanswered: lastMessage?.isInbound == false
        case .silent: lastMessage == nil
        case .deal: openDeal != nil
        case .noDeal: openDeal == nil
        case .dealAhead: openDeal?.expectedCloseDate.map { $0 >= context.today } ?? false
        case .dealPast: openDeal?.expectedCloseDate.map { $0 < context.today } ?? false
        case .dealUndated: openDeal != nil && openDeal?.expectedCloseDate == nil
        case .appointment: appointment != nil
        case .noAppointment: appointment == nil
        case .offerToCustomer: !offer.isEmpty && !bought.isEmpty
        case .offer: !offer.isEmpty && bought.isEmpty
        case .noOffer: offer.isEmpty
        case .topic: !topic.isEmpty
        case .noTopic: topic.isEmpty
        }
    }

    /// Every name a template may use.
    func child(named name: String) -> Any? {
        switch name {
        case "name": PlainText.line(context.contact.name, limit: 80)
        case "company": context.contact.company == context.contact.name ? "" : PlainText.line(context.contact.company, limit: 80)
        case "today": day(context.today)
        case "sender": sender
        case "business": business
        case "signature": [sender, business].filter { !$0.isEmpty }.joined(separator: "\n")
        case "products": Wording.list(products, limit: 5)
        case "topic": topic
        case "deal": openDeal.map(Self.subject) ?? ""
        case "deal_day": openDeal?.expectedCloseDate.map(day) ?? ""
        case "deal_amount": openDeal?.amount ?? ""
        case "appointment": appointment.map { Self.appointments[$0.kind] ?? "" } ?? ""
        case "appointment_day": appointment.map { day($0.dueDate) } ?? ""
        case "bought": Wording.list(bought, limit: 3)
        case "offer": offer
        case "heard_day": sentMessages.first(where: \.isInbound).map { day($0.day) } ?? ""
        case "wrote_day": sentMessages.first { !$0.isInbound }.map { day($0.day) } ?? ""
        default: nil
        }
    }

    private(set) lazy var offer = picked(from: ProductOffer.fitting(products, deals: context.deals), salt: 13)
    private(set) lazy var topic = picked(from: keywords + products, salt: 11)
    private(set) lazy var bought = context.deals.filter { $0.status == "won" && !$0.product.isEmpty }
        .map { PlainText.line($0.product, limit: 80) }.withoutRepeats

    /// Open deals come first, the next to be decided on before the others.
    private var openDeal: DealFact? { context.deals.first.flatMap { $0.status == "open" ? $0 : nil } }
    private var appointment: ContactTask? { context.tasks.first(where: \.isAppointment) }
    private var sentMessages: [ContactMessage] { context.messages.filter(\.isSent) }
    private var lastMessage: ContactMessage? { sentMessages.first }
    private var sender: String { PlainText.line(context.sender, limit: 60) }
    private var business: String { PlainText.line(context.profile?.businessType ?? "", limit: 80) }
    private var products: [String] { texts(context.profile?.products) }
    private var keywords: [String] { texts(context.profile?.keywords) }

    private func texts(_ words: [String]?) -> [String] { (words ?? []).map { PlainText.phrase($0, limit: 80) }.filter { !$0.isEmpty } }

    private func picked(from words: [String], salt: UInt64) -> String {
        words.isEmpty ? "" : words[SplitMix64.pick(words.count, seed: seed, salt: salt)]
    }

    /// `Friday 31 January`, with the year where it is not this one.
    private func day(_ day: LocalDate) -> String { DayText.long(day, today: context.today) }

    private static func subject(of deal: DealFact) -> String { deal.product.isEmpty ? "our offer" : PlainText.line(deal.product, limit: 80) }

    /// Titles are worded for the salesperson, so a contact is told the kind.
    private static let appointments = ["meeting": "our meeting", "call": "our call", "visit": "my visit"]
}
