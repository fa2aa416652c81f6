import Domain

extension ChatAnswerer {
    /// What products cost, as far as the catalogue says; nil where the words name none and may mean something else.
    func prices(_ question: PriceQuestion, among catalogue: [ProductFact]) -> ChatReply? {
        let all = Offer.all(in: context, catalogue)
        guard !question.words.isEmpty else { return offer(all, isAboutPrices: true) }
        let found = Offer.named(in: question, among: all)
        guard let offer = found.first else {
            guard question.isCertain else { return nil }
            let words = PlainText.line(question.words.joined(separator: " "), limit: 80)
            let known = all.isEmpty ? "" : "Known: \(Wording.list(all.map(\.label), limit: 8))."
            return ChatReply("I find no product with the words “\(words)”.", "No product on record has the words “\(words)”.", body: known)
        }
        guard found.count == 1 else {
            return ChatReply("These fit:", "Several products fit:", body: Wording.bullets(found, limit: 8, \.priceLine))
        }
        guard let price = offer.price else {
            return ChatReply(
                "No price is recorded for \(offer.label).", "The records hold no price of \(offer.label).", body: Self.intoCatalogue)
        }
        return ChatReply("\(offer.label) costs \(price).", "The price of \(offer.label) is \(price).")
    }

    /// What the business sells; nil where neither profile nor catalogue says.
    func offer(_ catalogue: [ProductFact]) -> ChatReply? { offer(Offer.all(in: context, catalogue), isAboutPrices: false) }

    private func offer(_ offers: [Offer], isAboutPrices: Bool) -> ChatReply? {
        guard !offers.isEmpty else { return nil }
        let lacks = isAboutPrices && offers.allSatisfy { $0.price == nil }
        let lines = Wording.bullets(offers, limit: 12, isAboutPrices && !lacks ? \.priceLine : \.line)
        let count = Wording.count(offers.count, "product")
        return ChatReply(
            lacks ? "No price is recorded for any of your \(count):" : "You offer \(count):",
            lacks ? "The records hold no price of your \(count):" : "Your products (\(offers.count)):",
            body: lacks ? "\(lines)\n\(Self.intoCatalogue)" : lines)
    }

    private static let intoCatalogue = "Prices are kept in the catalogue: `crm-agent import products FILE.csv`, or `POST /api/v1/products`."
}

/// Something that the business sells, by its profile or its catalogue.
private struct Offer {
    let label: String
    /// `EUR 49 per month`; nil where none is recorded.
    let price: String?
    private let words: [String]
    private let sku: [String]

    var line: String { price.map { "\(label): \($0)" } ?? label }
    var priceLine: String { "\(label): \(price ?? "no price recorded")" }

    private init(_ name: String, _ product: ProductFact?) {
        label = PlainText.line(name, limit: 80)
        words = MessageWords.split(name)
        sku = MessageWords.split(product?.sku ?? "")
        price = product.flatMap { product in
            product.priceMinor.map {
                let unit = product.unit.isEmpty ? "" : " per \(PlainText.line(product.unit, limit: 40))"
                let currency = PlainText.line(product.currency, limit: 3)
                return MoneyText.amount($0, currency: currency) + (currency.isEmpty ? " (no currency recorded)" : "") + unit
            }
        }
    }

    /// Those of the profile first, each with what the catalogue knows of it, then what the catalogue has besides.
    static func all(in context: PersonContext, _ catalogue: [ProductFact]) -> [Offer] {
        let offered = (context.profile?.products ?? []).filter { !$0.trimmed.isEmpty }
        let known = Dictionary(catalogue.map { ($0.name.caseFolded, $0) }) { first, _ in first }
        let names = Set(offered.map(\.caseFolded))
        return offered.map { Offer($0, known[$0.caseFolded]) }
            + catalogue.filter { !names.contains($0.name.caseFolded) }.map { Offer($0.name, $0) }
    }

    /// Those whose whole name or article number is said, else those that have all of the words, in any order.
    static func named(in question: PriceQuestion, among offers: [Offer]) -> [Offer] {
        let whole = named(by: [\.words, \.sku], in: question.said, among: offers)
        if !whole.isEmpty { return whole }
        return offers.filter { offer in question.words.allSatisfy { word in offer.words.contains { isSame($0, word) } } }
    }

    /// Those that are said as a whole, in their order. Of "Engine" and "Booking Engine" the longer one is meant, unless both are said.
    private static func named(by parts: [KeyPath<Offer, [String]>], in said: MessageWords, among offers: [Offer]) -> [Offer] {
        let lengths = Set(offers.flatMap { offer in parts.map { offer[keyPath: $0].count } }).subtracting([0])
        var taken: [Range<Int>] = []
        var found: Set<Int> = []
        for length in lengths.sorted(by: >) {
            let longer = taken
            for (index, offer) in offers.enumerated() {
                for words in parts.map({ offer[keyPath: $0] }) where words.count == length {
                    guard let range = said.range(of: words, where: { range in !longer.contains { $0.overlaps(range) } }) else { continue }
                    taken.append(range)
                    found.insert(index)
                }
            }
        }
        return found.sorted().map { offers[$0] }
    }

    private static func isSame(_ own: String, _ said: String) -> Bool {
        own == said || own + "s" == said || own + "es" == said || own == said + "s"
    }
}
