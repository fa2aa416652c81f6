import Domain

/// The facts on which a message to a contact may draw, each with the id by which a model names it.
///
/// What was noted for the salesperson alone is among them: it must not be quoted, but a number from it is not invented.
enum ContactFactSheet {
    static func facts(_ context: ContactContext) -> [Fact] {
        let business = context.madeOfProfile.fact.value { profile(context) }
        return [business, contact(context.contact), noted(context.contact)] + context.deals.map { deal($0) } + context.tasks.map { task($0) }
            + context.messages.filter(\.isSent).map { message($0) } + context.products.map { product($0) }
    }

    /// The id of each of these facts.
    static func ids(_ context: ContactContext) -> Set<String> {
        let own = [profileID, id(of: context.contact), noteID(of: context.contact)]
        let others = context.deals.map { id(of: $0) } + context.tasks.map { id(of: $0) } + context.messages.filter(\.isSent).map { id(of: $0) }
        return Set(own + others + context.products.map { id(of: $0) })
    }

    private static let profileID = "profile"
    private static func id(of contact: ContactFact) -> String { "contact:\(contact.id)" }
    private static func noteID(of contact: ContactFact) -> String { "notes:\(contact.id)" }
    private static func id(of deal: DealFact) -> String { "deal:\(deal.id)" }
    private static func id(of task: ContactTask) -> String { "task:\(task.id)" }
    private static func id(of message: ContactMessage) -> String { "message:\(message.id)" }
    private static func id(of product: ProductFact) -> String { "product:\(product.id)" }

    static func sheet(_ context: ContactContext) -> FactSheet { FactSheet(facts(context), today: context.today) }

    private static func profile(_ context: ContactContext) -> Fact {
        let profile = context.profile
        let products = profile?.products ?? []
        let words = [context.sender, profile?.businessType ?? ""] + products + (profile?.keywords ?? [])
        let names = [context.sender, profile?.businessType ?? ""] + parts(of: context.sender) + products
        return Fact(id: profileID, text: lines(words), names: names.filter { !$0.isEmpty }, products: products)
    }

    private static func contact(_ contact: ContactFact) -> Fact {
        let names = [contact.name, contact.company] + parts(of: contact.name)
        return Fact(id: id(of: contact), text: lines([contact.name, contact.stage]), names: names.filter { !$0.isEmpty })
    }

    /// What came with the contact, from a form or a file as well as from the salesperson: it grants no price, discount, promise or link.
    private static func noted(_ contact: ContactFact) -> Fact {
        Fact(id: noteID(of: contact), origin: .contact, text: lines([contact.company, shown(contact.notes)]), inner: shown(contact.notes))
    }

    private static func deal(_ deal: DealFact) -> Fact {
        let amounts = deal.amountMinor.flatMap { MoneyText.thousandths($0, currency: deal.currency) }.map {
            [Fact.Amount(thousandths: $0, currency: deal.currency, isTotal: true)]
        }
        return Fact(
            id: id(of: deal), text: lines([deal.product, deal.status]), amounts: amounts ?? [],
            dates: [deal.expectedCloseDate].compactMap(\.self),
            names: [deal.product].filter { !$0.isEmpty }, subject: deal.product)
    }

    private static func task(_ task: ContactTask) -> Fact {
        Fact(id: id(of: task), text: lines([task.kind, task.title]), dates: [task.dueDate], inner: task.title)
    }

    private static func message(_ message: ContactMessage) -> Fact {
        Fact(
            id: id(of: message), origin: message.isInbound ? .contact : .own, text: shown(message.body), day: message.day,
            dates: [message.day])
    }

    private static func product(_ product: ProductFact) -> Fact {
        let price = product.priceMinor.flatMap { MoneyText.thousandths($0, currency: product.currency) }
        return Fact(
            id: id(of: product), text: lines([product.name, product.sku, product.description, product.url]),
            amounts: price.map { [Fact.Amount(thousandths: $0, currency: product.currency, per: product.unit)] } ?? [], names: [product.name],
            subject: product.name)
    }

    /// A person is called by the first name or the last one too.
    private static func parts(of name: String) -> [String] {
        name.unicodeScalars.split(whereSeparator: \.isWhiteSpace).map { String($0) }.filter { $0.count > 1 }
    }

    /// Somewhat more than a prompt shows of it.
    private static func shown(_ text: String) -> String { String(text.prefix(2000)) }

    private static func lines(_ words: [String]) -> String { words.filter { !$0.isEmpty }.joined(separator: "\n") }
}
