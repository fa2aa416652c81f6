/// Rebates in words: a discount, something for free, two for one.
struct DiscountReader: ClaimReader {
    var beginnings: Beginnings { Self.phrases.beginnings.union(Beginnings(words: ["free"])) }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        guard let (key, end) = phrase(at: index, text) ?? free(at: index, text), !Denial.holds(at: index, in: text) else { return nil }
        return Reading(text.claim(.discount, index..<end, .text(key)), end: end)
    }

    private func phrase(at index: Int, _ text: ReadText) -> (String, Int)? {
        guard let found = Self.phrases.first(at: index, in: text), !isIdle(index..<found.end, text) else { return nil }
        return (found.meaning, found.end)
    }

    /// "It costs nothing to ask", "no costs for you until you order".
    private func isIdle(_ places: Range<Int>, _ text: ReadText) -> Bool {
        let end = places.upperBound
        return text.word(end - 1) == "nothing" && text.word(end) == "to" || (end..<end + 4).contains { text.word($0) == "until" }
    }

    /// "free" says little alone: one may feel free, be free on Tuesday, and eat gluten-free.
    private func free(at index: Int, _ text: ReadText) -> (String, Int)? {
        guard text.word(index) == "free", text.sign(index - 1) != "-" else { return nil }
        let (before, next) = (text.word(index - 1), text.word(index + 1))
        if ["of"].contains(next), ["charge", "cost"].contains(text.word(index + 2)) { return ("free", index + 3) }
        if isOffered(index, text) { return ("free", index + 1) }
        if before == "for", next.isEmpty || !Self.nouns.contains(TextToken.stem(next)) { return ("free", index + 1) }
        for place in [index + 1, index + 2] where Self.nouns.contains(TextToken.stem(text.word(place))) && text.sign(place - 1).isEmpty {
            return ("free \(TextToken.stem(text.word(place)))", place + 1)
        }
        if ["is", "are", "comes", "come", "included"].contains(before), Self.nouns.contains(TextToken.stem(text.word(index - 2))) {
            return ("free \(TextToken.stem(text.word(index - 2)))", index + 1)
        }
        let gives = ["a", "one", "our", "your", "this", "with", "get", "includes", "months", "month", "weeks"].contains(before)
        return gives && !next.isEmpty && !Self.idle.contains(TextToken.stem(next)) ? ("free \(TextToken.stem(next))", index + 2) : nil
    }

    /// "It is free", "all of this is free", "try it free for a month"; with "of sugar" or "on Tuesday" it is something else.
    private func isOffered(_ index: Int, _ text: ReadText) -> Bool {
        guard !text.has(Self.elsewise, at: index + 1), !text.isQuestion(at: index) else { return false }
        if text.word(index - 1) != "all", text.has(Self.objects, at: index - 1) { return text.has(Self.trying, at: index - 2) }
        let isSaid =
            text.has(Self.objectIs, at: index - 1) || text.has(Self.isWords, at: index - 1) && text.has(Self.objects, at: index - 2)
            || text.word(index - 1) == "all" && text.has(Self.isWords, at: index - 2)
        return isSaid && (text[index + 1]?.kind != .word || text.has(Self.ends, at: index + 1))
    }

    private static let objects: WordSet = ["it", "this", "that", "they", "them", "these", "everything", "all"]
    private static let objectIs: WordSet = ["it's", "that's", "they're"]
    private static let isWords: WordSet = ["is", "are", "comes", "come"]
    private static let trying: WordSet = ["try", "use", "test", "have", "get", "take", "taste"]
    private static let elsewise: WordSet = ["of", "from", "on", "at", "up", "standing"]
    private static let ends: WordSet = ["for", "and", "to", "today", "now", "until", "with", "as", "if", "this", "anyway", "in"]

    private static let nouns: WordSet = [
        "shipping", "delivery", "trial", "sample", "month", "week", "year", "day", "upgrade", "installation", "setup", "consultation", "support",
        "training",
        "gift", "tasting", "return", "extra", "licence", "license", "seat", "version", "update", "maintenance", "migration", "onboarding", "service",
        "repair", "replacement", "box", "demo", "workshop", "audit", "check", "access", "storage", "user", "account", "product", "bonus", "case",
        "bottle",
        "class", "session", "lesson", "cancellation", "exchange", "inspection", "visit", "gift-wrapping", "parking", "breakfast", "postage", "set-up",
    ]
    private static let idle: WordSet = [
        "moment", "minute", "slot", "hour", "evening", "afternoon", "morning", "time", "hand", "spot", "to", "for", "on", "at",
    ]

    private static let phrases = PhraseBook([
        ("discount", Phrase("discount*|rebate*|markdown|cashback|voucher*|coupon*")), ("two for one", Phrase("two|2 for one|1")),
        ("two for one", Phrase("two|2 for the price")), ("three for two", Phrase("three|3 for two|2")), ("two for one", Phrase("buy one get one")),
        ("two for one", Phrase("bogo")),
        ("two for one", Phrase("buy any? one|two|three|four|five|1|2|3|4|5 * ,? and? get|take one|two|another|1|2")),
        ("two for one", Phrase("buy any? one|two|three|four|five|1|2|3|4|5 ,? and? get|take one|two|another|1|2")),
        ("free", Phrase("on the house")), ("free", Phrase("is|are on us")), ("free", Phrase("one|another free")),
        ("free", Phrase("pay|pays|costs|cost|paying nothing|zero")), ("free", Phrase("nothing to pay")),
        ("free", Phrase("cost|costs|charge|charges you? nothing")), ("free", Phrase("won't|not cost you? anything")),
        ("discount", Phrase("reduced|reduce|cut|lowered|dropped our|the|all price|prices")),
        ("free", Phrase("no|without setup|set-up|installation|joining|booking|delivery|shipping|service fee|fees|cost|costs|charge|charges")),
        ("free", Phrase("no|without charge|charges")), ("free", Phrase("no cost|costs|fee|fees for|at|to|on|whatsoever")),
        ("free", Phrase("complimentary")), ("free", Phrase("at no cost|charge|extra")),
        ("free", Phrase("no extra|additional cost|charge|fee|costs|charges|fees")),
        ("free", Phrase("without extra|additional cost|charge|fee|costs")),
        ("discount", Phrase("reduced|lowered|special|introductory|reduce|lower|promotional price|prices|rate|rates|the")),
        ("discount", Phrase("price|prices reduction|cut|drop|reductions")), ("discount", Phrase("money off")), ("free", Phrase("waive*")),
        ("free", Phrase("free-of-charge")), ("free", Phrase("gratis")), ("discount", Phrase("knock|take off")),
    ])
}
