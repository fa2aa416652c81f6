/// What is offered under a common word: `the premium package`.
struct TierReader: ClaimReader {
    var beginnings: Beginnings { Beginnings(words: Self.tiers) }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        let end = text.sign(index + 1) == "-" ? index + 2 : index + 1
        guard text.has(Self.tiers, at: index), Self.kinds.contains(TextToken.stem(text.word(end))) else { return nil }
        let words = [text.word(index), TextToken.stem(text.word(end))]
        return Reading(text.claim(.name, index..<end + 1, .name(words, mayDropFirst: false)), end: end + 1)
    }

    private static let tiers: WordSet = [
        "gold", "silver", "bronze", "platinum", "diamond", "premium", "basic", "starter", "pro", "professional", "plus", "deluxe", "standard",
        "enterprise",
        "business", "family", "ultimate", "extended", "advanced", "express", "vip", "elite", "luxury", "classic",
    ]
    private static let kinds: WordSet = [
        "package", "plan", "edition", "bundle", "subscription", "tier", "licence", "license", "membership", "version", "box", "kit", "model", "line",
        "range",
        "service", "option", "programme", "program",
    ]
}
