/// Asks what products cost: how much is the Booking Engine; price of X; our prices.
struct PriceQuestion {
    /// Words of the product's name, in lower case; empty for all products.
    let words: [String]
    /// Everything that was said, in which an article number may stand: BE-1 is two words.
    let said: MessageWords
    /// Whether it can mean nothing but a price: "how much is" may go on with anything.
    let isCertain: Bool

    init?(_ message: MessageWords) {
        guard message.words.count <= 24, !message.hasAny(Self.others) else { return nil }
        let isNamed = message.hasAny(Self.prices)
        guard isNamed || message.contains(["how", "much"]) && message.hasAny(["is", "are", "for", "does", "do"]) else { return nil }
        words = Array(message.bare.filter { $0.count > 1 && !Self.everyday.contains($0) }.withoutRepeats.prefix(8))
        isCertain = isNamed
        said = message
        if words.isEmpty, !isNamed { return nil }
    }

    private static let prices: Set<String> = ["price", "prices", "pricing", "cost", "costs", "pricelist", "priced"]
    /// With these it is about deals, about models, or about what was done.
    private static let others: Set<String> = ChatVocabulary.deals.union([
        "pipeline", "won", "lost", "sold", "worth", "revenue", "model", "models", "ai", "openai", "tokens", "budget", "target", "targets", "left",
        "progress", "time", "earn", "earned", "why",
    ]).subtracting(["close"])
    private static let everyday: Set<String> = prices.union([
        "how", "much", "is", "are", "for", "does", "do", "what", "whats", "the", "of", "our", "my", "an", "we", "us", "one", "tell", "me", "show",
        "please", "list", "all", "charge", "it", "in", "on", "at", "per", "and", "product", "products", "can", "you", "give", "current", "have",
        "which", "will", "would", "to",
    ])
}
