/// The product in a question for those who bought it: who bought olive oil; has Anna ordered labneh this month.
struct BoughtProduct {
    /// As it was typed.
    let name: String
    /// What the product's name must have in it, by the words of the question without their plural endings.
    let parts: [String]
    /// Where it stands in the message.
    let places: Range<Int>

    /// Nil where it is not said what was bought.
    init?(_ message: MessageWords) {
        let words = message.words
        let sold = SoldQuestion.isAsked(message) ? SoldQuestion.product(message) : nil
        guard let places = sold ?? Self.afterVerb(message) else { return nil }
        self.places = places
        name = message.typed[places].joined(separator: " ")
        parts = words[places].map(Self.withoutPlural)
    }

    private static func afterVerb(_ message: MessageWords) -> Range<Int>? {
        let words = message.words
        let verbs = SoldQuestion.isAsked(message) ? verbsOfSales : ChatVocabulary.bought
        guard let verb = words.lastIndex(where: verbs.contains) else { return nil }
        let start = words[(verb + 1)...].firstIndex { !articles.contains($0) } ?? words.endIndex
        let end = words[start...].firstIndex(where: ends.contains) ?? words.endIndex
        return start < end && end - start <= mostWords ? start..<end : nil
    }

    private static let verbsOfSales = ChatVocabulary.bought.union(["sell", "sold", "buy", "purchase", "order"])

    private static let mostWords = 6
    private static let articles: Set<String> = [
        "the", "a", "an", "any", "our", "your", "some", "of", "most", "more", "all", "already", "ever", "just", "also", "us",
    ]
    static let ends: Set<String> = [
        "from", "in", "on", "since", "before", "after", "by", "during", "this", "last", "next", "until", "till", "between", "today", "yesterday",
        "for",
        "over", "under", "at", "worth", "with", "and", "or", "something", "anything", "it", "that", "them", "so", "yet", "already", "recently",
        "lately",
        "twice", "once", "again", "most", "more", "there", "here", "now", "than", "to", "up",
    ]

    private static func withoutPlural(_ word: String) -> String {
        guard word.count > 3, word.hasSuffix("s"), !word.hasSuffix("ss") else { return word }
        return String(word.dropLast(["xes", "ches", "shes", "sses"].contains(where: word.hasSuffix) ? 2 : 1))
    }
}
