import Synchronization

/// What models cost, as of a day.
package struct PriceList: Sendable {
    package let date: LocalDate
    private let prices: [String: [ModelPrice]]
    private let found = FoundPrices()

    /// Of two prices for a model the later one counts.
    package init(date: LocalDate, _ prices: [ModelPrice]) {
        self.date = date
        self.prices = Dictionary(grouping: prices, by: \.provider)
    }

    /// With the prices of another list going before.
    package func overridden(by other: PriceList) -> PriceList {
        PriceList(date: max(date, other.date), Array(prices.values.joined()) + other.prices.values.joined())
    }

    /// Nil where nobody has said. The name that says most of the model's counts, and then the provider's own price.
    package func price(of writer: WriterName) -> ModelPrice? { found.price(of: writer, orFind: find) }

    private func find(_ writer: WriterName) -> ModelPrice? {
        guard let model = writer.model else { return nil }
        let provider = Self.whoseModels[writer.provider] ?? writer.provider
        let others = provider == writer.provider ? [] : prices[provider] ?? []
        let covering = (others + (prices[writer.provider] ?? [])).filter { $0.covers(model) }
        let longest = covering.map(\.model.count).max()
        return covering.last { $0.model.count == longest }
    }

    /// Providers that sell another one's models, or the same in another wire format.
    private static let whoseModels = ["openai-responses": "openai", "azure": "openai"]

    /// Writing offline costs nothing.
    package func cost(of uses: [TokenUse]) -> Cost {
        uses.reduce(into: Cost()) { cost, use in
            guard !use.writer.isOffline else { return }
            guard let price = price(of: use.writer) else {
                return cost.unpricedTokens = cost.unpricedTokens.addingSaturated(use.input).addingSaturated(use.output)
            }
            cost.nanodollars = cost.nanodollars.addingSaturated(price.cost(of: CallTokens(input: use.input, output: use.output)))
        }
    }
}

extension PriceList: Equatable {
    package static func == (left: PriceList, right: PriceList) -> Bool { left.date == right.date && left.prices == right.prices }
}

/// Prices that were asked for: each call to a model asks, and models are few.
private final class FoundPrices: Sendable {
    private static let most = 256
    private let prices = Mutex<[WriterName: ModelPrice?]>([:])

    func price(of writer: WriterName, orFind find: (WriterName) -> ModelPrice?) -> ModelPrice? {
        if let known = prices.withLock({ $0[writer] }) { return known }
        let price = find(writer)
        prices.withLock {
            if $0.count >= Self.most { $0.removeAll() }
            $0[writer] = .some(price)
        }
        return price
    }
}
