/// The words of which a sentence says a price.
enum PriceSubject {
    /// The stem of the noun before the verb: `box` of "the tasting box costs EUR 9"; nil where it is the price, an order or nothing
    /// in particular.
    static func head(of price: Int, in clause: Range<Int>, _ text: ReadText) -> String? {
        guard let verb = verb(before: price, clause, text) else { return nil }
        var start = clause.lowerBound
        while start < verb, text.has(openers, at: start) || text.has(determiners, at: start) || text[start]?.kind == .sign { start += 1 }
        let words = start..<verb
        guard (1...4).contains(words.count), words.allSatisfy({ text[$0]?.kind == .word && !text.has(others, at: $0) }), let last = text[verb - 1]
        else { return nil }
        let isUnit = words.dropLast().allSatisfy { text.has(sizes, at: $0) }
        return general.contains(last.stem) || last.folded.hasSuffix("est") || isUnit && (isGeneral(last.stem) || measures.contains(last.stem))
            ? nil : last.stem
    }

    /// Whether the word says nothing of what is sold.
    static func isGeneral(_ stem: String) -> Bool { general.contains(stem) || MoneyReader.units.contains(stem) }

    /// That of "costs only", "is now", "would be"; only words that tie a price to it may stand between.
    private static func verb(before price: Int, _ clause: Range<Int>, _ text: ReadText) -> Int? {
        var place = price - 1
        while place >= clause.lowerBound, text.has(ties, at: place), !text.has(verbs, at: place) { place -= 1 }
        guard place > clause.lowerBound, text.has(verbs, at: place) else { return nil }
        return text.has(helpers, at: place - 1) ? place - 1 : place
    }

    static let determiners: WordSet = ["our", "the", "your", "this", "that", "these", "those", "a", "an", "one", "each", "every", "my"]
    /// What may stand between a thing and its price.
    static let ties: WordSet = [
        "is", "are", "costs", "cost", "comes", "come", "sells", "sell", "goes", "go", "be", "would", "will", "at", "for", "in", "only", "just", "now",
        "currently", "still", "about", "around", "from", "priced", "available", "usually", "normally", "to",
    ]
    private static let verbs: WordSet = ["is", "are", "costs", "cost", "comes", "come", "sells", "sell", "goes", "go", "be"]
    private static let helpers: WordSet = ["would", "will", "should", "may", "can"]
    private static let openers: WordSet = ["and", "but", "so", "also", "now", "then", "yes", "well", "here", "or", "while"]
    /// With one of these it is no plain noun.
    private static let others: WordSet = [
        "i", "you", "he", "she", "it", "we", "they", "that", "which", "what", "who", "there", "this", "here", "of", "for", "in", "on", "at", "by",
        "to",
        "with", "from", "as", "if", "when", "than", "and", "or", "is", "are", "was", "has", "have", "had", "would", "will", "can", "could", "not",
        "both",
        "all", "everything", "each", "mine", "yours", "ours", "whole", "it's", "that's",
    ]
    /// How much of a thing: alone they are of whatever is spoken of, but "the tasting box" is a thing.
    private static let measures: WordSet = [
        "kilo", "kilogram", "gram", "pound", "litre", "liter", "bottle", "bucket", "box", "case", "crate", "bag", "jar", "can", "tin", "wheel",
        "piece",
        "slice", "pack", "pair", "set", "dozen", "barrel", "carton", "pallet", "roll", "sheet", "unit", "night", "seat", "ticket", "copy", "canister",
    ]
    private static let sizes: WordSet = [
        "single", "full", "extra", "additional", "further", "first", "small", "large", "big", "standard", "other", "next", "second", "another",
    ]
    /// Not what is sold, but what is asked for it, or all of it.
    private static let general: WordSet = [
        "price", "cost", "rate", "total", "sum", "amount", "fee", "figure", "value", "order", "offer", "deal", "quote", "quotation", "invoice",
        "bill",
        "budget", "balance", "subscription", "plan", "package", "product", "item", "article", "volume", "delivery", "shipping", "postage", "minimum",
        "difference", "discount", "saving", "payment", "deposit", "rest", "remainder", "range", "answer", "result", "purchase", "contract", "project",
        "investment", "limit",
        "threshold", "target", "revenue", "turnover", "goal", "list", "charge", "proposal", "estimate", "number", "maximum", "share", "part", "half",
        "booking", "renewal", "special", "favourite", "choice", "pick", "thing", "something", "one", "fresh", "new", "classic", "bestseller",
        "agreement", "kg", "quantity",
    ]
}
