import Domain

/// Words that ask for what was sold: how much olive oil did I sell; revenue this month; best selling product; what did Anna buy.
enum SoldQuestion {
    static func isAsked(_ message: MessageWords) -> Bool {
        if message.hasAny(earning) || message.hasAny(["sold", "bestseller", "bestsellers"]) || ranksCustomers(message) { return true }
        if message.has("sell"), message.hasAny(["did", "have", "has", "ive", "weve"]), !message.contains(["have", "to"]) { return true }
        if message.hasAny(["buy", "purchase", "order"]), message.hasAny(["did", "has"]), !message.contains(["has", "to"]) { return true }
        if message.has("sales") {
            return !message.hasAny(ahead) && (asksHowMuch(message) || isByProduct(message) || message.hasAny(sums) || product(message) != nil)
        }
        return message.hasAny(["selling", "sells"]) && message.hasAny(["best", "top", "most", "worst", "least"])
    }

    /// Whether what was sold is asked for product by product, or customer by customer.
    static func grouping(_ message: MessageWords) -> DealChoice.Grouping? {
        if ranksCustomers(message) { return .customer }
        if isByProduct(message) { return .product }
        return message.hasAny(["by", "per", "each", "every"]) && message.hasAny(["customer", "client"]) ? .customer : nil
    }

    /// Our biggest customer; which customers bought the most.
    private static func ranksCustomers(_ message: MessageWords) -> Bool {
        guard message.hasAny(customers) else { return false }
        let isMost = message.has("most") && message.hasAny(ChatVocabulary.bought.union(["buy", "buys", "spent", "valuable", "important"]))
        return isMost
            || !message.hasAny(ChatVocabulary.deals.union(ChatVocabulary.contactVerbs)) && message.words.indices.contains { isBest(at: $0, message) }
    }

    /// `biggest customer`, `top 3 customers`, but not `Best Western, a customer`.
    private static func isBest(at place: Int, _ message: MessageWords) -> Bool {
        let words = message.words
        guard ["biggest", "largest", "best", "top"].contains(words[place]) else { return false }
        let next = words.indices.contains(place + 1) && Int64(words[place + 1]) != nil ? place + 2 : place + 1
        return words.indices.contains(next) && customers.contains(words[next]) && !message.isCapitalised(next)
    }

    private static let customers: Set<String> = ["customer", "customers", "client", "clients"]

    /// Whether what was sold is asked for product by product.
    private static func isByProduct(_ message: MessageWords) -> Bool {
        let isEach =
            message.hasAny(["by", "per", "each", "every", "which", "what", "most", "best", "top"]) && message.hasAny(["product", "products"])
        let isRanked = message.hasAny(["selling", "sells"]) && message.hasAny(["best", "top", "most"])
        return isEach || isRanked || message.hasAny(["bestseller", "bestsellers"])
    }

    static func asksHowMuch(_ message: MessageWords) -> Bool {
        message.contains(["how", "much"]) || message.contains(["how", "many"]) || message.hasAny(["total", "sum", "volume", "value"])
    }

    /// Where the product stands, if one is named.
    static func product(_ message: MessageWords) -> Range<Int>? {
        [afterHowMuch, afterNoun, beforeNoun].lazy.compactMap { $0(message) }.first
    }

    /// How much olive oil did I sell; how many boxes of labneh have we sold.
    private static func afterHowMuch(_ message: MessageWords) -> Range<Int>? {
        let words = message.words
        guard let much = words.indices.first(where: { ["much", "many"].contains(words[$0]) && $0 > 0 && words[$0 - 1] == "how" }) else { return nil }
        let end = words[(much + 1)...].firstIndex(where: auxiliaries.contains) ?? words.endIndex
        guard end < words.endIndex else { return nil }
        let start = words[(much + 1)..<end].lastIndex(of: "of").map { $0 + 1 } ?? much + 1
        return named(start..<end, message)
    }

    /// Sales of labneh, revenue from olive oil.
    private static func afterNoun(_ message: MessageWords) -> Range<Int>? {
        let words = message.words
        guard let noun = words.firstIndex(where: nouns.contains), words.indices.contains(noun + 1),
            ["of", "from", "for", "with", "on"].contains(words[noun + 1])
        else { return nil }
        let end = words[(noun + 2)...].firstIndex(where: BoughtProduct.ends.contains) ?? words.endIndex
        return named(noun + 2..<end, message)
    }

    /// Olive oil sales this month.
    private static func beforeNoun(_ message: MessageWords) -> Range<Int>? {
        let words = message.words
        guard let noun = words.firstIndex(where: nouns.contains) else { return nil }
        let start = words[..<noun].lastIndex { everyday.contains($0) || auxiliaries.contains($0) }.map { $0 + 1 } ?? 0
        return named(start..<noun, message)
    }

    private static func named(_ range: Range<Int>, _ message: MessageWords) -> Range<Int>? {
        let bare = range.drop { everyday.contains(message.words[$0]) }
        return bare.isEmpty || bare.count > 6 || bare.contains { everyday.contains(message.words[$0]) } ? nil : bare.startIndex..<bare.endIndex
    }

    private static let earning: Set<String> = ["revenue", "revenues", "turnover", "takings", "earn", "earned", "earnings", "income"]
    private static let nouns: Set<String> = earning.union(["sales"]).subtracting(["earn", "earned"])
    /// With these sales are deals that are not won yet.
    private static let ahead: Set<String> = [
        "open", "closing", "close", "closes", "expected", "pipeline", "target", "targets", "goal", "goals", "quota", "next", "lost", "tomorrow",
    ]
    private static let sums: Set<String> = ["month", "week", "quarter", "year", "today", "yesterday", "far", "figures"]
    private static let auxiliaries: Set<String> = [
        "did", "have", "has", "had", "do", "does", "was", "were", "is", "are", "we", "i", "sold", "got", "bought", "ordered", "been",
    ]
    private static let everyday: Set<String> = [
        "the", "a", "an", "our", "my", "your", "of", "all", "any", "some", "total", "show", "me", "tell", "list", "what", "whats", "which", "how",
        "much",
        "many", "money", "deals", "deal", "products", "product", "items", "goods", "units", "this", "last", "month", "week", "quarter", "year",
        "monthly",
        "weekly", "more", "in", "on", "by", "per", "to", "and", "give", "get", "us", "please", "today", "todays", "yesterdays", "best", "top", "most",
        "stuff", "things", "business", "value", "current", "customers", "contacts", "leads", "people", "times", "sales", "revenue", "win", "won",
    ]
}
